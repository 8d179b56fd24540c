/** Reads persons. Every function takes the project, and every query is limited to it. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import {
  type Database,
  inTransaction,
  type Pool,
  type PoolClient,
  sqlState,
} from '../../../platform/postgres/postgres.ts'
import { LISTED_DISTINCT_IDS_MAX, type PersonRow } from './person.ts'
import { propertiesCondition } from './property-filter.ts'

export interface PersonFilter {
  distinctId?: string
  email?: string
  search?: string
  /** The `properties` parameter as JSON text. */
  properties?: string
}

/** Sort order of a list. Ties are broken by UUID. */
export interface PersonOrder {
  by: 'created_at' | 'last_seen_at' | { property: string }
  descending: boolean
}

export type PersonId = { uuid: string } | { id: string }

export const NEWEST_FIRST: PersonOrder = { by: 'created_at', descending: true }
/** Number of newest persons to search before a filter counts as rare. */
const NEWEST_TRIED = 20_000
/** Up to this many matches are sorted here instead of being searched for twice. */
const FEW_MAX = 10_000
const READ_TIMEOUT_MS = 30_000
/** Enough to group a million values in memory. */
const READ_MEMORY = '64MB'
const VALUES_MAX = 20
const CSV_ROWS_MAX = 300_000
const CSV_ROWS_AT_ONCE = 1000
const EXPORT_PAUSE_MS_MAX = 60_000
const QUERY_CANCELED = '57014'
const INVALID_REGULAR_EXPRESSION = '2201B'
const NUMERIC_OUT_OF_RANGE = '22003'

const columns = (idsMax: number | null) => `p.id, p.uuid,
  to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt", p.properties,
  p.is_identified AS "isIdentified", to_char(p.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "lastSeenAt",
  (SELECT coalesce(array_agg(d.distinct_id ORDER BY d.id), '{}')
   FROM (SELECT distinct_id, id FROM person_distinct_ids WHERE person_id = p.id ORDER BY id ${idsMax === null ? '' : `LIMIT ${idsMax}`}) d
  ) AS "distinctIds"`

/** Excludes persons dated a day or more in the future, which come from a client's wrong clock. */
const EVERYBODY = "p.team_id = $1 AND p.created_at < now() + interval '1 day'"

interface Where {
  /** Conditions that indexes can answer; `$1` is the project. */
  base: string
  /** A condition that must read each person's properties, or null. */
  properties: string | null
  values: unknown[]
}

/**
 * A page of a project's persons, with the total number of matches.
 * @throws ApiError 400 for filters that are invalid or take too long
 */
export async function listPersons(
  db: Database,
  team: { id: number; timezone: string },
  filter: PersonFilter,
  page: { limit: number; offset: number },
  order: PersonOrder = NEWEST_FIRST,
): Promise<{ count: number; rows: PersonRow[] }> {
  return readPersons(db, async (client) => {
    const where = await toWhere(client, team, filter)
    const all = where.properties ? `${where.base} AND ${where.properties}` : where.base
    const isNewestFirst = order.by === 'created_at' && order.descending
    if (where.properties && isNewestFirst) {
      const newest = await findAmongNewest(client, where, page)
      if (newest) {
        const count = await countPersons(client, all, where.values)
        return { count, rows: await hydrate(client, team.id, newest) }
      }
    }
    const isNarrow = where.properties !== null || where.base !== EVERYBODY
    const few = isNarrow && isNewestFirst ? await findFew(client, all, where.values) : null
    if (few) {
      const uuids = few.slice(page.offset, page.offset + page.limit)
      return { count: few.length, rows: await hydrate(client, team.id, uuids) }
    }
    const count = await countPersons(client, all, where.values)
    const uuids = count > page.offset ? await findPage(client, where, all, page, order, count) : []
    return { count, rows: await hydrate(client, team.id, uuids) }
  })
}

/** Runs reads whose duration depends on the request, with a time limit. */
async function readPersons<T>(db: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(db.$client, async (client) => {
      await client.query(
        `SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${READ_TIMEOUT_MS}; SET LOCAL work_mem = '${READ_MEMORY}'`,
      )
      return work(client)
    })
  } catch (error) {
    const state = sqlState(error)
    if (state === QUERY_CANCELED) throw errors.invalid('The query took too long. Narrow down the filters.')
    if (state === INVALID_REGULAR_EXPRESSION) throw errors.invalid('A regular expression cannot be compiled.')
    if (state === NUMERIC_OUT_OF_RANGE) throw errors.invalid('A number is out of range.')
    throw error
  }
}

