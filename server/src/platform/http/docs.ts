/** The API document and the page that browses it. No other server is involved. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { access } from './access.ts'
import type { App } from './app.ts'
import { registerFiles } from './files.ts'

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Hedgerow API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
`
const START = `SwaggerUIBundle({ url: '/api/schema', dom_id: '#docs', validatorUrl: null, deepLinking: true })
`
// The viewer needs inline styles; no other page may have them.
const DOCS_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"

export async function registerApiDocs(app: App): Promise<void> {
  const hidden = { config: { access: access.public }, schema: { hide: true } }
  const directory = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await registerFiles(app, { root: directory, prefix: '/api/docs/assets/', decorateReply: true, index: false })
  app.get('/api/schema', hidden, async () => app.swagger())
  app.get('/api/docs', hidden, async (_request, reply) =>
    reply.header('Content-Security-Policy', DOCS_CSP).type('text/html; charset=utf-8').send(PAGE),
  )
  app.get('/api/docs/start.js', hidden, async (_request, reply) => reply.type('application/javascript').send(START))
}
