import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { nonBlankField, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import { type Bind, type Resource, storedKinds } from '../kinds/index.ts'
import { type ResolvedTeam, resolveTeam, resourceAccess } from '../organizations/index.ts'
import { normalizeTags, TAG_CHARACTERS_MAX } from './normalize.ts'

/** Every table whose rows carry tags. */
interface Carrier {
  table: string
  /** How a column `tags` keeps them. */
  tags: 'array' | 'json'
  /** Rows that are marked as deleted do not count. */
  isKeptWhenDeleted: boolean
  /** Where its rows are under rules of access. */
  rules?: { resource: Resource; maker: string }
}

const carriers = (): Carrier[] => [
  ...storedKinds().flatMap(({ table, tags, isKeptWhenDeleted, resource, maker }) =>
    tags ? [{ table, tags, isKeptWhenDeleted, rules: { resource, maker } }] : [],
  ),
  { table: 'event_definitions', tags: 'array', isKeptWhenDeleted: false },
  { table: 'property_definitions', tags: 'array', isKeptWhenDeleted: false },
]

const tagsOf = ({ table, tags }: Carrier) =>
  tags === 'json' ? `jsonb_array_elements_text(${table}.tags)` : `unnest(${table}.tags)`

/** The tags of what the caller may see, with how many objects of each kind carry them; `$1` is the project. */
async function countedTags(db: Database, principal: Principal, team: ResolvedTeam, bind: Bind): Promise<string> {
  const parts = await Promise.all(
    carriers().map(async (carrier) => {
      const { table, isKeptWhenDeleted, rules } = carrier
      const visible = rules
        ? (await resourceAccess(db, principal, team, rules.resource)).visibleSql(
            `${table}.id`,
            `${table}.${rules.maker}`,
            bind,
          )
        : 'true'
      return `SELECT '${table}' AS kind, ${tagsOf(carrier)} AS name, count(*)::int AS count FROM ${table}
        WHERE team_id = $1 AND ${isKeptWhenDeleted ? 'NOT deleted' : 'true'} AND ${visible} GROUP BY 1, 2`
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
    for (const carrier of carriers()) {
      const { table } = carrier
      const isJson = carrier.tags === 'json'
      const list = `SELECT DISTINCT CASE WHEN tag = $2 THEN $3 ELSE tag END AS tag FROM ${tagsOf(carrier)} AS each(tag)`
      const kept = `(${list}) kept WHERE tag IS NOT NULL`
      const next = isJson
        ? `coalesce((SELECT jsonb_agg(tag ORDER BY tag) FROM ${kept}), '[]')`
        : `ARRAY(SELECT tag FROM ${kept} ORDER BY tag)`
      const carries = isJson ? 'tags ? $2' : '$2 = ANY(tags)'
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
    for (const { rules } of carriers())
      if (rules) (await resourceAccess(db, principal, team, rules.resource)).assertLevel('editor')
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
