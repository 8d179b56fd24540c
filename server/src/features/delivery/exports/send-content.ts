/** Answers with the content of an export. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Exports } from './exports.ts'
import { FORMATS } from './formats.ts'
import type { ExportedAsset } from './store.ts'

/**
 * @param options.isDownload the browser saves it instead of showing it
 * @throws ApiError 404 when there is no content (yet)
 */
export async function sendContent(
  exports: Exports,
  asset: ExportedAsset,
  request: FastifyRequest,
  reply: FastifyReply,
  { isDownload = false } = {},
): Promise<FastifyReply> {
  const { blobKey, isCompressed, bytes, format, fileName } = asset
  const takesBrotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const isSentAsStored = !isCompressed || takesBrotli
  const content =
    blobKey === null ? null : isSentAsStored ? await exports.parts.blobs.open(blobKey) : await exports.open(asset)
  if (!content) throw errors.notFound()
  reply
    .type(FORMATS[format].contentType)
    .header('Cache-Control', 'private, max-age=3600')
    .header('Vary', 'Accept-Encoding')
    // The names of files consist of letters, digits and hyphens.
    .header('Content-Disposition', `${isDownload ? 'attachment' : 'inline'}; filename="${fileName}"`)
  if (isCompressed && takesBrotli) reply.header('Content-Encoding', 'br')
  if (isSentAsStored && bytes !== null) reply.header('Content-Length', bytes)
  return reply.send(content)
}
