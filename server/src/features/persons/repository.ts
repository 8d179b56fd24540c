/** Reads persons. Every function takes the project first, and no query leaves it out. */
import { validate as isUuid } from 'uuid'
import type { Database } from '../../platform/postgres/postgres.ts'
import type { PersonRow } from './person.ts'

export interface PersonFilter {
  distinctId?: string
  email?: string
  search?: string
}

const COLUMNS = `p.id, p.uuid, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt", p.properties,
  p.is_identified AS "isIdentified", to_char(p.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS "lastSeenAt"`
const DISTINCT_IDS = `(SELECT coalesce(array_agg(d.distinct_id ORDER BY d.id), '{}') FROM person_distinct_ids d WHERE d.person_id = p.id) AS "distinctIds"`

/** One page of a project's persons, newest first, with the number of all that match. */
export async function listPersons(
  db: Database,
  teamId: number,
  filter: PersonFilter,
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: PersonRow[] }> {
  const { where, values } = toWhere(teamId, filter)
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM persons p WHERE ${where}`, values),
    db.$client.query<PersonRow>(
      `SELECT ${COLUMNS}, ${DISTINCT_IDS} FROM (
         SELECT * FROM persons p WHERE ${where} ORDER BY created_at DESC, uuid LIMIT $${values.length + 1} OFFSET $${values.length + 2}
       ) p ORDER BY p.created_at DESC, p.uuid`,
      [...values, page.limit, page.offset],
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function toWhere(teamId: number, filter: PersonFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [teamId]
  const bind = (value: unknown) => `$${values.push(value)}`
  // A person dated a day or more ahead is a client's broken clock.
  const conditions = ['p.team_id = $1', "p.created_at < now() + interval '1 day'"]
  const owns = (id: string) =>
    `p.id IN (SELECT person_id FROM person_distinct_ids WHERE team_id = $1 AND distinct_id = ${bind(id)})`
  if (filter.distinctId) conditions.push(owns(filter.distinctId))
  if (filter.email) conditions.push(`p.properties->>'email' = ${bind(filter.email)}`)
  const search = filter.search?.trim()
  if (search) {
    const literal = search.replace(/[\\%_]/g, '\\$&')
    const ways = [`p.properties->>'email' ILIKE ${bind(`%${literal}%`)}`, owns(search)]
    if (isUuid(search)) ways.push(`p.uuid = ${bind(search)}`)
    conditions.push(`(${ways.join(' OR ')})`)
  }
  return { where: conditions.join(' AND '), values }
}

/** @param id a uuid or an integer id */
export async function findPerson(
  db: Database,
  teamId: number,
  id: { uuid: string } | { id: string },
): Promise<PersonRow | null> {
  const [column, value] = 'uuid' in id ? ['p.uuid', id.uuid] : ['p.id', id.id]
  const { rows } = await db.$client.query<PersonRow>(
    `SELECT ${COLUMNS}, ${DISTINCT_IDS} FROM persons p WHERE p.team_id = $1 AND ${column} = $2`,
    [teamId, value],
  )
  return rows[0] ?? null
}

/** The persons of some distinct ids; ids without one are missing from the map. */
export async function findPersonsOf(
  db: Database,
  teamId: number,
  distinctIds: readonly string[],
): Promise<Map<string, PersonRow>> {
  const { rows } = await db.$client.query<PersonRow & { ownId: string }>(
    `SELECT o.distinct_id AS "ownId", ${COLUMNS}, ${DISTINCT_IDS}
     FROM person_distinct_ids o JOIN persons p ON p.id = o.person_id WHERE o.team_id = $1 AND o.distinct_id = ANY($2)`,
    [teamId, distinctIds],
  )
  return new Map(rows.map(({ ownId, ...row }) => [ownId, row]))
}