async function toWhere(
  client: PoolClient,
  team: { id: number; timezone: string },
  filter: PersonFilter,
): Promise<Where> {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = [EVERYBODY]
  if (filter.distinctId) conditions.push(`p.id = ${bind(await findOwner(client, team.id, filter.distinctId))}::bigint`)
  if (filter.email) {
    // The column is lower-cased and truncated. It finds candidates; the property decides.
    const column = filter.email.toLowerCase().slice(0, EMAIL_CHARACTERS)
    conditions.push(`p.email = ${bind(column)} AND p.properties->>'email' = ${bind(filter.email)}`)
  }
  const search = filter.search?.trim()
  if (search) {
    const owner = await findOwner(client, team.id, search)
    const ways = [`p.email LIKE ${bind(`%${likeEmail(search)}%`)}`]
    if (owner !== null) ways.push(`p.id = ${bind(owner)}::bigint`)
    const uuid = readUuid(search)
    if (uuid) ways.push(`p.uuid = ${bind(uuid)}::uuid`)
    conditions.push(`(${ways.join(' OR ')})`)
  }
  const properties = filter.properties
    ? propertiesCondition(filter.properties, { bind, alias: 'p', scope: 'person', zone: team.timezone })
    : null
  return { base: conditions.join(' AND '), properties, values }
}

const EMAIL_CHARACTERS = 1000
const likeEmail = (text: string) =>
  text
    .toLowerCase()
    .slice(0, EMAIL_CHARACTERS)
    .replace(/[\\%_]/g, '\\$&')

async function findOwner(client: PoolClient, teamId: number, distinctId: string): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT person_id AS id FROM person_distinct_ids WHERE team_id = $1 AND distinct_id = $2',
    [teamId, distinctId],
  )
  return rows[0]?.id ?? null
}

async function countPersons(client: PoolClient, where: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM persons p WHERE ${where}`,
    values,
  )
  return rows[0]!.count
}

/**
 * The page, if the newest persons fill it; otherwise null. Most filters match often enough that the rest of the table
 * does not have to be sorted.
 */
async function findAmongNewest(
  client: PoolClient,
  { base, properties, values }: Where,
  { limit, offset }: { limit: number; offset: number },
): Promise<string[] | null> {
  const { rows } = await client.query<{ uuid: string }>(
    `SELECT p.uuid FROM (SELECT p.uuid, p.id, p.created_at, p.properties FROM persons p WHERE ${base}
       ORDER BY p.created_at DESC, p.uuid LIMIT ${NEWEST_TRIED}) p
     WHERE ${properties} ORDER BY p.created_at DESC, p.uuid LIMIT ${limit} OFFSET ${offset}`,
    values,
  )
  return rows.length === limit ? rows.map((row) => row.uuid) : null
}

/** All matches, newest first, or null if there are too many. One scan yields both the count and the page. */
async function findFew(client: PoolClient, where: string, values: unknown[]): Promise<string[] | null> {
  const { rows } = await client.query<{ uuid: string; createdAt: string }>(
    // Materialized: with a plain LIMIT, the planner expects to find enough rows early and chooses a sequential scan.
    `WITH matching AS MATERIALIZED (SELECT p.uuid, p.created_at FROM persons p WHERE ${where})
     SELECT uuid, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt"
     FROM matching LIMIT ${FEW_MAX + 1}`,
    values,
  )
  if (rows.length > FEW_MAX) return null
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return rows.sort((a, b) => compare(b.createdAt, a.createdAt) || compare(a.uuid, b.uuid)).map((row) => row.uuid)
}

async function findPage(
  client: PoolClient,
  where: Where,
  all: string,
  { limit, offset }: { limit: number; offset: number },
  order: PersonOrder,
  count: number,
): Promise<string[]> {
  // Reads from the nearer end of the list, so that the last page is as cheap as the first.
  const isNearEnd = offset > count / 2
  const taken = Math.min(limit, count - offset)
  const skipped = isNearEnd ? count - offset - taken : offset
  const direction = order.descending !== isNearEnd ? 'DESC' : 'ASC'
  const values = [...where.values]
  const bind = (value: unknown) => `$${values.push(value)}`
  const tieBreak = isNearEnd ? 'DESC' : 'ASC'
  let key: string
  if (order.by === 'created_at') key = `p.created_at ${direction}`
  else {
    const expression = order.by === 'last_seen_at' ? 'p.last_seen_at' : `p.properties->${bind(order.by.property)}::text`
    // Missing values come last in either direction.
    key = `${expression} IS NULL ${isNearEnd ? 'DESC' : 'ASC'}, ${expression} ${direction}`
  }
  // OFFSET 0 is an optimization barrier. Without it, the planner walks the index on creation time past a million rows
  // to find the few matches. With it, the planner collects all matches and sorts them.
  const source = where.properties ? `(SELECT * FROM persons p WHERE ${all} OFFSET 0) p` : `persons p WHERE ${all}`
  const { rows } = await client.query<{ uuid: string }>(
    `SELECT p.uuid FROM ${source} ORDER BY ${key}, p.uuid ${tieBreak} LIMIT ${taken} OFFSET ${skipped}`,
    values,
  )
  const uuids = rows.map((row) => row.uuid)
  return isNearEnd ? uuids.reverse() : uuids
}

/** Full rows, in the order of the given UUIDs. */
async function hydrate(client: PoolClient, teamId: number, uuids: readonly string[]): Promise<PersonRow[]> {
  if (uuids.length === 0) return []
  const { rows } = await client.query<PersonRow>(
    `SELECT ${columns(LISTED_DISTINCT_IDS_MAX)} FROM persons p WHERE p.team_id = $1 AND p.uuid = ANY($2::uuid[])`,
    [teamId, uuids],
  )
  const byUuid = new Map(rows.map((row) => [row.uuid, row]))
  return uuids.flatMap((uuid) => byUuid.get(uuid) ?? [])
}

/**
 * Reads all matching persons in chunks, newest first. The function passed to `work` can be called repeatedly and
 * returns the same persons each time: an export reads them once for its columns and once for its rows.
 */
export async function exportPersons<T>(
  db: Database,
  team: { id: number; timezone: string },
  filter: PersonFilter,
  work: (read: () => AsyncGenerator<PersonRow[]>) => Promise<T>,
  rowsMax = CSV_ROWS_MAX,
): Promise<T> {
  return readPersons(db, async (client) => {
    const where = await toWhere(client, team, filter)
    const all = where.properties ? `${where.base} AND ${where.properties}` : where.base
    // If the client stops reading, the timeout releases the connection.
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = ${EXPORT_PAUSE_MS_MAX}`)
    await client.query(
      `DECLARE export SCROLL CURSOR FOR SELECT p.uuid FROM persons p WHERE ${all}
       ORDER BY p.created_at DESC, p.uuid LIMIT ${rowsMax}`,
      where.values,
    )
    return work(async function* read() {
      await client.query('MOVE ABSOLUTE 0 FROM export')
      for (;;) {
        const { rows } = await client.query<{ uuid: string }>(`FETCH ${CSV_ROWS_AT_ONCE} FROM export`)
        if (rows.length === 0) return
        yield await hydrate(
          client,
          team.id,
          rows.map((row) => row.uuid),
        )
      }
    })
  })
}

