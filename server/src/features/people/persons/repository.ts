/** Reads persons. Every function takes the project first, and no query leaves it out. */
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
  /** The `properties` parameter, as text. */
  properties?: string
}

/** Total order of a list; persons that are equal in it follow by uuid. */
export interface PersonOrder {
  by: 'created_at' | 'last_seen_at' | { property: string }
  descending: boolean
}

export type PersonId = { uuid: string } | { id: string }

export const NEWEST_FIRST: PersonOrder = { by: 'created_at', descending: true }
/** How many of the newest persons are looked at before a filter is taken for rare. */
const NEWEST_TRIED = 20_000
/** So many matches are sorted here rather than looked for twice. */
const FEW_MAX = 10_000
const READ_TIMEOUT_MS = 30_000
/** For grouping a million values without going to the disk. */
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

/** All persons but those dated a day or more ahead, which is a client's broken clock. */
const EVERYBODY = "p.team_id = $1 AND p.created_at < now() + interval '1 day'"

interface Where {
  /** Conditions that indexes answer; `$1` is the project. */
  base: string
  /** A condition that has to look at each person's properties, or null. */
  properties: string | null
  values: unknown[]
}

/**
 * One page of a project's persons with the number of all that match.
 * @throws ApiError 400 for filters that cannot be read or take too long
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

/** Runs reads whose time depends on what was asked, with a limit on it. */
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
    if (state === QUERY_CANCELED) throw errors.invalid('The question took too long. Narrow the filters down.')
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
    // The column is lower case and cut: it finds the candidates, the property decides.
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
 * The page, if the newest persons fill it: most filters match often enough, and the rest of the table need not be
 * sorted for them. Otherwise null.
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

/** All that match, newest first, if they are few; else null. One look at the table gives the count and the page. */
async function findFew(client: PoolClient, where: string, values: unknown[]): Promise<string[] | null> {
  const { rows } = await client.query<{ uuid: string; createdAt: string }>(
    // Materialized, because a limit would make the planner hope to find so many soon and go through the table alone.
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
  // The half of the list that is nearer: the last page costs as little as the first.
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
    // What is missing comes last, whichever way the list is read.
    key = `${expression} IS NULL ${isNearEnd ? 'DESC' : 'ASC'}, ${expression} ${direction}`
  }
  // An offset of zero keeps the planner from walking the index of creation times past a million rows in search of the few
  // that match; it takes them all and sorts.
  const source = where.properties ? `(SELECT * FROM persons p WHERE ${all} OFFSET 0) p` : `persons p WHERE ${all}`
  const { rows } = await client.query<{ uuid: string }>(
    `SELECT p.uuid FROM ${source} ORDER BY ${key}, p.uuid ${tieBreak} LIMIT ${taken} OFFSET ${skipped}`,
    values,
  )
  const uuids = rows.map((row) => row.uuid)
  return isNearEnd ? uuids.reverse() : uuids
}

/** Whole rows in the order of their uuids. */
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
 * Gives all matching persons, newest first, in pieces, as often as the returned function is called: an export needs
 * them once for its columns and once for its rows, and both times the same ones.
 */
export async function exportPersons<T>(
  db: Database,
  team: { id: number; timezone: string },
  filter: PersonFilter,
  work: (read: () => AsyncGenerator<PersonRow[]>) => Promise<T>,
): Promise<T> {
  return readPersons(db, async (client) => {
    const where = await toWhere(client, team, filter)
    const all = where.properties ? `${where.base} AND ${where.properties}` : where.base
    // A reader that stopped reading gives the connection back.
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = ${EXPORT_PAUSE_MS_MAX}`)
    await client.query(
      `DECLARE export SCROLL CURSOR FOR SELECT p.uuid FROM persons p WHERE ${all}
       ORDER BY p.created_at DESC, p.uuid LIMIT ${CSV_ROWS_MAX}`,
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

/** The person with an id, all its distinct ids included. */
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

/** The persons of some distinct ids; ids without one are missing from the map. */
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

/** Tables of a FROM clause: distinct ids `d`, each with its person `p`. */
export const OWNED_IDS = 'person_distinct_ids d JOIN persons p ON p.id = d.person_id'

/** Part of a FROM clause: joins a distinct id as `d` and its person as `p`; leaves out ids without a person. */
export const joinPersonOf = (teamId: string, distinctId: string): string =>
  `JOIN person_distinct_ids d ON d.team_id = ${teamId} AND d.distinct_id = ${distinctId} JOIN persons p ON p.id = d.person_id`

/** Properties of the person of a distinct id; empty when there is none. */
export async function personProperties(pool: Pool, teamId: number, distinctId: string): Promise<JsonObject> {
  const { rows } = await pool.query<{ properties: JsonObject }>(
    `SELECT p.properties FROM ${OWNED_IDS} WHERE d.team_id = $1 AND d.distinct_id = $2`,
    [teamId, distinctId],
  )
  return rows[0]?.properties ?? {}
}

/** Which of the uuids belong to persons. */
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
 * Finds persons by distinct id, e-mail address (in lower case) or uuid.
 * @returns the uuid of each person with the value that it was found by
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

/** The persons with some uuids; unknown ones are missing from the map. */
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

/** The most frequent values of a property as text, with the number of persons that have each. */
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
    // Without a text to look for, missing and empty values are counted like any other and left out here: looking at each
    // person's properties a second time for that would take as long again.
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

/** JSON text of an object or array with its keys sorted by name; PostgreSQL sorts them by length first. */
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

/** Lower-case uuid with dashes of a text that is one (with or without dashes, braces or `urn:uuid:`), else null. */
export function readUuid(text: string): string | null {
  const hex = text
    .replace(/^urn:uuid:/i, '')
    .replace(/[{}-]/g, '')
    .toLowerCase()
  return /^[0-9a-f]{32}$/.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null
}
