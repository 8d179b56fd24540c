/** The pages of shared links, which need no login: as HTML, as JSON, and as a picture for link previews. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { acceptBodies } from '../../../platform/http/bodies.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { SHARE_COOKIE, unlock, visitorToken } from './authenticate.ts'
import { type OpenLink, openLink, principalOf, type Shareables } from './links.ts'
import { previewPicture } from './preview.ts'
import { SESSION_SECONDS, type ShareSessions } from './share-sessions.ts'
import type { SharedContent } from './shareable.ts'
import { noteOpening, type ShareOf } from './store.ts'
import { asViewerReply, type ViewerData, viewerPage } from './viewer-page.ts'

const PATHS = ['/shared', '/embedded', '/shared_dashboard']

interface Parts {
  db: Database
  shareables: Shareables
  sessions: ShareSessions
  /** The built page; null if the web UI is not built. */
  page: string | null
  /** Public address, for the pictures of link previews. */
  siteUrl: string
  /** The picture of what a link shares; null if there is none of its kind, or it cannot be made. */
  pictureOf: (share: ShareOf) => Promise<Buffer | null>
}

/** What a request to a shared link asks for. */
interface Visit {
  token: string
  format: 'html' | 'json' | 'png'
  /** The address without its suffix. */
  path: string
  isEmbedded: boolean
  isWhitelabel: boolean
}

export async function registerShareViewerRoutes(app: App, parts: Parts): Promise<void> {
  await app.register(async (instance) => {
    const scope = instance as unknown as FastifyInstance
    await acceptBodies(scope)
    const hidden = { config: { access: access.public }, schema: { hide: true } }
    for (const path of PATHS) {
      scope.get(`${path}/:token`, hidden, (request, reply) => show(parts, visitOf(request, path), request, reply))
      scope.post(`${path}/:token`, hidden, (request, reply) =>
        tryPassword(parts, visitOf(request, path), request, reply),
      )
    }
  })
}

function visitOf(request: FastifyRequest, path: string): Visit {
  const [, token = '', suffix] = /^(.*?)(?:\.(json|png))?$/.exec((request.params as { token: string }).token)!
  const query = request.query as Record<string, unknown>
  const format = suffix ?? (request.headers.accept === 'application/json' ? 'json' : 'html')
  return {
    token,
    format: format as Visit['format'],
    path: `${path}/${token}`,
    isEmbedded: path === '/embedded' || 'embedded' in query,
    isWhitelabel: 'whitelabel' in query,
  }
}

async function show(parts: Parts, visit: Visit, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { db, shareables } = parts
  asViewerReply(reply)
  const link = await openLink(db, shareables, visit.token)
  if (!link) return sendGone(parts, reply)
  const session = link.share.passwordRequired ? await visitorToken(parts, link, request) : null
  if (link.share.passwordRequired && session === null) return sendLocked(parts, link, visit, reply)
  const content = await link.shareable.present(link.team, principalOf(link.share))
  if (!content) return sendGone(parts, reply)
  // A picture of a link with a password would show to anyone what it holds.
  if (visit.format === 'png') return sendPicture(parts, reply, link.share.passwordRequired ? null : { link, content })
  if (visit.format === 'html' && request.method === 'GET') await noteOpening(db.$client, link.share)
  return sendData(
    parts,
    visit,
    link,
    reply,
    { ...dataOf(link, visit, content), ...(session && { shareToken: session }) },
    content,
  )
}

function dataOf(link: OpenLink, visit: Visit, content: SharedContent): ViewerData {
  const type = visit.isEmbedded ? 'embed' : 'scene'
  return { type, accessToken: link.share.token, ...content.data, themes: [], ...lookOf(link, visit) }
}

/** The settings that are on. Only the visitor's own wish for no product name can add to them. */
function lookOf({ share, mayUse }: OpenLink, visit: Visit): Record<string, unknown> {
  const { theme, whitelabel, ...flags } = share.settings ?? {}
  const on = Object.entries(flags).filter(([, value]) => value === true)
  const isWhitelabel = (whitelabel === true || visit.isWhitelabel) && mayUse('white_labelling')
  return { ...Object.fromEntries(on), ...(theme && { theme }), ...(isWhitelabel && { whitelabel: true }) }
}

function sendData(
  { page, siteUrl }: Parts,
  visit: Visit,
  { share }: OpenLink,
  reply: FastifyReply,
  data: ViewerData,
  { title, description }: SharedContent,
): FastifyReply {
  if (visit.format === 'json') return reply.send(data)
  const isOpen = !share.passwordRequired
  const head = {
    title,
    description: share.settings?.hideExtraDetails ? null : description,
    picture: isOpen ? `${siteUrl}/shared/${share.token}.png` : null,
  }
  return reply.type('text/html; charset=utf-8').send(viewerPage(page, data, share.settings?.theme, head))
}

/** Asks for the password, without a word of what the link shows. */
async function sendLocked({ page }: Parts, link: OpenLink, visit: Visit, reply: FastifyReply): Promise<FastifyReply> {
  if (visit.format === 'png') return reply.type('image/png').send(await previewPicture(null))
  const { theme, whitelabel } = lookOf(link, visit)
  const data: ViewerData = {
    type: 'unlock',
    ...(whitelabel === true && { whitelabel }),
    ...(theme !== undefined && { theme }),
  }
  if (visit.format === 'json') return reply.send(data)
  return reply.type('text/html; charset=utf-8').send(viewerPage(page, data, link.share.settings?.theme))
}

function sendGone({ page }: Parts, reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .type('text/html; charset=utf-8')
    .send(viewerPage(page, { type: 'gone' }, 'system'))
}

/** The picture of an insight or a dashboard as in its exports; of everything else its title. */
async function sendPicture(
  { pictureOf }: Parts,
  reply: FastifyReply,
  shown: { link: OpenLink; content: SharedContent } | null,
): Promise<FastifyReply> {
  const whole = shown && (await pictureOf(shown.link.share))
  return reply.type('image/png').send(whole ?? (await previewPicture(shown?.content.preview ?? null)))
}

async function tryPassword(
  { db, shareables, sessions, page, ...rest }: Parts,
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  asViewerReply(reply)
  const link = await openLink(db, shareables, visit.token)
  if (!link) return sendGone({ db, shareables, sessions, page, ...rest }, reply)
  const password = isJsonObject(request.body) ? request.body.password : undefined
  const jwt = await unlock(db, sessions, link, password, request)
  if (jwt === null) return reply.status(401).send({ error: 'Incorrect password' })
  return reply
    .setCookie(SHARE_COOKIE, jwt, {
      path: visit.path,
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      maxAge: SESSION_SECONDS,
    })
    .send({ shareToken: jwt })
}
