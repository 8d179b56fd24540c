/**
 * Deletes the data of deleted projects: every row of every table, in PostgreSQL and in ClickHouse, that belongs to the
 * project, and its files. Tables are found by their `team_id` column, so new ones are included automatically. Every step is
 * idempotent.
 */
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { type EventLog, untilCommitted } from '../../../platform/eventlog/event-log.ts'
import { pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { forgetOrganization } from '../activity/index.ts'
import { removeOrganizationFromKeys, removeTeamFromKeys } from '../users/index.ts'

const PROGRESS_MS = 300
const ROWS_AT_ONCE = 10_000
/** Tables that record the deletion itself. */
const KEPT_TABLES = ['project_deletions', 'teams']

export interface ProjectDeletionDependencies {
  pool: Pool
  clickHouse: ClickHouse
  log: EventLog
  blobs: Blobs
  logger: Logger
}

interface Deletion {
  teamId: number
  organizationId: string
  logSequence: number
}

/**
 * Deletes all data of a deleted project, then the project itself, and records the progress in the deletion's row.
 * @throws the signal's reason when it is aborted
 */
export async function carryOutProjectDeletion(
  deps: ProjectDeletionDependencies,
  teamId: number,
  signal: AbortSignal,
): Promise<void> {
  // Events captured before the deletion are still being turned into rows, so wait until those exist and can be deleted.
  const { rows } = await deps.pool.query<Deletion>(
    `UPDATE project_deletions SET log_sequence = coalesce(log_sequence, $2) WHERE team_id = $1 AND verified_at IS NULL
     RETURNING team_id AS "teamId", organization_id AS "organizationId", log_sequence AS "logSequence"`,
    [teamId, deps.log.lastSequence()],
  )
  if (!rows[0]) return
  await untilCommitted(deps.log, rows[0].logSequence, signal)
  const client = await deps.pool.connect()
  try {
    await new ProjectDeletionRun(deps, signal).carryOut(client, rows[0])
  } finally {
    client.release()
  }
}

class ProjectDeletionRun {
  constructor(
    private readonly deps: ProjectDeletionDependencies,
    private readonly signal: AbortSignal,
  ) {}

  async carryOut(client: PoolClient, deletion: Deletion): Promise<void> {
    const { teamId } = deletion
    const tables = await this.findTables(client)
    const clickHouseTables = await this.findClickHouseTables()
    const total =
      (await this.countRows(client, tables, teamId)) + (await this.countClickHouse(clickHouseTables, teamId))
    await client.query('UPDATE project_deletions SET rows_total = coalesce(rows_total, $2) WHERE team_id = $1', [
      teamId,
      total,
    ])
    // Files first: the rows that point to them are deleted after them.
    await this.deps.blobs.deleteTeam(teamId)
    await this.deleteFromClickHouse(client, clickHouseTables, teamId)
    for (const table of tables) {
      for (;;) {
        this.signal.throwIfAborted()
        const { rowCount } = await client.query(
          `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE team_id = $1 LIMIT ${ROWS_AT_ONCE}))`,
          [teamId],
        )
        await this.note(client, teamId, rowCount ?? 0)
        if (!rowCount) break
      }
    }
    await client.query('BEGIN')
    try {
      await client.query('DELETE FROM teams WHERE id = $1', [teamId])
      await removeTeamFromKeys(client, teamId)
      // Read at the end: the organization may have been deleted meanwhile.
      const { rows } = await client.query<{ deletesOrganization: boolean }>(
        `UPDATE project_deletions SET verified_at = now(), rows_deleted = coalesce(rows_total, 0) WHERE team_id = $1
         RETURNING deletes_organization AS "deletesOrganization"`,
        [teamId],
      )
      if (rows[0]?.deletesOrganization) await deleteEmptyOrganization(client, deletion.organizationId)
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    }
    this.deps.logger.info({ project: teamId }, 'deleted a project')
  }

  /** Tables with a column that names the project, as quoted identifiers. */
  private async findTables(client: PoolClient): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(c.table_name) AS name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'team_id' AND t.table_type = 'BASE TABLE'
         -- Triggers note the deletion of persons and groups, so what they note into goes last.
         AND c.table_name <> ALL($1) ORDER BY c.table_name = 'mirror_queue', 1`,
      [KEPT_TABLES],
    )
    return rows.map(({ name }) => name)
  }

  private async countRows(client: PoolClient, tables: readonly string[], teamId: number): Promise<number> {
    let sum = 0
    for (const table of tables) {
      const { rows } = await client.query<{ rows: number }>(
        `SELECT count(*) AS rows FROM ${table} WHERE team_id = $1`,
        [teamId],
      )
      sum += rows[0]!.rows
    }
    return sum
  }

  private async note(client: PoolClient, teamId: number, deleted: number): Promise<void> {
    await client.query(
      'UPDATE project_deletions SET rows_deleted = least(rows_deleted + $2, rows_total) WHERE team_id = $1',
      [teamId, deleted],
    )
  }

  private async ask<Row>(query: string, params: Record<string, unknown> = {}): Promise<Row[]> {
    const answer = await this.deps.clickHouse.writer.query({ query, query_params: params, format: 'JSONEachRow' })
    return answer.json<Row>() as Promise<Row[]>
  }

  private async findClickHouseTables(): Promise<string[]> {
    const rows = await this.ask<{ table: string }>(
      `SELECT DISTINCT table FROM system.columns WHERE database = currentDatabase() AND name = 'team_id'`,
    )
    return rows.map(({ table }) => table)
  }

  private async countClickHouse(tables: readonly string[], teamId: number): Promise<number> {
    let sum = 0
    for (const table of tables) {
      const [row] = await this.ask<{ rows: number }>(
        `SELECT toUInt32(count()) AS rows FROM {table:Identifier} WHERE team_id = {team:UInt32}`,
        { table, team: teamId },
      )
      sum += row!.rows
    }
    return sum
  }

  /** If this process has to stop meanwhile, ClickHouse finishes the deletion by itself. */
  private async deleteFromClickHouse(client: PoolClient, tables: readonly string[], teamId: number): Promise<void> {
    let before = await this.countClickHouse(tables, teamId)
    for (;;) {
      const left = await this.countClickHouse(tables, teamId)
      await this.note(client, teamId, Math.max(0, before - left))
      before = left
      if (left === 0) return
      const running = await this.ask<{ table: string }>(
        `SELECT DISTINCT table FROM system.mutations WHERE database = currentDatabase() AND NOT is_done`,
      )
      for (const table of tables) {
        if (running.some((each) => each.table === table) || (await this.countClickHouse([table], teamId)) === 0)
          continue
        await this.deps.clickHouse.writer.command({
          query: `ALTER TABLE {table:Identifier} DELETE WHERE team_id = {team:UInt32}`,
          query_params: { table, team: teamId },
          clickhouse_settings: { mutations_sync: '0' },
        })
      }
      await pause(PROGRESS_MS, this.signal)
      this.signal.throwIfAborted()
    }
  }
}

/** Deletes an organization, with its activity log, after its last project is gone. */
async function deleteEmptyOrganization(client: PoolClient, organizationId: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM teams WHERE organization_id = $1', [organizationId])
  if (rowCount) return
  await forgetOrganization(client, organizationId)
  await client.query('DELETE FROM organizations WHERE id = $1 AND is_pending_deletion', [organizationId])
  await removeOrganizationFromKeys(client, organizationId)
}
