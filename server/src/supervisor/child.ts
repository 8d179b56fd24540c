/** One supervised process: started, restarted when it dies, stopped in order. */
import type { ChildProcess } from 'node:child_process'
import type { Logger } from '../platform/logger.ts'
import { PATIENCE, type Patience, SignsOfLife } from './signs-of-life.ts'

const RESTART_PAUSE_MS_MIN = 50
const RESTART_PAUSE_MS_MAX = 5_000
/** After this uptime a process counts as stable, and its next restart has no backoff. */
const STABLE_AFTER_MS = 10_000
/** How often to log that a process is still starting. */
const STILL_STARTING_MS = 30_000
/** Number of hangs after which `start` gives up. */
const HANGS_MAX = 3

/** Passed to `waitReady`. */
export interface Waiting {
  /** To be called when the process did something that only a live one does. */
  noteLife: () => void
  /** Aborted when the process has exited or hangs. */
  signal: AbortSignal
}

export interface ChildOptions {
  name: string
  spawn: () => ChildProcess | Promise<ChildProcess>
  /** Resolves once the process is ready; otherwise rejects or never resolves. */
  waitReady: (child: ChildProcess, waiting: Waiting) => Promise<void>
  /** Asks the process to stop. A process that is not ready yet may not hear it. */
  askToEnd: (child: ChildProcess, isReady: boolean) => void
  stopTimeoutMs: number
  patience?: Patience
}

export class SupervisedChild {
  private child: ChildProcess | null = null
  private isReady = false
  private isStopping = false
  private pauseMs = RESTART_PAUSE_MS_MIN
  private restartTimer: NodeJS.Timeout | null = null

  constructor(
    private readonly options: ChildOptions,
    private readonly logger: Logger,
  ) {}

  get name(): string {
    return this.options.name
  }

  /**
   * Starts the process and waits until it is ready, for as long as it shows signs of life. A process that hangs is killed
   * and started again.
   * @throws Error when the process exits before it is ready, or hangs every time
   */
  async start(): Promise<void> {
    for (let hangs = 1; ; hangs++) {
      try {
        return await this.startOnce()
      } catch (error) {
        if (!(error instanceof Hang) || hangs >= HANGS_MAX || this.isStopping) throw error
      }
    }
  }

  private async startOnce(): Promise<void> {
    const child = await this.options.spawn()
    this.child = child
    this.isReady = false
    const startedAt = Date.now()
    const waiting = new AbortController()
    let hang: Hang | null = null
    const ended = new Promise<never>((_resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        this.child = null
        reject(hang ?? new Error(`${this.name} ended (${signal ?? `status ${code}`}) before it was ready`))
        if (this.isReady) this.onDeath(code, signal, Date.now() - startedAt)
      })
    })
    ended.catch(() => {})
    // `stop` was called while the process was being spawned.
    if (this.isStopping) child.kill('SIGKILL')
    const life = new SignsOfLife(child.pid ?? 0, this.options.patience ?? PATIENCE, (why) => {
      this.logger.error({ child: this.name, why }, 'hangs before it is ready; ending it')
      hang = new Hang(`${this.name} hangs: ${why}`)
      child.kill('SIGKILL')
    })
    const reminder = setInterval(
      () =>
        this.logger.warn(
          { child: this.name, seconds: Math.round((Date.now() - startedAt) / 1000) },
          'is still starting',
        ),
      STILL_STARTING_MS,
    )
    try {
      const ready = this.options.waitReady(child, { noteLife: () => life.note(), signal: waiting.signal })
      await Promise.race([ready, ended])
      this.isReady = true
      this.logger.debug({ child: this.name, milliseconds: Date.now() - startedAt }, 'is ready')
    } finally {
      life.close()
      clearInterval(reminder)
      waiting.abort()
    }
  }

  /** From now on its exit is expected and causes no restart. */
  expectEnd(): void {
    this.isStopping = true
    if (this.restartTimer) clearTimeout(this.restartTimer)
  }

  async stop(): Promise<void> {
    this.expectEnd()
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    this.options.askToEnd(child, this.isReady)
    const timer = setTimeout(() => {
      this.logger.warn({ child: this.name }, 'does not stop; killing it')
      child.kill('SIGKILL')
    }, this.options.stopTimeoutMs)
    await ended
    clearTimeout(timer)
  }

  private onDeath(code: number | null, signal: NodeJS.Signals | null, aliveMs: number): void {
    if (this.isStopping) return
    if (aliveMs > STABLE_AFTER_MS) this.pauseMs = RESTART_PAUSE_MS_MIN
    this.logger.error({ child: this.name, code, signal, pauseMs: this.pauseMs }, 'died; starting it again')
    this.restartAfterPause()
  }

  private restartAfterPause(): void {
    this.restartTimer = setTimeout(() => {
      if (this.isStopping) return
      this.start().then(
        () => this.logger.info({ child: this.name }, 'runs again'),
        (error) => {
          if (this.isStopping) return
          this.logger.error({ child: this.name, err: error }, 'could not be started')
          this.restartAfterPause()
        },
      )
    }, this.pauseMs)
    this.pauseMs = Math.min(this.pauseMs * 2, RESTART_PAUSE_MS_MAX)
  }
}

/** The process was killed because it hung. */
class Hang extends Error {}
