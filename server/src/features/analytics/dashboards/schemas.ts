/** Dashboards in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  jsonField,
  list,
  nullable,
  pageQuery,
  text,
} from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'
import { insightAnswer } from '../insights/index.ts'
import { EVERYONE_EDITS, ONLY_COLLABORATORS_EDIT } from './dashboards.ts'

/** Maximum length of the name of a dashboard or insight, in characters. */
export const NAME_MAX = 400
const DESCRIPTION_MAX = 10_000
const TEXT_MAX = 4000
const TILES_MAX = 300

const id = flexibleInteger(1, 2 ** 31 - 1)
const coordinate = z.number().min(0).max(100_000)
const place = z.looseObject({ x: coordinate, y: coordinate, w: coordinate, h: coordinate })
const layouts = z.looseObject({ sm: place.partial().nullish(), xs: place.partial().nullish() })

const tileBody = z.looseObject({
  id: id.optional(),
  layouts: layouts.nullish(),
  color: nullable(text(400)).optional(),
  deleted: flexibleBoolean.nullish(),
  text: z.looseObject({ body: nullable(text(TEXT_MAX)).optional() }).nullish(),
})
export type TileBody = z.output<typeof tileBody>

export const dashboardBody = z.object({
  name: nullable(text(NAME_MAX)).optional(),
  description: text(DESCRIPTION_MAX).nullish(),
  pinned: flexibleBoolean.optional(),
  deleted: flexibleBoolean.optional(),
  filters: jsonField(
    z.looseObject({ date_from: z.string().max(100).nullish(), date_to: z.string().max(100).nullish() }),
  ).nullish(),
  variables: jsonField(z.record(z.string(), z.any())).nullish(),
  breakdown_colors: jsonField(z.any()).optional(),
  data_color_theme_id: nullable(id).optional(),
  tags: list(text(255), 100).nullish(),
  restriction_level: flexibleInteger(EVERYONE_EDITS, ONLY_COLLABORATORS_EDIT)
    .refine(
      (level) => level === EVERYONE_EDITS || level === ONLY_COLLABORATORS_EDIT,
      'restriction_level must be 21 or 37.',
    )
    .optional(),
  tiles: jsonField(z.array(tileBody).max(TILES_MAX)).optional(),
  use_template: z.string().max(200).nullish(),
  use_dashboard: nullable(id).optional(),
  duplicate_tiles: flexibleBoolean.optional(),
  delete_insights: flexibleBoolean.optional(),
})
nameSchema(dashboardBody, 'DashboardFields')
export type DashboardBody = z.output<typeof dashboardBody>

export const moveBody = z.object({
  tile: jsonField(z.looseObject({ id: z.number().int() })),
  toDashboard: z.number().int().optional(),
  to_dashboard: z.number().int().optional(),
})

const templateTile = z.looseObject({
  type: z.enum(['INSIGHT', 'TEXT']),
  name: z.string().max(NAME_MAX).optional(),
  description: z.string().max(400).optional(),
  query: z.record(z.string(), z.any()).optional(),
  body: z.string().max(TEXT_MAX).optional(),
  layouts: z.record(z.string(), z.any()).optional(),
  color: z.string().nullish(),
})
export const templateBody = z.object({
  template: jsonField(
    z.looseObject({
      template_name: z.string().max(NAME_MAX).optional(),
      dashboard_description: z.string().max(DESCRIPTION_MAX).nullish(),
      dashboard_filters: z.record(z.string(), z.any()).nullish(),
      tags: z.array(z.string()).nullish(),
      tiles: z.array(templateTile).max(TILES_MAX),
    }),
  ),
})
export type TemplateBody = z.output<typeof templateBody>

export const listQuery = pageQuery.extend({
  search: z.string().optional().describe('Part of the name, the description or a tag.'),
  pinned: z.string().optional().describe('`true`: only pinned ones.'),
  created_by: z.string().optional().describe('ID of a user.'),
  tags: z.string().optional().describe('JSON list: dashboards with one of these tags.'),
})
export const oneQuery = z.looseObject({
  refresh: z.string().optional().describe('How fresh the results must be; by default they come from the cache.'),
  filters_override: z.string().optional().describe('JSON: filters that replace those of the dashboard.'),
  variables_override: z.string().optional().describe('JSON: values of variables.'),
})
export type OneQuery = z.output<typeof oneQuery>

export const tileAnswer = z.looseObject({
  id: z.number(),
  insight: insightAnswer.nullable(),
  text: z.looseObject({ id: z.number(), body: z.string() }).nullable(),
  layouts: z.any(),
  color: z.string().nullable(),
  order: z.number(),
  last_refresh: z.string().nullable(),
  is_cached: z.boolean(),
})
nameSchema(tileAnswer, 'DashboardTile')

export const basicDashboardAnswer = z.object({
  id: z.number(),
  name: z.string().nullable(),
  description: z.string(),
  pinned: z.boolean(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_accessed_at: z.string().nullable(),
  is_shared: z.boolean(),
  deleted: z.boolean(),
  creation_mode: z.string(),
  tags: z.array(z.string()),
  restriction_level: z.number(),
  effective_restriction_level: z.number(),
  effective_privilege_level: z.number(),
  user_access_level: z.string(),
  team_id: z.number(),
})
nameSchema(basicDashboardAnswer, 'DashboardBasic')

export const dashboardAnswer = basicDashboardAnswer.extend({
  filters: z.any(),
  persisted_filters: z.any(),
  variables: z.any(),
  persisted_variables: z.any(),
  breakdown_colors: z.any(),
  data_color_theme_id: z.number().nullable(),
  tiles: z.array(tileAnswer),
})
nameSchema(dashboardAnswer, 'Dashboard')

export const templateAnswer = z.looseObject({ id: z.string(), template_name: z.string(), tiles: z.array(z.any()) })
nameSchema(templateAnswer, 'DashboardTemplate')
