/** Plays a recording: one clock over all its windows, which shows the window that the user was in. */
import type { Loaded } from '../recording/loader'
import { loadedUntil } from '../recording/order'
import type { Size } from '../recording/playable'
import type { Item } from '../recording/recorded'
import { type Segment, segmentAt, segmentsOf } from '../recording/segments'
import type { Stage } from './stage'
import { WindowPlayer } from './window-player'

/** Shorter inactivity is not worth a jump. */
const SKIP_MS_MIN = 1_000

export interface PlaybackState {
  /** Milliseconds since the epoch. */
  time: number
  isPlaying: boolean
  /** Playing, but what comes next is not loaded yet. */
  isWaiting: boolean
  hasEnded: boolean
  /** It played to the end of a recording that is going on, and goes on as soon as more comes. */
  isFollowing: boolean
  speed: number
  skips: boolean
  /** The window at this time; null if nothing was recorded then. */
  windowId: string | null
  size: Size
  /** There is a window but no full snapshot of it yet; the time of the first one, or null if there is none. */
  undrawable: { until: number | null } | null
}

/** Tells its state through `onChange`: on every frame while it plays, and whenever something changes. */
export class Playback {
  private readonly start: number
  /** It grows while the recording is going on. */
  private end: number
  private segments: Segment[] = []
  private readonly windows = new Map<string, WindowPlayer>()
  private current: WindowPlayer | null = null
  private loaded: Pick<Loaded, 'ranges' | 'isComplete' | 'isOngoing'> = {
    ranges: [],
    isComplete: false,
    isOngoing: false,
  }
  private frame = 0
  private last = 0
  /** The user chose a place in this idle segment, so it is not skipped. */
  private kept: Segment | undefined
  /** What is on the screen lacks something that was not loaded. */
  private isStarved = true
  private state: PlaybackState

  constructor(
    private readonly stage: Stage,
    span: { start: number; end: number },
    initial: { time: number; speed: number; skips: boolean },
    private readonly onChange: (state: PlaybackState, segments: readonly Segment[]) => void,
  ) {
    this.start = span.start
    this.end = span.end
    this.state = {
      ...initial,
      isPlaying: false,
      isWaiting: false,
      hasEnded: false,
      isFollowing: false,
      windowId: null,
      size: { width: 1280, height: 800 },
      undrawable: null,
    }
    document.addEventListener('visibilitychange', this.rest)
  }

  /** @param added the items that are new, sorted by time */
  load(loaded: Loaded, added: readonly Item[]): void {
    this.loaded = loaded
    this.end = Math.max(this.end, loaded.end)
    const own = new Map<string, Item[]>()
    for (const item of added) {
      const items = own.get(item.windowId)
      if (items) items.push(item)
      else own.set(item.windowId, [item])
    }
    for (const [id, items] of own) this.windowOf(id).add(items)
    this.segments = segmentsOf(loaded.items, this.start, this.end)
    if (!loaded.isOngoing) this.set({ isFollowing: false })
    // What is on the screen stays, unless it could not be drawn until now.
    if (this.state.isFollowing && this.end > this.state.time) this.play()
    else if (this.isStarved || this.state.undrawable || !this.current) this.show()
    else this.tell()
  }

  play(): void {
    if (this.state.hasEnded && this.state.time >= this.end) this.set({ time: this.start })
    this.set({ isPlaying: true, hasEnded: false, isFollowing: false })
    this.show()
  }

  pause(): void {
    cancelAnimationFrame(this.frame)
    this.current?.pause()
    this.set({ isPlaying: false, isWaiting: false, isFollowing: false })
    this.tell()
  }

  /** @param time milliseconds since the epoch; kept within the recording */
  seek(time: number): void {
    const place = Math.min(this.end, Math.max(this.start, time))
    this.set({ time: place, hasEnded: false, isFollowing: false })
    this.kept = segmentAt(this.segments, place)
    this.show()
  }

