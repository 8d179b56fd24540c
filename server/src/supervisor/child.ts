/** One supervised process: started, restarted when it dies, stopped in order. */
import type { ChildProcess } from 'node:child_process'
import type { Logger } from '../platform/logger.ts'

const RESTART_PAUSE_MS_MIN = 50
const RESTART_PAUSE_MS_MAX = 5_000
/** A process that ran this long was fine; its next restart is immediate again. */
const STABLE_AFTER_MS = 10_000

export interface ChildOptions {
  name: string
  spawn: () => ChildProcess | Promise<ChildProcess>
  /** Resolves once the process does its job; rejects or never resolves otherwise. */
  waitReady: (child: ChildProcess) => Promise<void>
  stopSignal: NodeJS.Signals
  stopTimeoutMs: number
  /** A start that takes longer than this has hung: it is ended and tried again. */
  readyTimeoutMs: number
}

export class SupervisedChild {
  private child: ChildProcess | null = null
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

  /** Starts the process and waits until it is ready. Rejects when it ends before that. */
  async start(): Promise<void> {
    const child = await this.options.spawn()
    this.child = child
    const startedAt = Date.now()
    let isReady = false
    const ended = new Promise<never>((_resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        this.child = null
        reject(new Error(`${this.options.name} ended (${signal ?? `status ${code}`}) before it was ready`))
        if (isReady) this.onDeath(code, signal, Date.now() - startedAt)
      })
    })
    ended.catch(() => {})
    const timer = setTimeout(() => {
      this.logger.error(
        { child: this.options.name, timeoutMs: this.options.readyTimeoutMs },
        'does not get ready; ending it',
      )
      child.kill('SIGKILL')
    }, this.options.readyTimeoutMs)
    try {
      await Promise.race([this.options.waitReady(child), ended])
    } finally {
      clearTimeout(timer)
    }
    isReady = true
  }

  async stop(): Promise<void> {
    this.isStopping = true
    if (this.restartTimer) clearTimeout(this.restartTimer)
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(this.options.stopSignal)
    const timer = setTimeout(() => {
      this.logger.warn({ child: this.options.name }, 'does not stop; killing it')
      child.kill('SIGKILL')
    }, this.options.stopTimeoutMs)
    await ended
    clearTimeout(timer)
  }

  private onDeath(code: number | null, signal: NodeJS.Signals | null, aliveMs: number): void {
    if (this.isStopping) return
    if (aliveMs > STABLE_AFTER_MS) this.pauseMs = RESTART_PAUSE_MS_MIN
    this.logger.error({ child: this.options.name, code, signal, pauseMs: this.pauseMs }, 'died; starting it again')
    this.restartAfterPause()
  }

  private restartAfterPause(): void {
    this.restartTimer = setTimeout(() => {
      if (this.isStopping) return
      this.start().then(
        () => this.logger.info({ child: this.options.name }, 'runs again'),
        (error) => {
          if (this.isStopping) return
          this.logger.error({ child: this.options.name, err: error }, 'could not be started')
          this.restartAfterPause()
        },
      )
    }, this.pauseMs)
    this.pauseMs = Math.min(this.pauseMs * 2, RESTART_PAUSE_MS_MAX)
  }
}
