/** Time-ordered uuids. Random bytes are drawn for many at once: asking the system for sixteen at a time costs more than the rest. */
import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const UUID_RANDOM_BYTES = 16
const pool = new Uint8Array(UUID_RANDOM_BYTES * 512)
let used = pool.length

/** A new version 7 uuid. */
export function newUuid(): string {
  if (used >= pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, used + UUID_RANDOM_BYTES)
  used += UUID_RANDOM_BYTES
  return v7({ random })
}
