/** Threads that prepare large requests, so that a 20 MiB body never blocks the others. */
import { ThreadPool } from '../../../platform/threads/thread-pool.ts'
import type { PrepareOutcome, RawRequest } from './prepare.ts'

const OPTIONS = {
  threadsMax: 2,
  /** With more waiting requests, capture answers 503: each holds up to 25 MiB. */
  waitingMax: 32,
  /** The largest valid request takes about a second of an idle processor. */
  taskMsMax: 30_000,
  heapMb: 1024,
}

export class PreparePool extends ThreadPool<RawRequest, PrepareOutcome> {
  constructor(script: URL, taskMsMax = OPTIONS.taskMsMax) {
    super(script, { ...OPTIONS, taskMsMax })
  }
}
