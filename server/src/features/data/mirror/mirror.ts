/**
 * Copies persons, groups, accounts and which sessions have a recording to ClickHouse, where queries join them with events. Triggers in PostgreSQL note whatever
 * changes, so no writer can forget it; each round reads the present state of what was noted and writes it under a version
 * that no round before had. Doing a round twice changes nothing.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import { insertLines } from '../../../platform/clickhouse/insert.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import { type JsonObject, parseJson, queryableJsonText } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'

const ROWS_AT_ONCE = 5_000
/** Held while a round runs: versions must rise in the order in which states were read. */
const LOCK = 7_205_001
const NEVER = '1970-01-01 00:00:00'
const NO_PROPERTIES = '{}'

interface Noted {
  id: number
  team_id: number
  kind: 'person' | 'group' | 'recording' | 'account'
  key: string
}

/**
 * Copies the next of what changed.
 * @param onPersons is told the projects whose persons can be read as they are now
 * @returns whether there was something to copy
 */
export async function mirrorOnce(
  pool: Pool,
  writer: ClickHouseClient,
  onPersons: (teamIds: ReadonlySet<number>) => void = () => {},
): Promise<Progress> {
  const noted = await copyNext(pool, writer)
  onPersons(new Set(noted.filter(({ kind }) => kind === 'person').map(({ team_id }) => team_id)))
  return noted.length > 0 ? 'done' : 'nothing'
}

function copyNext(pool: Pool, writer: ClickHouseClient): Promise<Noted[]> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const { rows: noted } = await client.query<Noted>(
      'SELECT id, team_id, kind, key FROM mirror_queue ORDER BY id LIMIT $1',
      [ROWS_AT_ONCE],
    )
    if (noted.length === 0) return []
    const { rows } = await client.query<{ version: number }>(`SELECT nextval('mirror_versions') AS version`)
    const version = rows[0]!.version
    const kept = await withoutDeletedTeams(client, noted)
    const persons = await personLines(
      client,
      kept.filter((each) => each.kind === 'person'),
      version,
    )
    const groups = await groupLines(
      client,
      kept.filter((each) => each.kind === 'group'),
      version,
    )
    if (persons.length > 0) await insertLines(writer, 'persons', persons)
    if (groups.length > 0) await insertLines(writer, 'groups', groups)
    const recordings = await recordingLines(
      client,
      kept.filter((each) => each.kind === 'recording'),
      version,
    )
    if (recordings.length > 0) await insertLines(writer, 'session_recordings', recordings)
    const accounts = await accountLines(
      client,
      kept.filter((each) => each.kind === 'account'),
      version,
    )
    if (accounts.length > 0) await insertLines(writer, 'accounts', accounts)
    await client.query('DELETE FROM mirror_queue WHERE id = ANY($1)', [noted.map(({ id }) => id)])
    return noted
  })
}

/** What belongs to a project that is going away must not come back after its rows were deleted. */
async function withoutDeletedTeams(client: PoolClient, noted: readonly Noted[]): Promise<Noted[]> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM teams WHERE id = ANY($1) AND NOT is_pending_deletion',
    [[...new Set(noted.map((each) => each.team_id))]],
  )
  const alive = new Set(rows.map(({ id }) => id))
  return noted.filter((each) => alive.has(each.team_id))
}

interface Copied {
  team_id: number
  key: string
  created_at: string | null
  properties: string | null
}

async function personLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const { rows } = await client.query<Copied & { is_identified: boolean | null; distinct_ids: string[] | null }>(
    `SELECT n.team_id, n.key, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       p.properties::text AS properties, p.is_identified,
       (SELECT array_agg(d.distinct_id ORDER BY d.id) FROM person_distinct_ids d WHERE d.person_id = p.id) AS distinct_ids
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::uuid[]) AS n(team_id, key)) n
     LEFT JOIN persons p ON p.team_id = n.team_id AND p.uuid = n.key`,
    [noted.map((each) => each.team_id), noted.map((each) => each.key)],
  )
  return rows.map((row) =>
    JSON.stringify({
      team_id: row.team_id,
      id: row.key,
      is_identified: row.is_identified ?? false,
      distinct_ids: row.distinct_ids ?? [],
      ...sharedColumns(row, version),
    }),
  )
}

