/** Links to exports that work without a login: `/exporter/<file name>?token=…` is the file, `/exporter?token=…` its page. */
import type { FastifyRequest } from 'fastify'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { sharingRulesOf } from '../../workspace/organizations/index.ts'
import { exporterPage } from './exporter-page.ts'
import type { Exports } from './exports.ts'
import { sendContent } from './send-content.ts'
import { type ExportedAsset, findAssetOfToken } from './store.ts'
import { TOKEN_RULES } from './tokens.ts'

const hidden = { config: { access: access.public }, schema: { hide: true } }

export function registerExporterRoutes(app: App, exports: Exports): void {
  app.get('/exporter/:file_name', hidden, async (request, reply) => {
    const asset = await openToken(exports, request, 'file')
    // Whoever has the address has the file, but nobody should find the address.
    reply.header('x-robots-tag', 'noindex').header('referrer-policy', 'no-referrer')
    return sendContent(exports, asset, request, reply)
  })
  app.get('/exporter', hidden, async (request, reply) => {
    const asset = await openToken(exports, request, 'page')
    const { token } = request.query as { token: string }
    const isFileOpen = await mayOpen(exports, token, 'file')
    const page = exporterPage(asset, {
      title: (await exports.titleOf(asset)) ?? asset.fileName,
      picture: asset.format === 'image/png' ? await exports.read(asset) : null,
      file: isFileOpen ? `/exporter/${asset.fileName}?token=${encodeURIComponent(token)}` : null,
    })
    return reply
      .header('x-robots-tag', 'noindex')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page)
  })
}

/**
 * The export that the token of a request opens. Everything that does not work is the same 404.
 * @throws ApiError 404
 */
async function openToken(
  { parts: { db, tokens } }: Exports,
  request: FastifyRequest,
  what: 'page' | 'file',
): Promise<ExportedAsset> {
  const named = await tokens.read((request.query as Record<string, unknown>).token)
  const rule = named && TOKEN_RULES[named.purpose]
  if (!named || !rule?.opens.includes(what)) throw errors.notFound()
  const asset = await findAssetOfToken(db.$client, named.assetId)
  const rules = asset && (await sharingRulesOf(db, asset.teamId))
  if (!asset || !rules || (!rule.isInternal && rules.blockedBy !== null)) throw errors.notFound()
  return asset
}

/** Whether a token that is valid also opens something else. */
async function mayOpen({ parts }: Exports, token: string, what: 'page' | 'file'): Promise<boolean> {
  const named = await parts.tokens.read(token)
  return named !== null && TOKEN_RULES[named.purpose].opens.includes(what)
}
