/** What names an event or a property: to see who relies on it before it is hidden or sent no more. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ResolvedTeam, type Resource, resourceAccess } from '../../workspace/organizations/index.ts'
import type { Subject } from './definitions.ts'

const USES_MAX = 100

const use = z.object({ id: z.string().describe('As in the address of its page.'), name: z.string() })
export const usedInAnswer = z.object({
  insights: z.array(use),
  cohorts: z.array(use),
  actions: z.array(use),
  feature_flags: z.array(use),
})

/** Where a name stands in a question, a cohort, an action or a flag: `$name` is bound to it. */
const PATHS: Record<Subject, string> = {
  event:
    '$.** ? (@.event == $name || @.seq_event == $name || (@.id == $name && @.type == "events") || (@.key == $name && (@.event_type == "events" || @.type == "behavioral")))',
  property:
    '$.** ? ((@.key == $name && !(@.type == "behavioral") && !(@.type == "cohort")) || @.breakdown == $name || @.property == $name || @.math_property == $name || @.funnelCorrelationNames[*] == $name)',
}

const CARRIERS: readonly {
  name: keyof z.infer<typeof usedInAnswer>
  resource: Resource
  table: string
  /** What is searched, of table alias `o`. */
  json: string
  id: string
  title: string
}[] = [
  {
    name: 'insights',
    resource: 'insight',
    table: 'insights',
    json: 'o.query',
    id: 'o.short_id',
    title: `coalesce(nullif(o.name, ''), o.derived_name, o.short_id)`,
  },
  {
    name: 'cohorts',
    resource: 'cohort',
    table: 'cohorts',
    json: 'o.filters',
    id: 'o.id::text',
    title: 'o.name',
  },
  {
    name: 'actions',
    resource: 'action',
    table: 'actions',
    json: 'o.steps',
    id: 'o.id::text',
    title: 'o.name',
  },
  {
    name: 'feature_flags',
    resource: 'feature_flag',
    table: 'feature_flags',
    json: 'o.filters',
    id: 'o.id::text',
    title: 'o.key',
  },
]

/** Those that the caller may see, by name. SQL counts when it has the name in quotes or behind `properties.`. */
export async function findUses(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  subject: Subject,
  name: string,
): Promise<z.infer<typeof usedInAnswer>> {
  const found = await Promise.all(
    CARRIERS.map(async ({ name: kind, resource, table, json, id, title }) => {
      const own = await resourceAccess(db, principal, team, resource)
      const pattern = name.replace(/[\\%_]/g, '\\$&').replaceAll('"', '\\\\"')
      const values: unknown[] = [team.id, JSON.stringify({ name }), `%'${pattern}'%`, `%properties.${pattern}%`]
      const visible = own.visibleSql('o.id', 'o.created_by', (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<{ id: string; name: string }>(
        `SELECT ${id} AS id, ${title} AS name FROM ${table} o WHERE o.team_id = $1 AND NOT o.deleted AND ${visible} AND ${json} IS NOT NULL
           AND (jsonb_path_exists(${json}, '${PATHS[subject]}', $2::jsonb)
             OR (${json}::text LIKE '%HogQLQuery%' AND (${json}::text LIKE $3 OR ($4::text IS NOT NULL AND ${json}::text LIKE $4))))
         ORDER BY name LIMIT ${USES_MAX}`,
        subject === 'property' ? values : values.map((value, index) => (index === 3 ? null : value)),
      )
      return [kind, rows] as const
    }),
  )
  return Object.fromEntries(found) as z.infer<typeof usedInAnswer>
}
