/** Removes exports that have expired, and files that no export names. */
import type { Blobs } from '../../../platform/blobs/blobs.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

const AT_ONCE = 500
/** Younger files may belong to an export that is being made. */
const AGE_MS_MIN = 24 * 60 * 60 * 1000

/** @returns number of removed exports */
export async function removeExpired(pool: Pool, blobs: Blobs, signal?: AbortSignal): Promise<number> {
  for (let removed = 0; ; ) {
    signal?.throwIfAborted()
    const { rows } = await pool.query<{ id: number; key: string | null }>(
      `SELECT id, blob_key AS key FROM exported_assets WHERE expires_at <= now() ORDER BY id LIMIT ${AT_ONCE}`,
    )
    // A row is deleted after its file: what is left after a crash is found again.
    for (const { key } of rows) if (key !== null) await blobs.delete(key)
    await pool.query('DELETE FROM exported_assets WHERE id = ANY($1) AND expires_at <= now()', [
      rows.map(({ id }) => id),
    ])
    removed += rows.length
    if (rows.length < AT_ONCE) return removed
  }
}

/**
 * Removes files that a process left behind when it died.
 * @param now milliseconds since 1970
 * @returns number of removed files
 */
export async function removeLostBlobs(pool: Pool, blobs: Blobs, now = Date.now()): Promise<number> {
  let removed = 0
  let keys: string[] = []
  const removeUnnamed = async () => {
    const { rows } = await pool.query<{ key: string }>(
      'SELECT blob_key AS key FROM exported_assets WHERE blob_key = ANY($1)',
      [keys],
    )
    const named = new Set(rows.map(({ key }) => key))
    for (const key of keys.filter((each) => !named.has(each))) {
      await blobs.delete(key)
      removed += 1
    }
    keys = []
  }
  for await (const { key, storedAt } of blobs.list('exports')) {
    if (now - storedAt.getTime() < AGE_MS_MIN) continue
    keys.push(key)
    if (keys.length >= AT_ONCE) await removeUnnamed()
  }
  await removeUnnamed()
  return removed
}
