/** The floor that capture is compared with: the same Fastify, gunzip and JSON.parse, and nothing behind them. */
import { gunzipSync } from 'node:zlib'
import Fastify from 'fastify'

const app = Fastify({ logger: false })
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 20 * 1024 * 1024 }, (_request, body, done) =>
  done(null, body),
)
app.post('/batch/', async (request) => {
  const { batch } = JSON.parse(gunzipSync(request.body as Buffer).toString()) as { batch: unknown[] }
  return { status: batch.length > 0 ? 'Ok' : 'empty' }
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send!(`http://127.0.0.1:${(app.server.address() as { port: number }).port}`)
