/** Exports in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nullable } from '../../../platform/http/validation.ts'
import { formatTime } from '../../../platform/time.ts'
import { FORMATS } from './formats.ts'
import type { ExportedAsset } from './store.ts'

const id = flexibleInteger(1, 2 ** 31 - 1)

export const exportBody = z.object({
  export_format: z
    .any()
    .optional()
    .describe(`Required. One of ${Object.keys(FORMATS).join(', ')}. Videos and GIFs are of recordings.`),
  insight: nullable(id).optional().describe('ID of an insight. With a dashboard, its filters apply.'),
  dashboard: nullable(id).optional().describe('ID of a dashboard: as picture, PDF or JSON.'),
  export_context: z
    .any()
    .optional()
    .describe(
      'What to export instead: `{"source": query}`, `{"path": "api/projects/1/persons?search=a", "method": "GET"}` with the path of a list of the API, or `{"session_recording_id": …}`. `filename` names the file, which has at most 10,000,000 rows.',
    ),
})
nameSchema(exportBody, 'ExportFields')

export const exportAnswer = z.object({
  id: z.number(),
  dashboard: z.number().nullable(),
  insight: z.number().nullable(),
  export_format: z.string(),
  created_at: z.string(),
  has_content: z.boolean(),
  export_context: z.any(),
  filename: z.string(),
  expires_after: z.string().describe('The export is deleted then.'),
  exception: z.string().nullable().describe('Why there will be no content.'),
  bytes: z.number().nullable().describe('Size of the stored file.'),
  progress: z
    .object({ rows: z.number(), of: z.number().nullable() })
    .nullable()
    .describe('Rows written so far, and how many there will be, if known.'),
})
nameSchema(exportAnswer, 'ExportedAsset')

export function presentAsset(asset: ExportedAsset): z.infer<typeof exportAnswer> {
  return {
    id: asset.id,
    dashboard: asset.dashboardId,
    insight: asset.insightId,
    export_format: asset.format,
    created_at: formatTime(asset.createdAt),
    has_content: asset.blobKey !== null,
    export_context: asset.context,
    filename: asset.fileName,
    expires_after: formatTime(asset.expiresAt),
    exception: asset.exception,
    bytes: asset.bytes,
    progress: asset.rowsDone === null ? null : { rows: asset.rowsDone, of: asset.rowsTotal },
  }
}
