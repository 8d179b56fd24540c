/** The page of a shared link as HTML: the built page with the link's data in it. */
import type { FastifyReply } from 'fastify'
import { stringifyJson } from '../../../platform/json.ts'
import type { ShareSettings } from './settings.ts'

/** What the page shows: a shared object, the question for the password, or that the link does not work. */
export type ViewerData = { type: 'scene' | 'embed' | 'unlock' | 'gone' } & Record<string, unknown>

/** For link previews of other sites. */
export interface PageHead {
  title: string
  description: string | null
  /** Absolute address of a picture; null for none. */
  picture: string | null
}

const NEUTRAL: PageHead = { title: 'Shared', description: null, picture: null }

/**
 * @param template the built page; null if the web UI is not built
 * @param theme sets the theme before the first paint
 */
export function viewerPage(
  template: string | null,
  data: ViewerData,
  theme: ShareSettings['theme'],
  head: PageHead = NEUTRAL,
): string {
  const source = template ?? '<!doctype html><html lang="en"><head></head><body></body></html>'
  const tags = [
    `<title>${toText(head.title)}</title>`,
    '<meta name="robots" content="noindex" />',
    `<meta property="og:title" content="${toText(head.title)}" />`,
    head.description && `<meta property="og:description" content="${toText(head.description)}" />`,
    head.picture && `<meta property="og:image" content="${toText(head.picture)}" />`,
    `<script id="posthog-exported-data" type="application/json">${toScriptData(data)}</script>`,
  ].filter(Boolean)
  return source
    .replace('<html lang="en"', () => `<html lang="en" data-shared-theme="${theme ?? 'system'}"`)
    .replace(/<title>.*?<\/title>/, '')
    .replace('</head>', () => `${tags.join('')}</head>`)
}

/** JSON inside a script element: nothing in it can end the element or begin a comment. */
const toScriptData = (data: unknown) =>
  stringifyJson(data).replace(/[<>&\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const toText = (text: string) => text.replace(/[&<>"']/g, (each) => ENTITIES[each]!)

/** Headers of everything below a shared link: no search engine keeps it, and any site may frame it. */
export function asViewerReply(reply: FastifyReply): FastifyReply {
  const policy = String(reply.getHeader('content-security-policy') ?? '')
  return reply
    .removeHeader('x-frame-options')
    .header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *'))
    .header('x-robots-tag', 'noindex')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
}
