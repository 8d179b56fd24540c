/** Limits of reading. Kept apart from the sessions, so that other processes know them without loading the engine. */
import os from 'node:os'

/** Parameters become part of the text here, and lists of ids can be long. */
export const QUERY_BYTES_MAX = 64 * 1024 * 1024
/** Limits of every read. Bytes and rows bound the memory of this process, seconds bound a runaway query. */
export const READ_LIMITS = {
  max_execution_time: 60,
  max_memory_usage: 2_000_000_000,
  max_result_bytes: 500_000_000,
  max_result_rows: 2_000_000,
  max_threads: 2,
  max_query_size: QUERY_BYTES_MAX,
  // Columns with a time zone print instants, so that the hour which comes twice in autumn stays two hours.
  date_time_output_format: "'iso'",
} as const

/** Reads that run at once: as many as there are cores. More would only take turns, and hold up what is being stored. */
export const READS_AT_ONCE = Math.max(2, os.availableParallelism())
/** A read that has run this long gives its turn to the next one and goes on beside it, so that slow reads block nobody. */
export const SLOW_AFTER_MS = 3_000
/** Slow reads that run beside the others; while there are more, the others wait for one of them. */
export const SLOW_READS_MAX = 4
/** Reads for queries that were asked to run in the background, and how long one may take. */
export const PATIENT_READS_AT_ONCE = 2
export const PATIENT_SECONDS = 600
export const READS_WAITING_MAX = 200

/** The engine checks its time limit between two blocks of rows. What has not ended this long after it is ended from here. */
export const LATE_AFTER_MS = 2_000
export const KILL_AGAIN_MS = 500
/**
 * A read that was killed and goes on is stuck in a function that never looks up. It counts as stuck once this process has
 * used so much processor time since the kill, which on a busy machine takes longer than the same time on the clock.
 */
export const STUCK_CPU_MS = 4_000
/** One that uses no processor time at all is stuck after this long. */
export const STUCK_MS_MAX = 60_000

/** When the engine is closed: how long sessions may take to open, writes that were asked for to finish, and reads to end. */
export const OPEN_WAIT_MS = 10_000
export const WRITES_WAIT_MS = 10_000
export const READS_WAIT_MS = 3_000

/**
 * Threads that the engine's process needs for native calls (`UV_THREADPOOL_SIZE`): every read can hold one, and so can the
 * insert and the kill. With Node's four, four slow reads would leave none to kill them with.
 */
export const ENGINE_THREADS = READS_AT_ONCE + SLOW_READS_MAX + PATIENT_READS_AT_ONCE + 8
