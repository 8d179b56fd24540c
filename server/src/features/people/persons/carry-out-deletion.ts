/** Deletes the data of persons. Every step is idempotent, so after a crash the deletion starts over. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { type EventLog, untilCommitted } from '../../../platform/eventlog/event-log.ts'
import { pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

const PROGRESS_MS = 300
const IDS_AT_ONCE = 500

export interface DeletionDependencies {
  pool: Pool
  clickHouse: ClickHouse
  log: EventLog
  logger: Logger
  /**
   * Deletes the recordings of distinct IDs that began before a time, with their snapshots. Resolves with their number.
   */
  deleteRecordings: (teamId: number, distinctIds: string[], until: string) => Promise<number>
}

interface Deletion {
  id: number
  teamId: number
  personUuid: string
  kind: 'events' | 'recordings'
  distinctIds: string[]
  logSequence: number
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  until: string | null
}

/**
 * Runs a deletion and records its progress in its row. It is complete when no matching rows are left.
 * @throws the signal's reason when it is aborted
 */
export async function carryOutDeletion(deps: DeletionDependencies, id: number, signal: AbortSignal): Promise<void> {
  const { rows } = await deps.pool.query<Deletion>(
    `SELECT id, team_id AS "teamId", person_uuid AS "personUuid", kind, distinct_ids AS "distinctIds",
       log_sequence AS "logSequence", to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until
     FROM person_deletions WHERE id = $1 AND verified_at IS NULL`,
    [id],
  )
  // Another job completed it, or the whole project was deleted.
  if (!rows[0]) return
  // Events captured before the request may still be in the log. They must be stored before they can be deleted.
  await untilCommitted(deps.log, rows[0].logSequence, signal)
  await new DeletionRun(deps, rows[0], signal).carryOut()
}

class DeletionRun {
  constructor(
    private readonly deps: DeletionDependencies,
    private readonly deletion: Deletion,
    private readonly signal: AbortSignal,
  ) {}

  async carryOut(): Promise<void> {
    const { deletion } = this
    const until = deletion.until ?? (await this.fixEnd())
    // A newer request replaced this one, and its job does the work.
    if (until === null) return
    if (deletion.kind === 'recordings') {
      const deleted = await this.deps.deleteRecordings(deletion.teamId, deletion.distinctIds, until)
      await this.note('rows_total = $3, rows_deleted = $3', [deleted])
    } else await this.deleteEvents(until)
    // Unless a newer request has replaced this one.
    await this.note('verified_at = now()', [])
    this.deps.logger.info({ person: deletion.personUuid, kind: deletion.kind }, 'deleted')
  }

  /** All log records from before the request are stored now, so everything stored up to now may be deleted. */
  private async fixEnd(): Promise<string | null> {
    const { deletion } = this
    const { rows } = await this.deps.pool.query<{ until: string }>(
      `UPDATE person_deletions SET until = now() WHERE id = $1 AND log_sequence = $2
       RETURNING to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until`,
      [deletion.id, deletion.logSequence],
    )
    return rows[0]?.until ?? null
  }

  private async note(change: string, values: unknown[]): Promise<void> {
    await this.deps.pool.query(`UPDATE person_deletions SET ${change} WHERE id = $1 AND log_sequence = $2`, [
      this.deletion.id,
      this.deletion.logSequence,
      ...values,
    ])
  }

  /**
   * Makes ClickHouse rewrite the parts that contain the events, in the background, and tracks how many are left. If
   * this is aborted, ClickHouse continues by itself.
   */
  private async deleteEvents(until: string): Promise<void> {
    const { deletion } = this
    for (;;) {
      const left = await this.countEvents(until)
      await this.note(
        'rows_total = coalesce(rows_total, $3), rows_deleted = greatest(coalesce(rows_total, $3) - $3, 0)',
        [left],
      )
      if (left === 0) return
      // Also wait for a mutation from an earlier run. Starting it again would rewrite everything twice.
      if (!(await this.isRewriting())) {
        // With very many IDs, the rest follows in the next iteration.
        const some = { ...deletion, distinctIds: await this.withEvents(until) }
        await this.deps.clickHouse.writer.command({
          query: `ALTER TABLE events DELETE WHERE ${CONDITION}`,
          query_params: parameters(some, until),
          clickhouse_settings: { mutations_sync: '0' },
        })
      }
      await pause(PROGRESS_MS, this.signal)
      this.signal.throwIfAborted()
    }
  }

  /** Distinct IDs that still have events, limited to a number that fits into a request. */
  private async withEvents(until: string): Promise<string[]> {
    const { deletion } = this
    if (deletion.distinctIds.length <= IDS_AT_ONCE) return deletion.distinctIds
    const answer = await this.deps.clickHouse.writer.query({
      query: `SELECT DISTINCT distinct_id AS id FROM events WHERE ${CONDITION} LIMIT ${IDS_AT_ONCE}`,
      query_params: parameters(deletion, until),
      format: 'JSONEachRow',
    })
    return (await answer.json<{ id: string }>()).map(({ id }) => id)
  }

  private async isRewriting(): Promise<boolean> {
    const answer = await this.deps.clickHouse.writer.query({
      query: `SELECT latest_fail_reason AS failure FROM system.mutations
        WHERE database = currentDatabase() AND table = 'events' AND NOT is_done LIMIT 1`,
      format: 'JSONEachRow',
    })
    const [mutation] = await answer.json<{ failure: string }>()
    if (mutation?.failure) this.deps.logger.warn({ failure: mutation.failure }, 'ClickHouse cannot delete events')
    return mutation !== undefined
  }

  private async countEvents(until: string): Promise<number> {
    const answer = await this.deps.clickHouse.writer.query({
      query: `SELECT toUInt32(count()) AS rows FROM events WHERE ${CONDITION}`,
      query_params: parameters(this.deletion, until),
      format: 'JSONEachRow',
    })
    return (await answer.json<{ rows: number }>())[0]!.rows
  }
}

/** An event belongs to the person that owns its distinct ID. */
const CONDITION = `team_id = {team:UInt32} AND created_at <= parseDateTime64BestEffort({until:String}, 6, 'UTC') AND distinct_id IN {ids:Array(String)}`

function parameters(deletion: Deletion, until: string): Record<string, unknown> {
  return { team: deletion.teamId, until, ids: deletion.distinctIds }
}
