/**
 * Copies persons, groups, accounts and the set of recordings to ClickHouse, where queries join them with events.
 * PostgreSQL triggers record every change, so no writer can forget it. Each round reads the current state of the changed
 * rows and writes it under a new, higher version. Repeating a round is idempotent.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import { insertLines } from '../../../platform/clickhouse/insert.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import { type JsonObject, parseJson, queryableJsonText } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { accountsToCopy } from '../../customers/customer-accounts/index.ts'
import { groupsToCopy } from '../../people/groups/index.ts'
import { personsToCopy } from '../../people/persons/index.ts'
import { livingTeams } from '../../workspace/organizations/index.ts'
import { consolesToCopy, recordingsToCopy } from '../replay/index.ts'

const ROWS_AT_ONCE = 5_000
/** Lock held during a round: versions must rise in the order in which states were read. */
const LOCK = 7_205_001
const NEVER = '1970-01-01 00:00:00'
const NO_PROPERTIES = '{}'

type MirroredKind = 'person' | 'group' | 'recording' | 'recording_console' | 'account'

interface Noted {
  id: number
  team_id: number
  kind: MirroredKind
  key: string
}

/**
 * Copies the next batch of changes.
 * @param onPersons called with the projects whose persons are now up to date in ClickHouse
 * @returns whether there was anything to copy
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
    const of = (kind: MirroredKind) => kept.filter((each) => each.kind === kind)
    const persons = await personLines(client, of('person'), version)
    const groups = await groupLines(client, of('group'), version)
    if (persons.length > 0) await insertLines(writer, 'persons', persons)
    if (groups.length > 0) await insertLines(writer, 'groups', groups)
    const recordings = await recordingLines(client, of('recording'), version)
    if (recordings.length > 0) await insertLines(writer, 'session_recordings', recordings)
    const consoles = await consoleLines(client, of('recording_console'), version)
    if (consoles.length > 0) await insertLines(writer, 'recording_consoles', consoles)
    const accounts = await accountLines(client, of('account'), version)
    if (accounts.length > 0) await insertLines(writer, 'accounts', accounts)
    await client.query('DELETE FROM mirror_queue WHERE id = ANY($1)', [noted.map(({ id }) => id)])
    return noted
  })
}

/** Rows of a project that is being deleted must not reappear after the deletion. */
async function withoutDeletedTeams(client: PoolClient, noted: readonly Noted[]): Promise<Noted[]> {
  const alive = await livingTeams(client, [...new Set(noted.map((each) => each.team_id))])
  return noted.filter((each) => alive.has(each.team_id))
}

/** Null if the row was deleted. */
interface Copied {
  team_id: number
  key: string
  created_at: string | null
  properties: string | null
}

async function personLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const rows = await personsToCopy(
    client,
    noted.map((each) => each.team_id),
    noted.map((each) => each.key),
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
  const rows = await groupsToCopy(client, split)
  return rows.map((row) =>
    JSON.stringify({ team_id: row.team_id, type_index: row.index, key: row.key, ...sharedColumns(row, version) }),
  )
}

async function recordingLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const rows = await recordingsToCopy(
    client,
    noted.map((each) => each.team_id),
    noted.map((each) => each.key),
  )
  return rows.map((row) => {
    const given = Object.entries(row).filter(([, value]) => value !== null)
    return JSON.stringify({ ...Object.fromEntries(given), version, is_deleted: row.distinct_id === null ? 1 : 0 })
  })
}

async function consoleLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const rows = await consolesToCopy(
    client,
    noted.map((each) => each.team_id),
    noted.map((each) => each.key),
  )
  return rows.map(({ times, levels, messages, ...key }) =>
    JSON.stringify({
      ...key,
      times: (times ?? []).map((time) => new Date(time).toISOString().replace('T', ' ').replace('Z', '')),
      levels: levels ?? [],
      messages: messages ?? [],
      version,
      is_deleted: levels ? 0 : 1,
    }),
  )
}

async function accountLines(client: PoolClient, noted: readonly Noted[], version: number): Promise<string[]> {
  const rows = await accountsToCopy(
    client,
    noted.map((each) => each.team_id),
    noted.map((each) => each.key),
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
