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
const THREAD_HEAP_MB = 1024

interface Task {
  request: RawRequest
  resolve: (outcome: PrepareOutcome) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  task: Task | null
  idleTimer: NodeJS.Timeout | null
}

/** Too many large requests at once. */
export class PreparePoolBusy extends Error {}

export class PreparePool {
  private readonly threads = new Set<Thread>()
  private readonly waiting: Task[] = []

  constructor(private readonly script: URL) {}

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
      if (thread.idleTimer) clearTimeout(thread.idleTimer)
      thread.worker.postMessage(thread.task.request)
    }
  }

  private startThread(): Thread {
    const worker = new Worker(this.script, { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } })
    const thread: Thread = { worker, task: null, idleTimer: null }
    this.threads.add(thread)
    worker.unref()
    worker.on('message', (outcome: PrepareOutcome) => {
      thread.task?.resolve(outcome)
      thread.task = null
      thread.idleTimer = setTimeout(() => void worker.terminate(), IDLE_MS).unref()
      this.assign()
    })
    const end = (error: Error) => {
      if (!this.threads.delete(thread)) return
      thread.task?.reject(error)
      this.assign()
    }
    worker.on('error', end)
    worker.on('exit', () => end(new Error('the thread ended')))
    return thread
  }
}
