import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { nonBlankField, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { type Bind, type ResolvedTeam, type Resource, resolveTeam, resourceAccess } from '../organizations/index.ts'
import { normalizeTags, TAG_CHARACTERS_MAX } from './normalize.ts'

interface Carrier {
  table: string
  /** What makes a row count. */
  condition: string
  /** Of the rules of access that its rows are under. */
  resource?: Resource
  maker?: string
}
/** Every table whose rows carry tags. */
const CARRIERS: readonly Carrier[] = [
  { table: 'accounts', condition: 'true', resource: 'account' },
  { table: 'actions', condition: 'NOT deleted', resource: 'action' },
  { table: 'dashboards', condition: 'NOT deleted', resource: 'dashboard' },
  { table: 'event_definitions', condition: 'true' },
  { table: 'feature_flags', condition: 'NOT deleted', resource: 'feature_flag', maker: 'created_by_id' },
  { table: 'insights', condition: 'NOT deleted', resource: 'insight' },
  { table: 'property_definitions', condition: 'true' },
]
/** Tags of actions stand in a JSON list. */
const IN_JSON = new Set(['actions'])

const tagsOf = (table: string) =>
  IN_JSON.has(table) ? `jsonb_array_elements_text(${table}.tags)` : `unnest(${table}.tags)`
/** The tags of what the caller may see, with how many objects of each kind carry them; `$1` is the project. */
async function countedTags(db: Database, principal: Principal, team: ResolvedTeam, bind: Bind): Promise<string> {
  const parts = await Promise.all(
    CARRIERS.map(async ({ table, condition, resource, maker = 'created_by' }) => {
      const visible = resource
        ? (await resourceAccess(db, principal, team, resource)).visibleSql(`${table}.id`, `${table}.${maker}`, bind)
        : 'true'
      return `SELECT '${table}' AS kind, ${tagsOf(table)} AS name, count(*)::int AS count FROM ${table}
        WHERE team_id = $1 AND ${condition} AND ${visible} GROUP BY 1, 2`
    }),
  )
  return parts.join(' UNION ALL ')
}

const tagBody = z.object({ name: nonBlankField(TAG_CHARACTERS_MAX) })
const renameBody = tagBody.extend({ to: nonBlankField(TAG_CHARACTERS_MAX) })
const changedAnswer = z.object({ changed: z.number().describe('How many objects carry something else now.') })

/**
 * Gives every object that carries a tag another one instead, or none; deleted objects too, so that none comes back with it.
 * @returns how many objects carried it
 */
async function replaceTag(db: Database, teamId: number, from: string, to: string | null): Promise<number> {
  return inTransaction(db.$client, async (client) => {
    let changed = 0
    for (const { table } of CARRIERS) {
      const list = `SELECT DISTINCT CASE WHEN tag = $2 THEN $3 ELSE tag END AS tag FROM ${tagsOf(table)} AS each(tag)`
      const kept = `(${list}) kept WHERE tag IS NOT NULL`
      const next = IN_JSON.has(table)
        ? `coalesce((SELECT jsonb_agg(tag ORDER BY tag) FROM ${kept}), '[]')`
        : `ARRAY(SELECT tag FROM ${kept} ORDER BY tag)`
      const carries = IN_JSON.has(table) ? 'tags ? $2' : '$2 = ANY(tags)'
      const { rowCount } = await client.query(
        `UPDATE ${table} SET tags = ${next} WHERE team_id = $1 AND $3::text IS DISTINCT FROM $2::text AND ${carries}`,
        [teamId, from, to],
      )
      changed += rowCount ?? 0
    }
    return changed
  })
}

export function registerTagRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/tags'
  const params = z.object({ project_id: z.string() })
  /** Whoever changes a tag changes objects of every kind. */
  const enter = async (request: FastifyRequest) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    for (const { resource } of CARRIERS)
      if (resource) (await resourceAccess(db, principal, team, resource)).assertLevel('editor')
    return team
  }

  api.get(
    `${path}/usage`,
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'The tags in use, with how many objects of each kind carry them',
        tags: ['tags'],
        params,
        response: {
          200: z.object({
            results: z.array(
              z.object({ name: z.string(), total: z.number(), counts: z.record(z.string(), z.number()) }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const team = await resolveTeam(db, principal, request.params.project_id)
      const values: unknown[] = [team.id]
      const counted = await countedTags(db, principal, team, (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<{ name: string; total: number; counts: Record<string, number> }>(
        `SELECT name, sum(count)::int AS total, jsonb_object_agg(kind, count) AS counts FROM (${counted}) counted
         GROUP BY name ORDER BY name COLLATE "C"`,
        values,
      )
      return { results: rows }
    },
  )

  api.post(
    `${path}/rename`,
    {
      config: { access: access.scope('project:write'), body: renameBody },
      schema: {
        summary: 'Rename a tag on everything that carries it',
        description: 'A tag of the new name that exists already takes the old one in.',
        tags: ['tags'],
        params,
        response: { 200: changedAnswer },
      },
    },
    async (request) => {
      const team = await enter(request)
      const { name, to } = readBody(request, renameBody)
      return { changed: await replaceTag(db, team.id, name.toLowerCase(), normalizeTags([to])[0]!) }
    },
  )

  api.post(
    `${path}/remove`,
    {
      config: { access: access.scope('project:write'), body: tagBody },
      schema: {
        summary: 'Take a tag off everything that carries it',
        tags: ['tags'],
        params,
        response: { 200: changedAnswer },
      },
    },
    async (request) => {
      const team = await enter(request)
      return { changed: await replaceTag(db, team.id, readBody(request, tagBody).name.toLowerCase(), null) }
    },
  )

  api.get(
    path,
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'The tags in use, by name',
        description: 'A list of names; with `search` a page of those that contain it.',
        tags: ['tags'],
        params,
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: { 200: z.any() },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const team = await resolveTeam(db, principal, request.params.project_id)
      const { search } = request.query
      const values: unknown[] = [team.id, search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null]
      const counted = await countedTags(db, principal, team, (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<{ name: string }>(
        `SELECT DISTINCT name COLLATE "C" AS name FROM (${counted}) counted WHERE $2::text IS NULL OR name ILIKE $2 ORDER BY 1`,
        values,
      )
      const names = rows.map(({ name }) => name)
      if (search === undefined) return names
      const page = readPage(request.query)
      return pageAnswer(request, page, names.length, names.slice(page.offset, page.offset + page.limit))
    },
  )
}
