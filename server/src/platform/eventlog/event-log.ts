/**
 * The event log: where a captured request waits, on disk, until the worker has stored its events. The interface is
 * what both the embedded log and a networked one can promise.
 */

/** One accepted request. Sequences rise by one and are never used twice. */
export interface LogRecord {
  sequence: number
  payload: Buffer
}

/** A record whose bytes are not what was written. It is skipped and reported, never guessed at. */
export interface DamagedRecord {
  sequence: number
  damage: string
}

export interface LogBatch {
  records: LogRecord[]
  damaged: DamagedRecord[]
  /** Sequence of the last record that the batch covers, damaged ones included; null when nothing is waiting. */
  lastSequence: number | null
}

export interface LogBacklog {
  records: number
  bytes: number
}

/** The log cannot take more right now; the sender should try again after a while. */
export class EventLogUnavailable extends Error {
  constructor(
    readonly reason: 'full' | 'disk',
    options?: ErrorOptions,
  ) {
    super(reason === 'full' ? 'the event log is at its size limit' : 'the event log cannot be written', options)
  }
}

export interface EventLog {
  /**
   * Appends records, all or none. Resolves once they are on disk (synced), so they survive a power cut.
   * @throws EventLogUnavailable when the log is full or the disk refuses.
   */
  append(payloads: readonly Buffer[]): Promise<void>
  /** Records after a sequence, in order, up to about `bytesMax` (always at least one when any is waiting). */
  read(afterSequence: number, bytesMax: number): LogBatch
  /** Forgets everything up to and including a sequence. Idempotent. */
  commit(sequence: number): Promise<void>
  /** The sequence up to which everything was committed; 0 in a new log. */
  committed(): number
  /** What has been appended and not yet committed. */
  backlog(): LogBacklog
  close(): Promise<void>
}
