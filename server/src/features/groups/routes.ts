import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { linkTo, readPage } from '../../platform/http/pagination.ts'
import { pageQuery } from '../../platform/http/validation.ts'
import { toStorableText } from '../../platform/json.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { formatDate } from '../../platform/time.ts'
import { resolveTeam } from '../organizations/index.ts'
import { groups, groupTypes } from './tables.ts'

const projectParams = z.object({ project_id: z.string() })
const groupTypeAnswer = z.object({
  group_type: z.string(),
  group_type_index: z.number(),
  name_singular: z.string().nullable(),
  name_plural: z.string().nullable(),
  created_at: z.string(),
})
const groupAnswer = z.object({
  group_type_index: z.number(),
  group_key: z.string(),
  group_properties: z.record(z.string(), z.any()),
  created_at: z.string(),
})

export function registerGroupRoutes(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/groups_types',
    {
      config: { access: access.scope('group:read') },
      schema: {
        summary: 'List group types',
        tags: ['groups'],
        params: projectParams,
        response: { 200: z.array(groupTypeAnswer) },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const rows = await db
        .select()
        .from(groupTypes)
        .where(eq(groupTypes.teamId, team.id))
        .orderBy(asc(groupTypes.typeIndex))
      return rows.map((row) => ({
        group_type: row.name,
        group_type_index: row.typeIndex,
        name_singular: row.nameSingular,
        name_plural: row.namePlural,
        created_at: formatDate(row.createdAt),
      }))
    },
  )

  api.get(
    '/api/projects/:project_id/groups',
    {
      config: { access: access.scope('group:read') },
      schema: {
        summary: 'List groups of a type',
        tags: ['groups'],
        params: projectParams,
        querystring: pageQuery.extend({
          group_type_index: z.string().optional().describe('0 to 4; required.'),
          search: z.string().optional().describe('Part of the key or of the property `name`.'),
        }),
        response: {
          200: z.object({
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(groupAnswer),
          }),
        },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const { group_type_index: index, search } = request.query
      if (index === undefined) throw errors.invalid('This field is required.', 'group_type_index', 'required')
      if (!/^[0-4]$/.test(index))
        throw errors.invalid('A group type index is a number from 0 to 4.', 'group_type_index')
      const { limit, offset } = readPage(request.query)
      const pattern = search?.trim() ? `%${toStorableText(search.trim()).replace(/[\\%_]/g, '\\$&')}%` : null
      const rows = await db
        .select({ group: groups, createdAt: sql<Date>`${groups.createdAt}`.mapWith((text) => new Date(text)) })
        .from(groups)
        .where(
          and(
            eq(groups.teamId, team.id),
            eq(groups.typeIndex, Number(index)),
            pattern
              ? sql`(${groups.key} ILIKE ${pattern} OR ${groups.properties}->>'name' ILIKE ${pattern})`
              : undefined,
          ),
        )
        .orderBy(desc(groups.createdAt), asc(groups.key))
        .limit(limit + 1)
        .offset(offset)
      return {
        next: rows.length > limit ? linkTo(request, { limit, offset: offset + limit }) : null,
        previous: offset > 0 ? linkTo(request, { limit, offset: Math.max(0, offset - limit) }) : null,
        results: rows.slice(0, limit).map(({ group, createdAt }) => ({
          group_type_index: group.typeIndex,
          group_key: group.key,
          group_properties: group.properties,
          created_at: formatDate(createdAt),
        })),
      }
    },
  )
}
