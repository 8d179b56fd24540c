/**
 * Threads for work that would block the rest of a process. A thread starts with the first task and ends after it was idle
 * for a while. Not `piscina`: when it terminates a stuck thread, waiting tasks stay stuck unless it keeps idle threads
 * forever, and its time limits include the time that a task waits.
 */
import { Worker } from 'node:worker_threads'

const IDLE_MS = 30_000

export interface ThreadPoolOptions {
  threadsMax: number
  /** Maximum number of waiting tasks; further ones are refused. */
  waitingMax: number
  /** Wall-clock limit of a task; its thread is terminated with it. */
  taskMsMax: number
  heapMb: number
}

interface Task<Request, Outcome> {
  request: Request
  resolve: (outcome: Outcome) => void
  reject: (error: Error) => void
}

interface Thread<Request, Outcome> {
  worker: Worker
  /** Whether it has started, so that its tasks' time counts. */
  isOnline: boolean
  task: Task<Request, Outcome> | null
  /** Terminates the thread, after a long idle time or if its task takes too long. */
  timer: NodeJS.Timeout | null
}

/** Too many tasks at once, or the pool is closed. */
export class ThreadPoolBusy extends Error {}

/** A task exceeded the memory limit of a thread. */
export class ThreadExhausted extends Error {}

/** A task exceeded its wall-clock limit: it is too expensive, or the machine was too busy. */
export class ThreadTimeout extends Error {}

const closed = () => new ThreadPoolBusy('the pool is closed')

export class ThreadPool<Request, Outcome> {
  private readonly threads = new Set<Thread<Request, Outcome>>()
  private readonly waiting: Task<Request, Outcome>[] = []
  private isClosed = false

  constructor(
    private readonly script: URL,
    private readonly options: ThreadPoolOptions,
  ) {}

  /** @throws ThreadPoolBusy, ThreadExhausted, ThreadTimeout, or what the thread threw */
  run(request: Request): Promise<Outcome> {
    if (this.isClosed) return Promise.reject(closed())
    if (this.waiting.length >= this.options.waitingMax) return Promise.reject(new ThreadPoolBusy('too many tasks wait'))
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject })
      this.assign()
    })
  }

  /** Terminates every thread. Running and waiting tasks are rejected as if the pool were busy. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const task of this.waiting.splice(0)) task.reject(closed())
    await Promise.all([...this.threads].map((thread) => thread.worker.terminate()))
  }

  private assign(): void {
    while (this.waiting.length > 0) {
      const idle = [...this.threads].find((thread) => thread.task === null)
      const thread = idle ?? (this.threads.size < this.options.threadsMax ? this.startThread() : null)
      if (!thread) return
      thread.task = this.waiting.shift()!
      if (thread.isOnline) this.endAfter(thread, this.options.taskMsMax)
      thread.worker.postMessage(thread.task.request)
    }
  }

  private startThread(): Thread<Request, Outcome> {
    const worker = new Worker(this.script, { resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb } })
    const thread: Thread<Request, Outcome> = { worker, isOnline: false, task: null, timer: null }
    this.threads.add(thread)
    worker.unref()
    // On a busy machine a thread can take seconds to start, which does not count towards the limit of its first task.
    worker.once('online', () => {
      thread.isOnline = true
      this.endAfter(thread, thread.task ? this.options.taskMsMax : IDLE_MS)
    })
    worker.on('message', (outcome: Outcome) => {
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
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadExhausted('out of memory') : error),
    )
    worker.on('exit', () => end(this.isClosed ? closed() : new ThreadTimeout('out of time')))
    return thread
  }

  private endAfter(thread: Thread<Request, Outcome>, milliseconds: number): void {
    if (thread.timer) clearTimeout(thread.timer)
    thread.timer = setTimeout(() => void thread.worker.terminate(), milliseconds).unref()
  }
}
