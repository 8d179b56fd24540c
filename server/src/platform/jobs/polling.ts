/** Work whose queue is a table: processed one unit at a time, as soon as the table gets rows. */
import type { Logger } from '../logger.ts'
import type { Announcements } from '../postgres/announcements.ts'
import type { Service, ServiceProblem } from '../services.ts'

/** How soon to check again for work that waits for something without an announcement. */
const WAITING_MS = 500
/** Minimum time between reads of an empty queue, so that rows that arrive one by one are processed together. */
const GATHER_MS = 500
/** How often to read an empty queue without an announcement, since announcements can get lost. */
const QUIET_MS = 60_000
const PAUSE_AFTER_ERROR_MS = 5_000

/** A unit was processed; the queue is empty; or there is work that waits for something without an announcement. */
export type Progress = 'done' | 'nothing' | 'waiting'

export interface PollingOptions {
  name: string
  purpose: string
  /** Log message when a unit fails; it is retried. */
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

  /** @param workOne processes the next unit. It should end soon once the signal is aborted. */
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

  /** Stops between two units; the rest continues at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
  }

  /** Why the last unit failed, until one succeeds. */
  problem(): ServiceProblem | null {
    return this.lastProblem
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      // Reset before the queue is read: rows that arrive during the read trigger another one.
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

  /** Waits for an announcement, or for a while. */
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
