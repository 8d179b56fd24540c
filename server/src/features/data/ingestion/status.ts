/** Where a project's events are: what arrived, what became of it, and what is still waiting. */
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { DEAD_LETTER_REASONS, DROP_REASONS } from './outcomes.ts'

export interface IngestionLag {
  /** Number of captured requests waiting for the worker. */
  records: number
  bytes: number
  /** Age of the oldest of them in seconds; 0 if none is waiting, null if unknown. */
  seconds: number | null
}

/** How far the worker is behind. */
export function ingestionLag(log: EventLog, now: number): IngestionLag {
  const { records, bytes } = log.backlog()
  if (records === 0) return { records, bytes, seconds: 0 }
  const oldest = log.read(log.committed(), 1).records[0]
  // The arrival time is near the start of every record, so megabytes need not be parsed to read one number.
  const arrival = oldest ? /"now":(\d+)/.exec(oldest.payload.toString('latin1', 0, 600))?.[1] : undefined
  return { records, bytes, seconds: arrival ? Math.max(0, (now - Number(arrival)) / 1000) : null }
}

export interface OutcomeCount {
  outcome: string
  description: string
  events: number
}

/** Events of a project by outcome, over the last `hours` hours. */
export async function countOutcomes(db: Database, teamId: number, hours: number): Promise<OutcomeCount[]> {
  const { rows } = await db.$client.query<{ outcome: string; events: number }>(
    `SELECT outcome, sum(events)::bigint AS events FROM ingestion_counters
     WHERE team_id = $1 AND hour > now() - make_interval(hours => $2) GROUP BY outcome HAVING sum(events) <> 0 ORDER BY outcome`,
    [teamId, hours],
  )
  return rows.map(({ outcome, events }) => ({ outcome, events, description: describeOutcome(outcome) }))
}

function describeOutcome(outcome: string): string {
  const [kind, reason = ''] = outcome.split(':')
  if (kind === 'stored') return 'Stored and visible in every query.'
  if (kind === 'replay_stored') return 'Recording uploads stored.'
  if (kind === 'dropped') return DROP_REASONS[reason as keyof typeof DROP_REASONS] ?? reason
  return DEAD_LETTER_REASONS[reason as keyof typeof DEAD_LETTER_REASONS] ?? reason
}