  setSpeed(speed: number): void {
    this.set({ speed })
    this.current?.setSpeed(speed)
    this.tell()
  }

  setSkips(skips: boolean): void {
    this.set({ skips })
    this.tell()
  }

  destroy(): void {
    cancelAnimationFrame(this.frame)
    document.removeEventListener('visibilitychange', this.rest)
    for (const each of this.windows.values()) each.destroy()
  }

  private windowOf(id: string): WindowPlayer {
    const known = this.windows.get(id)
    if (known) return known
    const made: WindowPlayer = new WindowPlayer(this.stage, id, () => {
      if (made !== this.current) return
      this.set({ size: made.size })
      this.tell()
    })
    this.windows.set(id, made)
    return made
  }

  /** Draws the state at the present time, and goes on from there when playing. */
  private show(): void {
    cancelAnimationFrame(this.frame)
    const { time, isPlaying, speed } = this.state
    const isWaiting = this.loadedEnd(time) === null
    this.isStarved = isWaiting
    const segment = isWaiting ? undefined : segmentAt(this.segments, time)
    const shown = segment?.windowId ? this.windowOf(segment.windowId) : null
    if (this.current !== shown) this.current?.hide()
    this.current = shown
    shown?.show(time, isPlaying && !isWaiting, speed)
    this.set({
      isWaiting: isWaiting && isPlaying,
      windowId: segment?.windowId ?? null,
      undrawable: shown && !shown.canDraw(time) ? { until: shown.firstDrawable } : null,
      ...(shown && { size: shown.size }),
    })
    this.tell()
    this.last = performance.now()
    if (isPlaying && !isWaiting) this.frame = requestAnimationFrame(this.tick)
  }

  private readonly tick = (): void => {
    const now = performance.now()
    const time = this.state.time + (now - this.last) * this.state.speed
    this.last = now
    this.set({ time: Math.min(time, this.end) })
    const idleEnd = this.idleEnd(time)
    if (time >= this.end || idleEnd >= this.end) this.finish()
    else if (idleEnd - time > SKIP_MS_MIN) {
      this.set({ time: idleEnd })
      this.show()
    } else if (this.mustChange(time)) this.show()
    else {
      this.tell()
      this.frame = requestAnimationFrame(this.tick)
    }
  }

  /** Where the inactivity at a time ends, as far as it is loaded; the time itself if there is none, or if it is not skipped. */
  private idleEnd(time: number): number {
    const segment = segmentAt(this.segments, time)
    const loadedEnd = this.loadedEnd(time)
    if (!this.state.skips || !segment || loadedEnd === null) return time
    if (segment.isActive || time < segment.start || segment.start === this.kept?.start) return time
    return Math.min(segment.end, loadedEnd)
  }

  /** Whether another window, or none, must be shown. */
  private mustChange(time: number): boolean {
    if (this.loadedEnd(time) === null) return true
    const windowId = segmentAt(this.segments, time)?.windowId ?? null
    const isDrawable = this.state.undrawable !== null && this.current?.canDraw(time) === true
    return windowId !== this.state.windowId || isDrawable
  }

  private finish(): void {
    this.set({ time: this.end, isPlaying: false, hasEnded: true, isFollowing: this.loaded.isOngoing })
    this.show()
  }

  /** Until when everything is loaded from a time on; null if the time itself is not loaded. */
  private loadedEnd(time: number): number | null {
    return this.loaded.isComplete ? Number.POSITIVE_INFINITY : loadedUntil(this.loaded.ranges, time)
  }

  /** A page in the background gets no frames: the clock stops with them. */
  private readonly rest = (): void => {
    if (!this.state.isPlaying) return
    if (document.hidden) {
      cancelAnimationFrame(this.frame)
      this.current?.pause()
    } else this.show()
  }

  private set(change: Partial<PlaybackState>): void {
    this.state = { ...this.state, ...change }
  }

  private tell(): void {
    this.onChange(this.state, this.segments)
  }
}
