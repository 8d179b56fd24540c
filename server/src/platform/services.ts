/** Everything that runs in a process: a list of services, started in order and stopped in reverse order. */
import type { Logger } from './logger.ts'

/** Something that is started once and must be stopped before the process ends. */
export interface Service {
  /** Unique in its process; shown to the operator. */
  readonly name: string
  /** What it is for, in one plain sentence. */
  readonly purpose: string
  /** Resolves once it works. If it fails, `stop` closes whatever it had opened. */
  start(): void | Promise<void>
  /** Resolves once nothing of it runs any more. Does nothing if it was never started. */
  stop(): void | Promise<void>
  /** The last error, unless it has succeeded since. */
  problem?(): ServiceProblem | null
}

export interface ServiceProblem {
  message: string
  /** ISO 8601. */
  at: string
}

export interface ServiceStatus {
  name: string
  purpose: string
  /** When it started, ISO 8601. */
  since: string
  problem: ServiceProblem | null
}

/**
 * How long one service may take to stop before the next one is stopped. The supervisor kills a process that takes much
 * longer in total.
 */
export const STOP_MS_MAX = 10_000

export class ServiceRunner {
  private readonly started: { service: Service; since: Date }[] = []

  /** @param stopMsMax how long one service may take to stop, in milliseconds */
  constructor(
    private readonly logger: Logger,
    private readonly stopMsMax = STOP_MS_MAX,
  ) {}

  /**
   * Starts services one after the other. May be called again with services that depend on those.
   * @throws the error of the first one that fails, after it and every service started earlier were stopped
   */
  async start(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      this.started.push({ service, since: new Date() })
      try {
        await service.start()
      } catch (error) {
        this.logger.error({ err: error, service: service.name }, 'a service could not start')
        // The caller needs this error; errors while stopping are in the log.
        await this.stop().catch(() => {})
        throw error
      }
    }
  }

  /**
   * Stops the started services, the last one first. One that fails or takes too long does not keep the others from stopping.
   * @throws Error that names the services that did not stop
   */
  async stop(): Promise<void> {
    const left: string[] = []
    for (let next = this.started.pop(); next; next = this.started.pop()) {
      const { service } = next
      try {
        await within(this.stopMsMax, service.stop())
      } catch (error) {
        this.logger.error({ err: error, service: service.name }, 'a service did not stop')
        left.push(service.name)
      }
    }
    if (left.length > 0) throw new Error(`Did not stop: ${left.join(', ')}`)
  }

  /** Status of every started service, in the order of their start. */
  status(): ServiceStatus[] {
    return this.started.map(({ service, since }) => ({
      name: service.name,
      purpose: service.purpose,
      since: since.toISOString(),
      problem: service.problem?.() ?? null,
    }))
  }
}

/** @throws Error when the work takes longer */
async function within(milliseconds: number, work: void | Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`still running after ${milliseconds} ms`)), milliseconds)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A service for something that is open from the beginning and only has to be closed. */
export function closing(name: string, purpose: string, close: () => void | Promise<void>): Service {
  return { name, purpose, start() {}, stop: close }
}
