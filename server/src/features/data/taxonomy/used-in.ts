/** Lists what uses an event or a property, to see who depends on it before it is hidden or no longer sent. */
import { z } from 'zod'
import { storedKinds } from '../../workspace/kinds/index.ts'
import { type ProjectContext, resourceAccess } from '../../workspace/organizations/index.ts'
import type { Subject } from './definitions.ts'

const USES_MAX = 100

const use = z.object({ id: z.string().describe('As in the address of its page.'), name: z.string() })
type Use = z.infer<typeof use>

/** Kinds whose objects name events and properties. */
const users = () => storedKinds().filter(({ definition }) => definition)
/** By the kind's name in URLs. */
export const usedInAnswer = () => z.object(Object.fromEntries(users().map(({ path }) => [path, z.array(use)])))

/** JSON paths at which a name can occur in a query, a cohort, an action or a flag; `$name` is bound to it. */
const PATHS: Record<Subject, string> = {
  event:
    '$.** ? (@.event == $name || @.seq_event == $name || (@.id == $name && @.type == "events") || (@.key == $name && (@.event_type == "events" || @.type == "behavioral")))',
  property:
    '$.** ? ((@.key == $name && !(@.type == "behavioral") && !(@.type == "cohort")) || @.breakdown == $name || @.property == $name || @.math_property == $name || @.funnelCorrelationNames[*] == $name)',
}

/** The uses that the caller may see, by name. SQL counts if it has the name in quotes or after `properties.`. */
export async function findUses(
  { db, principal, team }: ProjectContext,
  subject: Subject,
  name: string,
): Promise<Record<string, Use[]>> {
  const found = await Promise.all(
    users().map(async ({ path, resource, table, id, maker, title, definition }) => {
      const json = `o.${definition}`
      const own = await resourceAccess(db, principal, team, resource)
      const pattern = name.replace(/[\\%_]/g, '\\$&').replaceAll('"', '\\\\"')
      const values: unknown[] = [team.id, JSON.stringify({ name }), `%'${pattern}'%`, `%properties.${pattern}%`]
      const visible = own.visibleSql(`o.${id.column}`, `o.${maker}`, (value) => `$${values.push(value)}`)
      const { rows } = await db.$client.query<Use>(
        `SELECT o.${id.alias ?? id.column}::text AS id, ${title} AS name FROM ${table} o WHERE o.team_id = $1 AND NOT o.deleted AND ${visible} AND ${json} IS NOT NULL
           AND (jsonb_path_exists(${json}, '${PATHS[subject]}', $2::jsonb)
             OR (${json}::text LIKE '%HogQLQuery%' AND (${json}::text LIKE $3 OR ($4::text IS NOT NULL AND ${json}::text LIKE $4))))
         ORDER BY name LIMIT ${USES_MAX}`,
        subject === 'property' ? values : values.map((value, index) => (index === 3 ? null : value)),
      )
      return [path, rows] as const
    }),
  )
  return Object.fromEntries(found)
}
