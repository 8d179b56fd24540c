/** Removes blobs that no row names: a process died after it wrote them, or before it deleted them. */
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

const KEYS_AT_ONCE = 500
/** Younger blobs may belong to a transaction that is still open. */
const AGE_MS_MIN = 24 * 60 * 60 * 1000

/**
 * @param now milliseconds since 1970
 * @returns number of removed blobs
 */
export async function sweepBlobs(pool: Pool, blobs: Blobs, now = Date.now()): Promise<number> {
  let removed = 0
  let keys: string[] = []
  const removeUnnamed = async () => {
    for (const key of await unnamed(pool, keys)) {
      await blobs.delete(key)
      removed += 1
    }
    keys = []
  }
  for await (const { key, storedAt } of blobs.list('replay')) {
    if (now - storedAt.getTime() < AGE_MS_MIN) continue
    keys.push(key)
    if (keys.length >= KEYS_AT_ONCE) await removeUnnamed()
  }
  await removeUnnamed()
  return removed
}

async function unnamed(pool: Pool, keys: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    'SELECT blob_key AS key FROM recording_blocks WHERE blob_key = ANY($1)',
    [keys],
  )
  const named = new Set(rows.map(({ key }) => key))
  return keys.filter((key) => !named.has(key))
}
