const MIB = 1024 * 1024

/** Maximum compressed and decompressed size of one capture request. */
export const CAPTURE_BODY_BYTES_MAX = 20 * MIB
export const REPLAY_BODY_BYTES_MAX = 25 * MIB
/** v1 allows less compressed than decompressed data. */
export const V1_COMPRESSED_BYTES_MAX = 10 * MIB
export const TOKEN_CHARACTERS_MAX = 64
/** Classic capture truncates longer distinct IDs; v1 refuses them (and counts bytes). */
export const DISTINCT_ID_CHARACTERS_MAX = 200
export const V1_EVENT_NAME_BYTES_MAX = 200
/** Deeper than the JSON of any SDK, and far below what would exhaust the stack of a later step. */
export const JSON_DEPTH_MAX = 128
/** A recorded page is nested two levels for each level of its elements. */
export const REPLAY_DEPTH_MAX = 1_000
/** A request is logged in records of at most this many events, so that one request never dominates a worker batch. */
export const EVENTS_PER_RECORD_MAX = 1_000
export const RECORD_BYTES_TARGET = 2 * MIB
/**
 * Bodies up to these sizes are decoded inline: about 5 ms on a 2-core machine. Larger ones go to a thread, so that no
 * request blocks the others.
 */
export const INLINE_BODY_BYTES_MAX = 128 * 1024
export const INLINE_TEXT_BYTES_MAX = 512 * 1024
