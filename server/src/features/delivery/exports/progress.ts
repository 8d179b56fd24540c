/** Notes progress now and then instead of with every piece. */
import type { RenderOptions } from './parts.ts'

const EVERY_MS = 1_000

/** A function to call with every piece; it hands on one call each second. */
export function throttled(
  onProgress: RenderOptions['onProgress'],
  now: () => number = Date.now,
): (done: number, total: number | null) => Promise<void> {
  let notedAt = 0
  return async (done, total) => {
    if (!onProgress || now() - notedAt < EVERY_MS) return
    notedAt = now()
    await onProgress(done, total)
  }
}
