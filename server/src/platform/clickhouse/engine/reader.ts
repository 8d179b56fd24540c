/** The parent side of a reading session that runs in its own thread. One statement at a time. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface ReaderOptions {
  directory: string
  connectionArgs: readonly string[]
  /** Run when the session is opened: they set database and limits, and finally make it read-only. */
  statements: readonly string[]
}

/** Messages to the thread: run a statement; a chunk was taken; stop sending; close. */
export type ReaderRequest = { sql: string; format: string } | { next: true } | { stop: true } | { close: true }
/** Messages from the thread: the session is open; a chunk of output; an error; ready for the next statement. */
export type ReaderMessage = { opened: true } | RunMessage
type RunMessage = { piece: Uint8Array } | { error: string } | { done: true }

/** Number of chunks that the thread sends before the first of them is taken. */
export const PIECES_AHEAD = 4

/** A running or finished statement. */
export class ReaderRun {
  /** Resolves once the session is free again, however the statement ended. */
  readonly ended: Promise<void>
  isEnded = false
  private readonly pieces: Uint8Array[] = []
  private failure: Error | null = null
  private wake: () => void = () => {}
  private end: () => void = () => {}

  constructor(private readonly send: (request: ReaderRequest) => void) {
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  /** The next chunk of output, null after the last. @throws Error with the engine's text, or the error given to `fail` */
  async next(): Promise<Uint8Array | null> {
    while (this.pieces.length === 0 && !this.failure && !this.isEnded)
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    if (this.failure) throw this.failure
    const piece = this.pieces.shift()
    if (piece && !this.isEnded) this.send({ next: true })
    return piece ?? null
  }

  /** Ends the wait for output at once; the statement itself runs until it ends. */
  fail(error: Error): void {
    this.failure ??= error
    this.wake()
  }

  /** Discards the remaining output. */
  stop(): void {
    if (!this.isEnded) this.send({ stop: true })
  }

  /** Called by the reader with a message from its thread. */
  receive(message: RunMessage): void {
    if ('piece' in message) this.pieces.push(message.piece)
    else if ('error' in message) this.failure ??= new Error(message.error)
    else {
      this.isEnded = true
      this.end()
    }
    this.wake()
  }
}

export class Reader {
  private readonly thread: Worker
  private run: ReaderRun | null = null
  /** Resolves once the session is open, or has failed to open. */
  readonly opened: Promise<void>
  private isGone = false

  constructor(script: URL, options: ReaderOptions) {
    this.thread = new Worker(script, { workerData: options })
    this.opened = new Promise((resolve) => {
      this.thread.on('message', (message: ReaderMessage) => {
        if ('opened' in message) resolve()
        else this.run?.receive(message)
      })
      this.thread.on('exit', resolve)
    })
    this.thread.on('error', (error) => this.giveUp(error))
    this.thread.on('exit', () => {
      this.isGone = true
      this.giveUp(new Error('a reading thread ended'))
    })
  }

  start(sql: string, format: string): ReaderRun {
    const run = new ReaderRun((request) => this.thread.postMessage(request))
    this.run = run
    this.thread.postMessage({ sql, format } satisfies ReaderRequest)
    return run
  }

  /** Closes the session. It must be idle and opened. */
  async close(): Promise<void> {
    if (this.isGone) return
    const ended = once(this.thread, 'exit')
    this.thread.postMessage({ close: true } satisfies ReaderRequest)
    await ended
  }

  private giveUp(error: Error): void {
    this.run?.fail(error)
    this.run?.receive({ done: true })
  }
}
