/** Limits of reads. Separate from the sessions, so that other processes can use them without loading the engine. */
import os from 'node:os'

/** Parameters become part of the text here, and lists of IDs can be long. */
export const QUERY_BYTES_MAX = 64 * 1024 * 1024
/** Limits of every read. Bytes and rows bound the memory of this process, seconds bound a runaway query. */
export const READ_LIMITS = {
  max_execution_time: 60,
  max_memory_usage: 2_000_000_000,
  max_result_bytes: 500_000_000,
  max_result_rows: 2_000_000,
  max_threads: 2,
  max_query_size: QUERY_BYTES_MAX,
  // Columns with a time zone print instants, so that the hour that occurs twice in autumn stays two hours.
  date_time_output_format: "'iso'",
} as const

/** Concurrent reads: one per core. More would only compete for cores, and slow ingestion down. */
export const READS_AT_ONCE = Math.max(2, os.availableParallelism())
/** A read that has run this long gives up its slot and continues as a slow read, so that slow reads block nobody. */
export const SLOW_AFTER_MS = 3_000
/** Maximum number of slow reads beside the others; beyond that, others wait for one of them. */
export const SLOW_READS_MAX = 4
/** Concurrent reads of queries that run in the background, and their time limit. */
export const PATIENT_READS_AT_ONCE = 2
export const PATIENT_SECONDS = 600
export const READS_WAITING_MAX = 200
/** Concurrent reads whose whole output goes to a file. */
export const STREAMED_READS_AT_ONCE = 2
/**
 * Settings of a read whose output is streamed to a file: any number of rows, in small pieces, sorted on disk if there are many.
 * A reader sends them all; they select the sessions that were opened with them.
 */
export const STREAM_SETTINGS = {
  max_execution_time: PATIENT_SECONDS,
  max_result_rows: '0',
  max_result_bytes: '0',
  max_block_size: '8192',
  max_bytes_before_external_sort: '500000000',
  max_bytes_before_external_group_by: '500000000',
  output_format_csv_crlf_end_of_line: 1,
  output_format_json_quote_64bit_integers: 0,
} as const

/**
 * The engine checks its time limit between two blocks of rows. A read that has not ended this long after its limit is
 * killed.
 */
export const LATE_AFTER_MS = 2_000
export const KILL_AGAIN_MS = 500
/**
 * A read that continues after a kill is stuck in a function that never checks for it. It counts as stuck once this process
 * has used this much processor time since the kill; on a busy machine that takes longer than wall-clock time.
 */
export const STUCK_CPU_MS = 4_000
/** A read that uses no processor time at all counts as stuck after this long. */
export const STUCK_MS_MAX = 60_000

/** When the engine is closed: how long sessions may take to open, pending writes to finish, and reads to end. */
export const OPEN_WAIT_MS = 10_000
export const WRITES_WAIT_MS = 10_000
export const READS_WAIT_MS = 3_000

/**
 * Threads that the engine's process needs for native calls (`UV_THREADPOOL_SIZE`): every read can occupy one, and so can the
 * insert and the kill. With Node's default of four, four slow reads would leave no thread to kill them.
 */
export const ENGINE_THREADS = READS_AT_ONCE + SLOW_READS_MAX + PATIENT_READS_AT_ONCE + STREAMED_READS_AT_ONCE + 8
