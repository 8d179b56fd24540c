/** Makes the content of an export and stores it as a blob. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject } from '../../../platform/json.ts'
import { svgToPng } from '../../../platform/pictures/png.ts'
import { dashboardSvg } from './drawing/dashboard.ts'
import { insightSvg } from './drawing/insight.ts'
import { dashboardPdf, insightPdf } from './drawing/pdf.ts'
import { writeFile } from './files/write.ts'
import { isRows } from './formats.ts'
import type { ExportParts, RenderOptions } from './parts.ts'
import { throttled } from './progress.ts'
import { rowsOf } from './rows.ts'
import type { Content, ExportedAsset } from './store.ts'
import { answeredDashboard, answeredInsight, answeredQuery } from './subjects.ts'
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
  if (isRows(asset.format)) {
    const source = await rowsOf(parts, viewer, asset)
    const onProgress = throttled(parts.onProgress)
    return writeFile(source, { blobs: parts.blobs, blobKey, format: asset.format, onProgress })
  }
  const picture = await draw(parts, viewer, asset)
  return { blobKey, bytes: await parts.blobs.put(blobKey, picture), isCompressed: false, rows: null }
}

async function draw(parts: ExportParts & RenderOptions, viewer: Viewer, asset: ExportedAsset): Promise<Buffer> {
  const isPdf = asset.format === 'application/pdf'
  if (asset.insightId === null && asset.dashboardId !== null) {
    const dashboard = await answeredDashboard(parts, viewer, asset)
    return isPdf ? dashboardPdf(dashboard) : svgToPng(dashboardSvg(dashboard), SCALE)
  }
  const answered =
    asset.insightId !== null ? await answeredInsight(parts, viewer, asset) : await ownQuery(parts, viewer, asset)
  return isPdf ? insightPdf(answered) : svgToPng(insightSvg(answered), SCALE)
}

function ownQuery(parts: ExportParts & RenderOptions, viewer: Viewer, { context }: ExportedAsset) {
  if (!isJsonObject(context?.source)) throw errors.invalid('There is nothing to draw.')
  const { filename } = context
  return answeredQuery(
    parts,
    viewer,
    context.source,
    typeof filename === 'string' && filename !== '' ? filename : 'Query',
  )
}
