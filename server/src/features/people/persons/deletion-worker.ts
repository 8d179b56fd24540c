/**
 * Carries out queued deletions. The queue is the table itself: a deletion is done when a count finds nothing more, every
 * step may be repeated, and whoever holds the advisory lock works, so after a crash another worker goes on at once.
 */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { Polling, type Progress, pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** First key of the advisory locks that deletions take; the second is the deletion's id. */
const LOCK_CLASS = 4_837_002
const PROGRESS_MS = 300
const IDS_AT_ONCE = 500

export interface DeletionDependencies {
  pool: Pool
  clickHouse: ClickHouse
  log: EventLog
  logger: Logger
  announcements: Announcements
  /** Deletes the recordings of some ids that began before a time, with their snapshots. Resolves with their number. */
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

export class DeletionWorker {
  private readonly polling: Polling
  private signal = new AbortController().signal

  constructor(private readonly deps: DeletionDependencies) {
    this.polling = new Polling(
      (signal) => {
        this.signal = signal
        return this.workOne()
      },
      {
        failure: 'a deletion failed; it is tried again',
        logger: deps.logger,
        announcements: deps.announcements,
        queue: 'person_deletions',
      },
    )
  }

  start(): void {
    this.polling.start()
  }

  stop(): Promise<void> {
    return this.polling.stop()
  }

  /** Works on the oldest deletion that is ready and free. Resolves with whether there was one. */
  private async workOne(): Promise<Progress> {
    const client = await this.deps.pool.connect()
    try {
      const { rows } = await client.query<Deletion>(
        `SELECT id, team_id AS "teamId", person_uuid AS "personUuid", kind, distinct_ids AS "distinctIds",
           log_sequence AS "logSequence", to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until
         FROM person_deletions WHERE verified_at IS NULL ORDER BY id`,
      )
      const committed = this.deps.log.committed()
      for (const deletion of rows) {
        // What was captured before the request and is still in the log has to be stored before it can be deleted.
        if (deletion.logSequence > committed) continue
        const { rows: locks } = await client.query<{ locked: boolean }>(
          'SELECT pg_try_advisory_lock($1, $2) AS locked',
          [LOCK_CLASS, deletion.id],
        )
        if (!locks[0]!.locked) continue
        try {
          await this.carryOut(client, deletion)
        } finally {
          await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, deletion.id])
        }
        return 'done'
      }
      // What is left waits for the event log, or for another worker.
      return rows.length > 0 ? 'waiting' : 'nothing'
    } finally {
      client.release()
    }
  }

  private async carryOut(client: PoolClient, deletion: Deletion): Promise<void> {
    const until = deletion.until ?? (await this.fixEnd(client, deletion))
    if (deletion.kind === 'recordings') {
      const deleted = await this.deps.deleteRecordings(deletion.teamId, deletion.distinctIds, until)
      await this.note(client, deletion, 'rows_total = $3, rows_deleted = $3', [deleted])
    } else if (!(await this.deleteEvents(client, deletion, until))) return
    // Not if it was asked for again meanwhile: then it goes on with the new end.
    await this.note(client, deletion, 'verified_at = now()', [])
    this.deps.logger.info({ person: deletion.personUuid, kind: deletion.kind }, 'deleted')
  }

  /** Everything of the log up to the request is stored now, so what is stored up to now goes. */
  private async fixEnd(client: PoolClient, deletion: Deletion): Promise<string> {
    const { rows } = await client.query<{ until: string }>(
      `UPDATE person_deletions SET until = now() WHERE id = $1 AND log_sequence = $2
       RETURNING to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until`,
      [deletion.id, deletion.logSequence],
    )
    if (!rows[0]) throw new Error('the deletion was asked for again')
    return rows[0].until
  }

  private async note(client: PoolClient, deletion: Deletion, change: string, values: unknown[]): Promise<void> {
    await client.query(`UPDATE person_deletions SET ${change} WHERE id = $1 AND log_sequence = $2`, [
      deletion.id,
      deletion.logSequence,
      ...values,
    ])
  }

  /**
   * Has ClickHouse rewrite the parts that hold the events, in the background, and watches what is left. Resolves with
   * false when it had to stop on the way; ClickHouse goes on by itself then.
   */
  private async deleteEvents(client: PoolClient, deletion: Deletion, until: string): Promise<boolean> {
    for (;;) {
      const left = await this.countEvents(deletion, until)
      await this.note(
        client,
        deletion,
        'rows_total = coalesce(rows_total, $3), rows_deleted = greatest(coalesce(rows_total, $3) - $3, 0)',
        [left],
      )
      if (left === 0) return true
      // Also one that an earlier run began: beginning it again would rewrite everything twice.
      if (!(await this.isRewriting())) {
        // The rest of very many ids follows in the next round.
        const some = { ...deletion, distinctIds: await this.withEvents(deletion, until) }
        await this.deps.clickHouse.writer.command({
          query: `ALTER TABLE events DELETE WHERE ${CONDITION}`,
          query_params: parameters(some, until),
          clickhouse_settings: { mutations_sync: '0' },
        })
      }
      await pause(PROGRESS_MS, this.signal)
      if (this.signal.aborted) return false
    }
  }

  /** Ids that still have events, so many that they fit an address. */
  private async withEvents(deletion: Deletion, until: string): Promise<string[]> {
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

  private async countEvents(deletion: Deletion, until: string): Promise<number> {
    const answer = await this.deps.clickHouse.writer.query({
      query: `SELECT toUInt32(count()) AS rows FROM events WHERE ${CONDITION}`,
      query_params: parameters(deletion, until),
      format: 'JSONEachRow',
    })
    return (await answer.json<{ rows: number }>())[0]!.rows
  }
}

/** An event belongs to the person that owns its distinct id. */
const CONDITION = `team_id = {team:UInt32} AND created_at <= parseDateTime64BestEffort({until:String}, 6, 'UTC') AND distinct_id IN {ids:Array(String)}`

function parameters(deletion: Deletion, until: string): Record<string, unknown> {
  return { team: deletion.teamId, until, ids: deletion.distinctIds }
}
