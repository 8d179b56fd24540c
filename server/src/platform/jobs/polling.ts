/** Work whose queue is a table: done one piece at a time, as soon as the table gets rows. */
import type { Logger } from '../logger.ts'
import type { Announcements } from '../postgres/announcements.ts'
import type { Service, ServiceProblem } from '../services.ts'

/** How soon work that waits for something which nobody announces is looked at again. */
const WAITING_MS = 500
/** How soon an empty queue is looked at again at most, so that what comes one by one is done together. */
const GATHER_MS = 500
/** How often an empty queue is looked at although nothing was announced, since news can get lost. */
const QUIET_MS = 60_000
const PAUSE_AFTER_ERROR_MS = 5_000

/** A piece was done; there is none; there is some, and it has to wait for something that nobody announces. */
export type Progress = 'done' | 'nothing' | 'waiting'

export interface PollingOptions {
  name: string
  purpose: string
  /** What is said when a piece fails; it is tried again. */
  failure: string
  logger: Logger
  announcements: Announcements
  /** The table whose rows are the work. */
  queue: string
  pauseAfterErrorMs?: number
}

export class Polling implements Service {
  readonly name: string
  readonly purpose: string
  private readonly stopping = new AbortController()
  private lastProblem: ServiceProblem | null = null
  private running: Promise<void> | null = null
  private hasNews = false
  private wake: () => void = () => {}

  /** @param workOne does the next piece. It should end soon once the signal is aborted. */
  constructor(
    private readonly workOne: (signal: AbortSignal) => Promise<Progress>,
    private readonly options: PollingOptions,
  ) {
    this.name = options.name
    this.purpose = options.purpose
  }

  start(): void {
    const { announcements, queue } = this.options
    const leave = announcements.on(queue, () => {
      this.hasNews = true
      this.wake()
    })
    this.running = this.run().finally(leave)
  }

  /** Stops between two steps; what is left goes on at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
  }

  /** Why the last piece failed, until one is done. */
  problem(): ServiceProblem | null {
    return this.lastProblem
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      // Before the queue is read: what comes while it is being read is looked for again.
      this.hasNews = false
      const startedAt = performance.now()
      try {
        const progress = await this.workOne(signal)
        this.lastProblem = null
        if (progress === 'nothing') {
          await this.quiet(signal)
          await pause(Math.max(0, GATHER_MS - (performance.now() - startedAt)), signal)
        }
        if (progress === 'waiting') await pause(WAITING_MS, signal)
      } catch (error) {
        if (signal.aborted) return
        this.lastProblem = { message: (error as Error).message, at: new Date().toISOString() }
        this.options.logger.warn({ err: error }, this.options.failure)
        await pause(this.options.pauseAfterErrorMs ?? PAUSE_AFTER_ERROR_MS, signal)
      }
    }
  }

  /** Until there is news, or for a while. */
  private async quiet(signal: AbortSignal): Promise<void> {
    if (this.hasNews) return
    const news = new AbortController()
    this.wake = () => news.abort()
    await pause(QUIET_MS, AbortSignal.any([signal, news.signal]))
    this.wake = () => {}
  }
}

/** Resolves after a time, or at once when the signal is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
}
