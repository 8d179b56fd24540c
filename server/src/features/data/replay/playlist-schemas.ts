/** Playlists in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, jsonField, nullable, pageQuery, text } from '../../../platform/http/validation.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const NAME_MAX = 400
const DESCRIPTION_MAX = 10_000

export const playlistBody = z.object({
  name: nullable(text(NAME_MAX)).optional(),
  derived_name: nullable(text(NAME_MAX)).optional(),
  description: nullable(text(DESCRIPTION_MAX)).optional(),
  pinned: flexibleBoolean.optional(),
  type: z.enum(['collection', 'filters']).optional(),
  filters: jsonField(z.record(z.string(), z.any())).optional() as unknown as z.ZodOptional<z.ZodType<JsonObject>>,
  deleted: flexibleBoolean.optional(),
})
nameSchema(playlistBody, 'SessionRecordingPlaylistFields')
export type PlaylistBody = z.output<typeof playlistBody>

export const playlistAnswer = z.object({
  id: z.number().int(),
  short_id: z.string(),
  name: z.string().nullable(),
  derived_name: z.string().nullable(),
  description: z.string(),
  pinned: z.boolean(),
  type: z.enum(['collection', 'filters']),
  filters: z.record(z.string(), z.any()),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_modified_at: z.string(),
  last_modified_by: basicUserAnswer.nullable(),
  deleted: z.boolean(),
  recordings_counts: z.object({
    collection: z.object({ count: z.number().int().nullable(), watched_count: z.number().int().nullable() }),
    saved_filters: z.object({
      count: z
        .number()
        .int()
        .nullable()
        .describe('Up to 100, in lists counted anew after half a minute. Null while it is being counted.'),
      has_more: z.boolean().nullable(),
      watched_count: z.number().int().nullable(),
    }),
  }),
  user_access_level: z.string(),
})
nameSchema(playlistAnswer, 'SessionRecordingPlaylist')

export const playlistListQuery = pageQuery.extend({
  search: z.string().optional().describe('Part of the name.'),
  type: z.enum(['collection', 'filters']).optional(),
  pinned: z.enum(['true', 'false']).optional(),
})
