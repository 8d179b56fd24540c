/** Makes the exports that users ask for, and removes expired ones. */
import { handle, type Job, type JobDefinition } from '../../../platform/jobs/definition.ts'
import type { Exports } from './exports.ts'
import { makeFile, makePicture, removeOldExports } from './job-kinds.ts'
import { removeExpired, removeLostBlobs } from './remove.ts'
import { NOT_MADE, storeException, storeProgress } from './store.ts'

type Making = JobDefinition<{ teamId: number; assetId: number }>

export function exportJobs(exports: Exports): Job[] {
  const { db, blobs } = exports.parts
  return [
    making(makePicture, exports),
    making(makeFile, exports),
    handle(removeOldExports, async (_data, { signal }) => {
      await removeExpired(db.$client, blobs, signal)
      await removeLostBlobs(db.$client, blobs)
    }),
  ]
}

function making(kind: Making, exports: Exports): Job {
  const pool = exports.parts.db.$client
  return handle(kind, async ({ teamId, assetId }, run) => {
    const asset = { teamId, id: assetId }
    const gone = new AbortController()
    const signal = AbortSignal.any([run.signal, gone.signal])
    const onProgress = async (done: number, total: number | null) => {
      if (!(await storeProgress(pool, asset, done, total))) gone.abort(new Error('The export was deleted.'))
      signal.throwIfAborted()
      await run.progress(done, total)
    }
    try {
      await exports.render(teamId, assetId, { signal, onProgress })
    } catch (error) {
      // Its project was deleted: there is nothing left to do.
      if (gone.signal.aborted) return
      if (!run.signal.aborted && run.attempt >= kind.retry.attempts) await storeException(pool, asset, NOT_MADE)
      throw error
    }
  })
}
