/** Draws one window (tab) of a recording on the stage, with rrweb's engine. */
import { Replayer } from '@posthog/rrweb'
import { lastSize, playable, playableFrom, SIZE, type Size } from '../recording/playable'
import { type Item, isTouchStart, SOURCE, TYPE } from '../recording/recorded'
import type { Stage } from './stage'

/** Recorders tell the size of the window just before its first picture, which is then shown for that moment too. */
const EARLY_MS = 1_000
const DEAD_EVENTS = ['click', 'auxclick', 'submit', 'dragstart', 'keydown'] as const
const LOAD_MS = 500
const SILENT = { log() {}, warn() {} }

export class WindowPlayer {
  /** Sorted by time. */
  private items: Item[] = []
  /** Times of the full snapshots, ascending. */
  private snapshots: number[] = []
  private replayer: Replayer | null = null
  /** Time of the engine's first item. */
  private base = 0
  /** Items were added before ones that the engine knows, so it has to begin anew. */
  private isStale = false
  private isTouched = false
  private readonly host: HTMLElement
  private readonly isExternal: boolean
  size: Size = SIZE

  constructor(
    stage: Stage,
    readonly id: string,
    private readonly onSize: () => void,
  ) {
    this.isExternal = stage.isExternal
    this.host = stage.document.createElement('div')
    this.host.dataset.window = id
    this.host.hidden = true
    stage.document.body.append(this.host)
  }

  /** The first time at which there is something to draw; null if there is none. */
  get firstDrawable(): number | null {
    return this.snapshots[0] ?? null
  }

  canDraw(time: number): boolean {
    return this.snapshots.length > 0 && time >= this.snapshots[0]! - EARLY_MS
  }

  /** @param items sorted by time */
  add(items: Item[]): void {
    this.isTouched ||= items.some(isTouchStart)
    if (!this.isTouched) for (const item of items) asMouse(item)
    const isLater = this.items.length === 0 || items[0]!.timestamp >= this.items.at(-1)!.timestamp
    const before = lastSize(this.items)
    this.items = isLater ? [...this.items, ...items] : merged(this.items, items)
    this.snapshots = this.items.filter(({ type }) => type === TYPE.full).map(({ timestamp }) => timestamp)
    if (!this.replayer) return
    if (!isLater) this.isStale = true
    else if (!this.isStale) for (const event of playable(items, before)) this.replayer.addEvent(event as never)
  }

  /** Shows the window as it was at a time, and goes on from there when `isPlaying`. */
  show(time: number, isPlaying: boolean, speed: number): void {
    this.host.hidden = !this.canDraw(time)
    if (this.host.hidden) {
      this.pause()
      return
    }
    const replayer = this.isStale || !this.replayer ? this.begin(speed) : this.replayer
    replayer.setConfig({ speed })
    // One millisecond later, so that what happened exactly then is drawn too.
    const offset = Math.max(0, time - this.base) + 1
    if (isPlaying) replayer.play(offset)
    else replayer.pause(offset)
  }

  setSpeed(speed: number): void {
    this.replayer?.setConfig({ speed })
  }

  pause(): void {
    this.replayer?.pause()
  }

  hide(): void {
    this.host.hidden = true
    this.pause()
  }

  destroy(): void {
    this.replayer?.destroy()
    this.replayer = null
    this.host.remove()
  }

  private begin(speed: number): Replayer {
    this.replayer?.destroy()
    this.isStale = false
    const events = playableFrom(this.items, this.snapshots[0]!)
    this.base = events[0]!.timestamp
    const replayer = new Replayer(events as never[], {
      root: this.host,
      speed,
      // The end is not known while the recording is loading. Only this setting keeps the engine from stopping at the last item.
      liveMode: true,
      mouseTail: false,
      showWarning: false,
      triggerFocus: false,
      logger: SILENT,
      // External style sheets, when they are allowed, get a moment before the page is drawn.
      loadTimeout: this.isExternal ? LOAD_MS : 0,
    })
    replayer.on('resize', (size) => {
      this.size = size as Size
      this.onSize()
    })
    replayer.on('fullsnapshot-rebuilded', () => deaden(replayer.iframe.contentDocument))
    endure(replayer)
    this.replayer = replayer
    return replayer
  }
}

/** An item that the engine cannot draw is left out. Otherwise nothing after it would be drawn where playing begins later. */
function endure(replayer: Replayer): void {
  const engine = replayer as unknown as { applyIncremental: (event: unknown, isSync: boolean) => void }
  const apply = engine.applyIncremental.bind(replayer)
  engine.applyIncremental = (event, isSync) => {
    try {
      apply(event, isSync)
    } catch {
      // Its shape is not what recorders make.
    }
  }
}

/** Nothing in the drawn page reacts: not to the mouse, not to the keyboard, not to a click that a browser extension makes. */
function deaden(inside: Document | null): void {
  for (const name of DEAD_EVENTS)
    inside?.addEventListener(name, (event) => event.isTrusted && event.preventDefault(), { capture: true })
}

/**
 * Recorders take movements of the mouse over a frame of the page for touches, and the engine draws no pointer for a page that
 * was ever touched. Without a beginning it is no touch. Changes the item.
 */
function asMouse({ type, data }: Item): void {
  if (type === TYPE.incremental && data?.source === SOURCE.touchMove) data.source = SOURCE.mouseMove
}

function merged(some: readonly Item[], others: readonly Item[]): Item[] {
  return [...some, ...others].sort((a, b) => a.timestamp - b.timestamp)
}