async function groupLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const split = noted.map(({ team_id, key }) => ({ team_id, index: Number(key[0]), key: key.slice(2) }))
  const { rows } = await client.query<Copied & { index: number }>(
    `SELECT n.team_id, n.index, n.key, to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       g.properties::text AS properties
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::int[], $3::text[]) AS n(team_id, index, key)) n
     LEFT JOIN groups g ON g.team_id = n.team_id AND g.type_index = n.index AND g.key = n.key`,
    [split.map((each) => each.team_id), split.map((each) => each.index), split.map((each) => each.key)],
  )
  return rows.map((row) =>
    JSON.stringify({ team_id: row.team_id, type_index: row.index, key: row.key, ...sharedColumns(row, version) }),
  )
}

async function recordingLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  const { rows } = await client.query<{ team_id: number; session_id: string; distinct_id: string | null }>(
    `SELECT n.team_id, n.key AS session_id, min(r.distinct_id) AS distinct_id, ${time('min(r.first_timestamp)')} AS start_time,
       ${time('max(r.last_timestamp)')} AS end_time, sum(r.snapshots)::int AS snapshots, sum(r.bytes)::int8 AS bytes
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::text[]) AS n(team_id, key)) n
     LEFT JOIN recording_chunks r ON r.team_id = n.team_id AND r.session_id = n.key GROUP BY n.team_id, n.key`,
    [noted.map((each) => each.team_id), noted.map((each) => each.key)],
  )
  return rows.map((row) => {
    const given = Object.entries(row).filter(([, value]) => value !== null)
    return JSON.stringify({ ...Object.fromEntries(given), version, is_deleted: row.distinct_id === null ? 1 : 0 })
  })
}

async function accountLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const { rows } = await client.query<
    Copied & {
      name: string | null
      external_id: string | null
      tags: string[] | null
      created_by: number | null
      updated_at: string | null
      custom_properties: string | null
    }
  >(
    `SELECT n.team_id, n.key, a.name, a.external_id, a.tags, a.created_by, a.properties::text AS properties,
       to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at,
       to_char(a.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS updated_at,
       (SELECT jsonb_object_agg(v.definition_id,
          coalesce(to_jsonb(v.text_value), to_jsonb(v.number_value), to_jsonb(v.boolean_value), to_jsonb(v.time_value)))
        FROM custom_property_values v WHERE v.account_id = a.id AND v.superseded_at IS NULL)::text AS custom_properties
     FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::uuid[]) AS n(team_id, key)) n
     LEFT JOIN accounts a ON a.team_id = n.team_id AND a.id = n.key`,
    [noted.map((each) => each.team_id), noted.map((each) => each.key)],
  )
  return rows.map((row) => {
    const custom = row.custom_properties ?? NO_PROPERTIES
    return JSON.stringify({
      team_id: row.team_id,
      id: row.key,
      name: row.name ?? '',
      external_id: row.external_id,
      tags: row.tags ?? [],
      created_by: row.created_by,
      updated_at: row.updated_at ?? NEVER,
      custom_properties: queryableText(custom),
      ...sharedColumns(row, version),
    })
  })
}

function sharedColumns({ created_at, properties }: Copied, version: number): object {
  const text = properties ?? NO_PROPERTIES
  return {
    created_at: created_at ?? NEVER,
    properties: queryableText(text),
    version,
    is_deleted: properties === null ? 1 : 0,
  }
}

const queryableText = (text: string) => queryableJsonText(parseJson(text) as JsonObject, text)
