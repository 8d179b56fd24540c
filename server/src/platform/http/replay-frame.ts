/**
 * The empty document in which the web UI plays recordings. A recorded page is foreign, so this document has a policy of its
 * own: no script ever runs in it, no form is sent, and no request leaves it, unless the user allows the recorded site's images and
 * styles. The page that embeds it adds `sandbox`; frames that a recording creates inside inherit both.
 */
import { access } from './access.ts'
import type { App } from './app.ts'

const PAGE = '<!doctype html><html lang="en"><head><title>Recording</title></head><body></body></html>'
const policy = (styles: string, media: string) =>
  `default-src 'none'; script-src 'none'; style-src 'unsafe-inline'${styles}; img-src data: blob:${media}; font-src data: blob:${media}; media-src data: blob:${media}; form-action 'none'; base-uri 'none'`

const POLICIES = {
  '/replay-frame': policy('', ''),
  /** With the images, fonts, media and style sheets of other origins. */
  '/replay-frame/external': policy(' https: http:', ' https: http:'),
}

/** Any page may embed the document, because pages that embed a shared recording do: it is empty and acts for nobody. */
export function registerReplayFrame(app: App): void {
  for (const [path, csp] of Object.entries(POLICIES))
    app.get(path, { config: { access: access.public }, schema: { hide: true } }, (_request, reply) =>
      reply
        .header('Content-Security-Policy', csp)
        .header('Referrer-Policy', 'no-referrer')
        .header('X-DNS-Prefetch-Control', 'off')
        .header('X-Robots-Tag', 'noindex')
        .removeHeader('X-Frame-Options')
        .type('text/html; charset=utf-8')
        .send(PAGE),
    )
}