/** The person with an ID, including all its distinct IDs. */
export async function findPerson(
  db: Database | { $client: PoolClient },
  teamId: number,
  id: PersonId,
): Promise<PersonRow | null> {
  const [column, value] = 'uuid' in id ? ['p.uuid', id.uuid] : ['p.id', id.id]
  const { rows } = await db.$client.query<PersonRow>(
    `SELECT ${columns(null)} FROM persons p WHERE p.team_id = $1 AND ${column} = $2`,
    [teamId, value],
  )
  return rows[0] ?? null
}

/** Persons by distinct ID. Unknown IDs are missing from the map. */
export async function findPersonsOf(
  db: Database,
  teamId: number,
  distinctIds: readonly string[],
  idsMax: number | null = null,
): Promise<Map<string, PersonRow>> {
  const { rows } = await db.$client.query<PersonRow & { ownId: string }>(
    `SELECT o.distinct_id AS "ownId", ${columns(idsMax)}
     FROM person_distinct_ids o JOIN persons p ON p.id = o.person_id WHERE o.team_id = $1 AND o.distinct_id = ANY($2)`,
    [teamId, distinctIds],
  )
  return new Map(rows.map(({ ownId, ...row }) => [ownId, row]))
}

/** Tables for a FROM clause: distinct IDs `d` joined with their persons `p`. */
export const OWNED_IDS = 'person_distinct_ids d JOIN persons p ON p.id = d.person_id'

/** Part of a FROM clause: inner joins a distinct ID as `d` and its person as `p`. */
export const joinPersonOf = (teamId: string, distinctId: string): string =>
  `JOIN person_distinct_ids d ON d.team_id = ${teamId} AND d.distinct_id = ${distinctId} JOIN persons p ON p.id = d.person_id`

