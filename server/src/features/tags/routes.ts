import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { pageAnswer, readPage } from '../../platform/http/pagination.ts'
import { pageQuery } from '../../platform/http/validation.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { resolveTeam } from '../organizations/index.ts'

/** Every table whose rows carry tags, with what makes a row count. */
const CARRIERS: readonly (readonly [table: string, condition: string])[] = [
  ['accounts', 'true'],
  ['actions', 'NOT deleted'],
  ['dashboards', 'NOT deleted'],
  ['event_definitions', 'true'],
  ['feature_flags', 'NOT deleted'],
  ['insights', 'NOT deleted'],
  ['property_definitions', 'true'],
]
/** Tags of actions stand in a JSON list. */
const IN_JSON = new Set(['actions'])

const tagsOf = (table: string) =>
  IN_JSON.has(table) ? `jsonb_array_elements_text(${table}.tags)` : `unnest(${table}.tags)`
const ALL = CARRIERS.map(
  ([table, condition]) => `SELECT ${tagsOf(table)} AS name FROM ${table} WHERE team_id = $1 AND ${condition}`,
).join(' UNION ')

export function registerTagRoutes(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/tags',
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'The tags in use, by name',
        description: 'A list of names; with `search` a page of those that contain it.',
        tags: ['tags'],
        params: z.object({ project_id: z.string() }),
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: { 200: z.any() },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const { search } = request.query
      const { rows } = await db.$client.query<{ name: string }>(
        `SELECT name FROM (${ALL}) tags WHERE $2::text IS NULL OR name ILIKE $2 ORDER BY name COLLATE "C"`,
        [team.id, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null],
      )
      const names = rows.map(({ name }) => name)
      if (search === undefined) return names
      const page = readPage(request.query)
      return pageAnswer(request, page, names.length, names.slice(page.offset, page.offset + page.limit))
    },
  )
}
