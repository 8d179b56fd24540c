/**
 * The event log: where a captured request waits, on disk, until the worker has stored its events. The interface only
 * promises what both the embedded log and a networked one can guarantee.
 */
import { pause } from '../jobs/polling.ts'

/** One accepted request. Sequences increase by one and are never reused. */
export interface LogRecord {
  sequence: number
  payload: Buffer
}

/** A record that is missing, or whose bytes differ from what was written. It is reported, never guessed at. */
export interface DamagedRecord {
  sequence: number
  damage: string
  /** The remaining bytes of the record. */
  payload?: Buffer
}

export interface LogBatch {
  records: LogRecord[]
  damaged: DamagedRecord[]
  /** Sequence of the last record that the batch covers, including damaged ones; null if nothing is waiting. */
  lastSequence: number | null
}

export interface LogBacklog {
  records: number
  bytes: number
}

const REFUSALS = {
  full: 'the event log is at its size limit',
  disk: 'the event log cannot be written because the disk is full or refuses to write',
}

/** The log cannot take more right now; the sender should retry later. */
export class EventLogUnavailable extends Error {
  constructor(
    readonly reason: keyof typeof REFUSALS,
    options?: ErrorOptions,
  ) {
    super(REFUSALS[reason], options)
  }
}

/** How often to check how far the log was committed. */
const LOOK_MS = 500

/** Resolves once everything up to a sequence is committed. @throws the signal's reason when it is aborted */
export async function untilCommitted(log: EventLog, sequence: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if (log.committed() >= sequence) return
    await pause(LOOK_MS, signal)
  }
}

export interface EventLog {
  /** Identifies this log among all others. */
  readonly id: string
  /**
   * Appends records, all or none. Resolves once they are on disk (synced), so they survive a power cut.
   * @throws EventLogUnavailable when the log is full or the disk refuses.
   */
  append(payloads: readonly Buffer[]): Promise<void>
  /** Records after a sequence, in order, up to about `bytesMax` (but at least one if any is waiting). */
  read(afterSequence: number, bytesMax: number): LogBatch
  /** Discards everything up to and including a sequence. Idempotent. */
  commit(sequence: number): Promise<void>
  /** The sequence up to which everything is committed; 0 in a new log. */
  committed(): number
  /** Resolves when records may have been appended after a sequence, when the signal is aborted, or after a few seconds. */
  waitForMore(afterSequence: number, signal: AbortSignal): Promise<void>
  /** The sequence of the last record that was appended. */
  lastSequence(): number
  /** Why appends are refused right now, as a message; null if they are accepted. Only the appending process knows. */
  refusal(): string | null
  /** Records that are appended but not committed yet. */
  backlog(): LogBacklog
  close(): Promise<void>
}
