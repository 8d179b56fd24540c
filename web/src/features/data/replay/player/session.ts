/** One open recording: it loads, plays, and tells the page about both. */
import { type Loaded, RecordingLoader } from '../recording/loader'
import type { Item } from '../recording/recorded'
import type { Segment } from '../recording/segments'
import type { RecordingSource } from '../recording/source'
import type { Playback, PlaybackState } from './playback'
import { readPreferences, savePreferences } from './preferences'
import type { Stage } from './stage'

export interface View {
  /** null until something was loaded. */
  loaded: Loaded | null
  /** null until the stage is ready. */
  playback: PlaybackState | null
  segments: readonly Segment[]
  /** Why the recording cannot be shown, or not to its end. */
  error: Error | null
  /** Whether images and styles of the recorded site are loaded. */
  isExternal: boolean
  /** The picture is as large as it was, instead of fitting into its place. */
  isActualSize: boolean
}

const POLL_MS = 5_000
const NOTHING: View = {
  loaded: null,
  playback: null,
  segments: [],
  error: null,
  isExternal: false,
  isActualSize: false,
}

export class PlayerSession {
  private readonly listeners = new Set<() => void>()
  private readonly loader: RecordingLoader
  private host: HTMLElement | null = null
  private stage: Stage | null = null
  private playback: Playback | null = null
  /** Counts the stages, so that one that opens too late is dropped. */
  private opened = 0
  private wantsToPlay: boolean
  private polling: ReturnType<typeof setInterval> | undefined
  view = NOTHING

  /** @param at where to begin, in milliseconds after the start of the recording */
  constructor(
    source: RecordingSource,
    private readonly at: number,
    isPlaying: boolean,
  ) {
    this.wantsToPlay = isPlaying
    this.loader = new RecordingLoader(source, at, (loaded, added) => this.take(loaded, added))
  }

  /** Starts to load, and to play in `host` as soon as there is a first picture. */
  open(host: HTMLElement): void {
    this.host = host
    void this.loader.run()
    void this.openStage()
  }

  /** While a recording is going on, it is asked for more every few seconds. */
  setOngoing(isOngoing: boolean): void {
    const wasOngoing = this.polling !== undefined
    clearInterval(this.polling)
    this.polling = isOngoing ? setInterval(() => document.hidden || void this.loader.refresh(true), POLL_MS) : undefined
    if (isOngoing || wasOngoing) void this.loader.refresh(isOngoing)
  }

  close(): void {
    this.opened++
    clearInterval(this.polling)
    this.loader.close()
    this.playback?.destroy()
    this.host?.replaceChildren()
    this.listeners.clear()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  retry(): void {
    this.set({ error: null })
    void this.loader.run()
  }

  /** Starts the picture anew with another policy for what it may load. */
  setExternal(isExternal: boolean): void {
    this.set({ isExternal })
    void this.openStage()
  }

  toggleActualSize(): void {
    this.set({ isActualSize: !this.view.isActualSize })
  }

  toggle(): void {
    this.wantsToPlay = !(this.view.playback?.isPlaying ?? this.wantsToPlay)
    if (this.wantsToPlay) this.playback?.play()
    else this.playback?.pause()
  }

  /** @param time milliseconds since the epoch */
  seek(time: number): void {
    this.loader.want(time)
    this.playback?.seek(time)
  }

  /** Moves by milliseconds of the recording. */
  move(by: number): void {
    if (this.view.playback) this.seek(this.view.playback.time + by)
  }

  pause(): void {
    this.wantsToPlay = false
    this.playback?.pause()
  }

  setSpeed(speed: number): void {
    savePreferences({ speed })
    this.playback?.setSpeed(speed)
  }

  toggleSkips(): void {
    const skips = !this.view.playback?.skips
    savePreferences({ skips })
    this.playback?.setSkips(skips)
  }

  /** The frame in which the recorded page is drawn. */
  get frame(): HTMLIFrameElement | null {
    return this.stage?.frame ?? null
  }

  private async openStage(): Promise<void> {
    const { host } = this
    const turn = ++this.opened
    const time = this.view.playback?.time
    this.playback?.destroy()
    this.playback = null
    try {
      // The engine is large; it is loaded together with the first block.
      const { openStage, Playback } = await import('./engine')
      const stage = await openStage(host!, this.view.isExternal)
      if (turn !== this.opened) return
      this.stage = stage
      this.begin(Playback, stage, time)
    } catch (error) {
      if (turn === this.opened) this.set({ error: error as Error })
    }
  }

  private Engine: typeof Playback | null = null

  private begin(Engine: typeof Playback, stage: Stage, time?: number): void {
    this.Engine = Engine
    const { loaded } = this.view
    if (!loaded || loaded.items.length === 0) return
    const initial = { time: time ?? Math.min(loaded.start + this.at, loaded.end), ...readPreferences() }
    this.playback = new Engine(stage, loaded, initial, (playback, segments) => this.set({ playback, segments }))
    this.playback.load(loaded, loaded.items)
    if (this.wantsToPlay) this.playback.play()
  }

  private take(loaded: Loaded, added: readonly Item[]): void {
    this.set({ loaded, error: loaded.error })
    if (this.playback) this.playback.load(loaded, added)
    else if (this.Engine && this.stage) this.begin(this.Engine, this.stage)
  }

  private set(change: Partial<View>): void {
    this.view = { ...this.view, ...change }
    for (const listener of this.listeners) listener()
  }
}
