/** Makes the content of an export and stores it as a blob. */
import { errors } from '../../../platform/http/errors.ts'
import { svgToPng } from '../../../platform/pictures/png.ts'
import { insightSvg } from './drawing/insight.ts'
import type { ExportParts, RenderOptions } from './parts.ts'
import type { Content, ExportedAsset } from './store.ts'
import { answeredInsight } from './subjects.ts'
import type { Viewer } from './viewer.ts'

/** Pixels of a picture for each pixel of its drawing, so that it is sharp on every screen. */
const SCALE = 2

/**
 * @returns what was stored
 * @throws ApiError when it cannot be made, with the reason for whoever asked
 */
export async function makeContent(
  parts: ExportParts & RenderOptions,
  viewer: Viewer,
  asset: ExportedAsset,
): Promise<Content> {
  const blobKey = `exports/${asset.teamId}/${asset.id}`
  if (asset.insightId === null) throw errors.invalid('This cannot be exported.')
  const answered = await answeredInsight(parts, viewer, asset)
  const png = await svgToPng(insightSvg(answered), SCALE)
  return { blobKey, bytes: await parts.blobs.put(blobKey, png), isCompressed: false, rows: null }
}
