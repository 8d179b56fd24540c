import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { mailJobs } from './jobs.ts'
import { Mailer } from './mailer.ts'

const MAIL = { to: 'ada@example.com', subject: 'Hello', text: 'Hello' }
const run = (signal: AbortSignal) => ({ attempt: 1, signal, progress: async () => {}, completeIn: async () => {} })

test('a mail server that hangs does not keep the process from stopping', async () => {
  const sockets: net.Socket[] = []
  const server = net.createServer((socket) => void sockets.push(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
  const mailer = new Mailer(url, 'hedgerow@example.com')
  const [job] = mailJobs(mailer)
  const stop = new AbortController()
  const sent = job!.carryOut(MAIL, run(stop.signal))
  await once(server, 'connection')
  stop.abort(new Error('the process stops'))
  await expect(sent).rejects.toThrow('the process stops')
  mailer.close()
  for (const socket of sockets) socket.destroy()
  server.close()
})
