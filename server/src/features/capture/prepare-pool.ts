/**
 * Threads that prepare large requests, so that a 20 MiB body never holds up the others. A thread starts with the first
 * large request and ends when it has had nothing to do for a while.
 */
import { Worker } from 'node:worker_threads'
import type { PrepareOutcome, RawRequest } from './prepare.ts'

const THREADS_MAX = 2
/** Large requests waiting for a thread, above which capture answers 503: each holds up to 25 MiB. */
const WAITING_MAX = 32
const IDLE_MS = 30_000
/** A request that keeps a thread longer is a bomb: the largest honest one takes about a second. */
const TASK_MS_MAX = 10_000
const THREAD_HEAP_MB = 1024

interface Task {
  request: RawRequest
  resolve: (outcome: PrepareOutcome) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  task: Task | null
  /** Ends the thread: when it is idle for long, or when its task takes too long. */
  timer: NodeJS.Timeout | null
}

/** Too many large requests at once. */
export class PreparePoolBusy extends Error {}

/** A request took more time or memory than a thread has. */
export class PrepareExhausted extends Error {}

export class PreparePool {
  private readonly threads = new Set<Thread>()
  private readonly waiting: Task[] = []

  constructor(
    private readonly script: URL,
    private readonly taskMsMax = TASK_MS_MAX,
  ) {}

  run(request: RawRequest): Promise<PrepareOutcome> {
    if (this.waiting.length >= WAITING_MAX) return Promise.reject(new PreparePoolBusy('too many large requests'))
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject })
      this.assign()
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.threads].map((thread) => thread.worker.terminate()))
  }

  private assign(): void {
    while (this.waiting.length > 0) {
      const idle = [...this.threads].find((thread) => thread.task === null)
      const thread = idle ?? (this.threads.size < THREADS_MAX ? this.startThread() : null)
      if (!thread) return
      thread.task = this.waiting.shift()!
      this.endAfter(thread, this.taskMsMax)
      thread.worker.postMessage(thread.task.request)
    }
  }

  private startThread(): Thread {
    const worker = new Worker(this.script, { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } })
    const thread: Thread = { worker, task: null, timer: null }
    this.threads.add(thread)
    worker.unref()
    worker.on('message', (outcome: PrepareOutcome) => {
      thread.task?.resolve(outcome)
      thread.task = null
      this.endAfter(thread, IDLE_MS)
      this.assign()
    })
    const end = (error: Error) => {
      if (!this.threads.delete(thread)) return
      if (thread.timer) clearTimeout(thread.timer)
      thread.task?.reject(error)
      this.assign()
    }
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new PrepareExhausted('out of memory') : error),
    )
    worker.on('exit', () => end(new PrepareExhausted('out of time')))
    return thread
  }

  private endAfter(thread: Thread, milliseconds: number): void {
    if (thread.timer) clearTimeout(thread.timer)
    thread.timer = setTimeout(() => void thread.worker.terminate(), milliseconds).unref()
  }
}
