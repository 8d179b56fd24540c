/** What a batch records about itself: counters by outcome, dead letters, warnings. */
import { stringifyJson, toStorableText } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { DEAD_LETTER_BYTES_MAX } from './limits.ts'
import type { OutboxBatch, RefusedRow } from './outbox.ts'
import type { DeadLetterReason } from './outcomes.ts'
import type { Warning } from './warnings.ts'

export interface DeadLetter {
  teamId: number | null
  sequence: number
  /** Position in its record; -1 for the record itself. */
  position: number
  reason: DeadLetterReason
  detail: string
  event: string | null
  distinctId: string | null
  body: string
}

/** Events of a batch by project and outcome. */
export class Counters {
  readonly counts = new Map<string, { teamId: number; outcome: string; events: number }>()
  add(teamId: number, outcome: string, events = 1): void {
    const key = `${teamId} ${outcome}`
    const entry = this.counts.get(key)
    if (entry) entry.events += events
    else this.counts.set(key, { teamId, outcome, events })
  }
}

/** Start of the hour, as a PostgreSQL timestamp. */
export function hourOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 13)}:00:00Z`
}

export async function saveWarnings(client: PoolClient, warnings: Warning[]): Promise<void> {
  if (warnings.length === 0) return
  await client.query(
    `INSERT INTO ingestion_warnings (team_id, type, source, details)
     SELECT team_id, type, 'ingestion', details FROM unnest($1::int[], $2::text[], $3::jsonb[]) AS v(team_id, type, details)`,
    [
      warnings.map((warning) => warning.teamId),
      warnings.map((warning) => warning.type),
      warnings.map((warning) => toStorableText(stringifyJson(warning.details)).replaceAll('\\u0000', '\\ufffd')),
    ],
  )
}

export async function saveDeadLetters(client: PoolClient, log: string, letters: DeadLetter[]): Promise<void> {
  for (const letter of letters) {
    await client.query(
      `INSERT INTO dead_letters (log, team_id, sequence, position, reason, detail, event, distinct_id, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (log, sequence, position) DO NOTHING`,
      [
        log,
        letter.teamId,
        letter.sequence,
        letter.position,
        letter.reason,
        toStorableText(letter.detail.slice(0, 2000)),
        letter.event === null ? null : toStorableText(letter.event.slice(0, 200)),
        letter.distinctId === null ? null : toStorableText(letter.distinctId),
        toStorableText(letter.body.slice(0, DEAD_LETTER_BYTES_MAX)),
      ],
    )
  }
}

export async function saveCounters(client: PoolClient, counters: Counters, now: number): Promise<void> {
  const counts = [...counters.counts.values()]
  if (counts.length === 0) return
  await client.query(
    `INSERT INTO ingestion_counters (team_id, hour, outcome, events)
     SELECT v.team_id, $1, v.outcome, v.events FROM unnest($2::int[], $3::text[], $4::bigint[]) AS v(team_id, outcome, events) ORDER BY 1, 3
     ON CONFLICT (team_id, hour, outcome) DO UPDATE SET events = ingestion_counters.events + EXCLUDED.events`,
    [
      hourOf(now),
      counts.map((count) => count.teamId),
      counts.map((count) => count.outcome),
      counts.map((count) => count.events),
    ],
  )
}

/** Positions of refused rows in their batch start here, above any position in a record. */
const REFUSED_POSITION_MIN = 1_000_000

/**
 * Handles rows that were counted as stored but that ClickHouse will never accept: keeps them as dead letters and counts them
 * as such.
 */
export async function saveRefusedRows(
  client: PoolClient,
  { log, firstSequence }: Pick<OutboxBatch, 'log' | 'firstSequence'>,
  refused: readonly RefusedRow[],
  now: number,
): Promise<void> {
  const counters = new Counters()
  const letters = refused.map(({ row, error }, index): DeadLetter => {
    counters.add(row.team_id, 'stored', -1)
    counters.add(row.team_id, 'dead_letter:refused_by_clickhouse')
    return {
      teamId: row.team_id,
      sequence: firstSequence,
      position: REFUSED_POSITION_MIN + index,
      reason: 'refused_by_clickhouse',
      detail: error,
      event: row.event,
      distinctId: row.distinct_id,
      body: row.properties,
    }
  })
  await saveDeadLetters(client, log, letters)
  await saveCounters(client, counters, now)
}