/** Properties of the person with a distinct ID; empty if there is none. */
export async function personProperties(pool: Pool, teamId: number, distinctId: string): Promise<JsonObject> {
  const { rows } = await pool.query<{ properties: JsonObject }>(
    `SELECT p.properties FROM ${OWNED_IDS} WHERE d.team_id = $1 AND d.distinct_id = $2`,
    [teamId, distinctId],
  )
  return rows[0]?.properties ?? {}
}

/** Those of the given UUIDs that belong to persons. */
export async function existingPersons(
  client: Pool | PoolClient,
  teamId: number,
  uuids: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ uuid: string }>(
    'SELECT uuid FROM persons WHERE team_id = $1 AND uuid = ANY($2::uuid[])',
    [teamId, uuids],
  )
  return rows.map(({ uuid }) => uuid)
}

/**
 * Finds persons by distinct ID, email address (in lower case) or UUID.
 * @returns the UUID of each person with the value that it was found by
 */
export async function findPersonsBy(
  pool: Pool,
  teamId: number,
  {
    distinctIds,
    emails,
    uuids,
  }: { distinctIds: readonly string[]; emails: readonly string[]; uuids: readonly string[] },
): Promise<{ value: string; uuid: string }[]> {
  const { rows } = await pool.query<{ value: string; uuid: string }>(
    `SELECT d.distinct_id AS value, p.uuid FROM persons p JOIN person_distinct_ids d ON d.person_id = p.id WHERE d.team_id = $1 AND d.distinct_id = ANY($2)
     UNION SELECT p.email, p.uuid FROM persons p WHERE p.team_id = $1 AND p.email = ANY($3)
     UNION SELECT p.uuid::text, p.uuid FROM persons p WHERE p.team_id = $1 AND p.uuid = ANY($4::uuid[])`,
    [teamId, distinctIds, emails, uuids],
  )
  return rows
}

/** Persons by UUID. Unknown UUIDs are missing from the map. */
export async function findPersonsByUuid(
  db: Database,
  teamId: number,
  uuids: readonly string[],
  idsMax: number | null = null,
): Promise<Map<string, PersonRow>> {
  const { rows } = await db.$client.query<PersonRow>(
    `SELECT ${columns(idsMax)} FROM persons p WHERE p.team_id = $1 AND p.uuid = ANY($2::uuid[])`,
    [teamId, uuids],
  )
  return new Map(rows.map((row) => [row.uuid, row]))
}

export interface PropertyValue {
  name: string
  count: number
}

/** The most frequent values of a property as text, each with the number of persons that have it. */
export async function propertyValues(
  db: Database,
  teamId: number,
  key: string,
  containing: string,
): Promise<PropertyValue[]> {
  return readPersons(db, async (client) => {
    if (key === 'distinct_id') {
      const { rows } = await client.query<{ name: string }>(
        `SELECT distinct_id AS name FROM person_distinct_ids WHERE team_id = $1 AND distinct_id ILIKE $2
         ORDER BY distinct_id LIMIT ${VALUES_MAX}`,
        [teamId, contains(containing)],
      )
      return rows.map(({ name }) => ({ name, count: 1 }))
    }
    // Without a search text, missing and empty values are counted like any other and dropped here. Excluding them in
    // SQL would read each person's properties a second time and take twice as long.
    const isAny = containing === ''
    const { rows } = await client.query<{ name: string | null; count: number }>(
      `SELECT p.properties->>$2 AS name, count(*) AS count FROM persons p
       WHERE p.team_id = $1 ${isAny ? '' : 'AND p.properties->>$2 ILIKE $3'}
       GROUP BY 1 ORDER BY count DESC, name LIMIT ${VALUES_MAX + 2}`,
      isAny ? [teamId, key] : [teamId, key, contains(containing)],
    )
    return rows
      .flatMap(({ name, count }) => (name === null || name === '' ? [] : [{ name: sortKeys(name), count }]))
      .slice(0, VALUES_MAX)
  })
}

/** Sorts the keys in the JSON text of an object or list by name. PostgreSQL sorts them by length first. */
function sortKeys(text: string): string {
  if (!/^[{[]/.test(text)) return text
  try {
    return printSorted(parseJson(text))
  } catch {
    return text
  }
}

function printSorted(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(printSorted).join(', ')}]`
  if (!isJsonObject(value)) return stringifyJson(value ?? null)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${printSorted(value[key])}`).join(', ')}}`
}

const contains = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Parses a UUID (with or without dashes, braces or `urn:uuid:`) into lower case with dashes; null if it is not one. */
export function readUuid(text: string): string | null {
  const hex = text
    .replace(/^urn:uuid:/i, '')
    .replace(/[{}-]/g, '')
    .toLowerCase()
  return /^[0-9a-f]{32}$/.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null
}
