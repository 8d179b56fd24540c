/** Work whose queue is a table: asked for again and again, one piece at a time. */
import type { Logger } from '../logger.ts'

const POLL_MS = 500
const PAUSE_AFTER_ERROR_MS = 5_000

export interface PollingOptions {
  /** What is said when a piece fails; it is tried again. */
  failure: string
  logger: Logger
  pauseAfterErrorMs?: number
}

export class Polling {
  private readonly stopping = new AbortController()
  private running: Promise<void> | null = null

  /** @param workOne does the next piece; resolves with whether there was one. It should end soon once the signal is aborted. */
  constructor(
    private readonly workOne: (signal: AbortSignal) => Promise<boolean>,
    private readonly options: PollingOptions,
  ) {}

  start(): void {
    this.running = this.run()
  }

  /** Stops between two steps; what is left goes on at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      let pauseMs = POLL_MS
      try {
        if (await this.workOne(signal)) pauseMs = 0
      } catch (error) {
        if (signal.aborted) return
        this.options.logger.warn({ err: error }, this.options.failure)
        pauseMs = this.options.pauseAfterErrorMs ?? PAUSE_AFTER_ERROR_MS
      }
      await pause(pauseMs, signal)
    }
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
