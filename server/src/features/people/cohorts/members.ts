/**
 * Cohort members: rows in ClickHouse, one for each member and version of a cohort. Only this file writes them. Reads go
 * through HogQL.
 */
import type { ClickHouseClient } from '@clickhouse/client'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { insertLines } from '../../../platform/clickhouse/insert.ts'
import type { Database, Pool } from '../../../platform/postgres/postgres.ts'
import {
  array,
  compare,
  constant,
  field,
  type HogQLStores,
  insertFound,
  ownTable,
  type QueryTeam,
  type RunOptions,
  runQuery,
  type Select,
  selectTemplate,
  timelessTeam,
  tuple,
} from '../../analytics/hogql/index.ts'

const ROWS_AT_ONCE = 10_000
/** The only version of a static cohort, whose members are added and never calculated. */
export const STATIC_VERSION = 1

const MEMBERS = ownTable('cohort_members')
const TARGET = { table: 'cohort_people' as const, columns: ['cohort_id', 'version', 'person_id'] }

export interface MemberStores extends Pick<ClickHouse, 'reader' | 'writer'> {
  pool: Pool
}

interface CohortId {
  id: number
  teamId: number
}

export const memberStores = (db: Database, { reader, writer }: ClickHouse): MemberStores => ({
  pool: db.$client,
  reader,
  writer,
})

/** The persons of a cohort under a version: a column `id` without duplicates. */
export function membersUnder(cohortId: number, version: number): Select {
  return selectTemplate(
    'SELECT DISTINCT person_id AS id FROM {members} WHERE cohort_id = {cohort} AND version = {version}',
    { members: MEMBERS, cohort: constant(cohortId), version: constant(version) },
  )
}

/**
 * Counts members that still exist, excluding persons who were deleted or merged away. Persons whose row has not arrived
 * in ClickHouse yet do count: they existed in PostgreSQL when they became members.
 */
export async function countMembers(stores: HogQLStores, cohort: CohortId, version: number): Promise<number> {
  const tree = selectTemplate(
    `SELECT count() FROM {members} WHERE id NOT IN
       (SELECT id FROM {copies} WHERE id IN {members} GROUP BY id HAVING argMax(is_deleted, version) = 1)`,
    { members: membersUnder(cohort.id, version), copies: ownTable('person_copies') },
  )
  const { rows } = await runQuery(stores, timelessTeam(cohort.teamId), tree)
  return Number(rows[0]![0])
}

/**
 * The cohort versions that contain a person, in `versionKey` format.
 * @param ids limits the result to these cohorts
 */
export async function versionsHolding(
  stores: HogQLStores,
  teamId: number,
  person: string,
  ids: readonly number[] | null = null,
): Promise<Set<string>> {
  const tree = selectTemplate(
    'SELECT DISTINCT cohort_id, version FROM {members} WHERE person_id = {person} AND {ids}',
    {
      members: MEMBERS,
      person: constant(person),
      ids: ids ? compare('in', field('cohort_id'), tuple(...ids.map((id) => constant(id)))) : constant(true),
    },
  )
  const { rows } = await runQuery(stores, timelessTeam(teamId), tree)
  return new Set(rows.map(([id, version]) => versionKey({ id: Number(id), version: Number(version) })))
}

export const versionKey = ({ id, version }: { id: number; version: number | null }): string => `${id}:${version}`

/** Adds members to a static cohort. Adding a member twice has no effect. */
export async function addMembers(writer: ClickHouseClient, cohort: CohortId, uuids: readonly string[]): Promise<void> {
  for (let start = 0; start < uuids.length; start += ROWS_AT_ONCE) {
    const lines = uuids
      .slice(start, start + ROWS_AT_ONCE)
      .map((id) =>
        JSON.stringify({ team_id: cohort.teamId, cohort_id: cohort.id, version: STATIC_VERSION, person_id: id }),
      )
    await insertLines(writer, 'cohort_people', lines)
  }
}

/**
 * Writes the result of a query as members of a version of a cohort in the same project.
 * @param persons has a column `id`
 */
export function addFound(
  stores: MemberStores,
  team: QueryTeam,
  { id, version }: { id: number; version: number },
  persons: Select,
  options: Pick<RunOptions, 'now' | 'actions' | 'signal'> = {},
): Promise<void> {
  const tree = selectTemplate('SELECT {cohort} AS cohort_id, {version} AS version, id FROM {persons}', {
    cohort: constant(id),
    version: constant(version),
    persons,
  })
  return insertFound(stores, team, TARGET, tree, options)
}

/**
 * Replaces each merged person by the person they were merged into, in all cohorts. @returns the IDs of the cohorts
 * affected
 */
export async function moveMembers(
  stores: MemberStores,
  teamId: number,
  moves: ReadonlyMap<string, string>,
): Promise<number[]> {
  const team = timelessTeam(teamId)
  const texts = (uuids: Iterable<string>) => [...uuids].map((uuid) => constant(uuid))
  const values = {
    members: MEMBERS,
    merged: tuple(...texts(moves.keys())),
    from: array(...texts(moves.keys())),
    to: array(...texts(moves.values())),
  }
  const found = selectTemplate('SELECT DISTINCT cohort_id FROM {members} WHERE person_id IN {merged}', values)
  const ids = (await runQuery(stores, team, found)).rows.map(([id]) => Number(id))
  if (ids.length === 0) return []
  const moved = selectTemplate(
    `SELECT DISTINCT cohort_id, version, toUUID(transform(toString(person_id), {from}, {to}, '')) AS survivor
     FROM {members} WHERE person_id IN {merged}`,
    values,
  )
  await insertFound(stores, team, TARGET, moved)
  await remove(stores.writer, teamId, 'toString(person_id) IN {persons:Array(String)}', { persons: [...moves.keys()] })
  return ids
}

/** Resolves when the person is removed. */
export function removeMember(writer: ClickHouseClient, { id, teamId }: CohortId, person: string): Promise<void> {
  return remove(writer, teamId, 'cohort_id = {cohort:UInt32} AND person_id = {person:UUID}', { cohort: id, person })
}

/** Schedules the removal of members of earlier versions. */
export function forgetBefore(writer: ClickHouseClient, { id, teamId }: CohortId, version: number): Promise<void> {
  const parameters = { cohort: id, version: Math.max(0, version) }
  return remove(writer, teamId, 'cohort_id = {cohort:UInt32} AND version < {version:UInt32}', parameters, 'later')
}

async function remove(
  writer: ClickHouseClient,
  teamId: number,
  condition: string,
  parameters: Record<string, unknown>,
  when: 'now' | 'later' = 'now',
): Promise<void> {
  await writer.command({
    query: `ALTER TABLE cohort_people DELETE WHERE team_id = {team:UInt32} AND ${condition}`,
    query_params: { team: teamId, ...parameters },
    clickhouse_settings: { mutations_sync: when === 'now' ? '1' : '0' },
  })
}
