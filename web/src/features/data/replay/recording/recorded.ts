/** What recorders store: rrweb events, each with the window (tab) it comes from. */

export const TYPE = { load: 1, full: 2, incremental: 3, meta: 4, custom: 5, plugin: 6 } as const

/** What an incremental event tells (`data.source`). */
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleRule: 8,
  canvas: 9,
  drag: 12,
} as const

/** Recorded data is not ours: nothing about its shape is certain. */
// biome-ignore lint/suspicious/noExplicitAny: every reader checks what it reads
export type Loose = any

export interface Item {
  windowId: string
  type: number
  /** Milliseconds since the epoch. */
  timestamp: number
  data: Loose
}

const USER_SOURCES: ReadonlySet<number> = new Set([
  SOURCE.mouseMove,
  SOURCE.mouseInteraction,
  SOURCE.scroll,
  SOURCE.resize,
  SOURCE.input,
  SOURCE.touchMove,
  SOURCE.media,
  SOURCE.drag,
])
const CLICKS: ReadonlySet<number> = new Set([2, 3, 4, 9])
const TOUCH_START = 7

/** Whether a user did something, as opposed to the page changing by itself. */
export const isUserActivity = ({ type, data }: Item) => type === TYPE.incremental && USER_SOURCES.has(data?.source)

export const isClick = ({ type, data }: Item) =>
  type === TYPE.incremental && data?.source === SOURCE.mouseInteraction && CLICKS.has(data?.type)

export const isTouchStart = ({ type, data }: Item) =>
  type === TYPE.incremental && data?.source === SOURCE.mouseInteraction && data.type === TOUCH_START

/** The address that an item reports, if it reports one. */
export function addressOf({ type, data }: Item): string | null {
  const href = type === TYPE.meta ? data?.href : type === TYPE.custom ? data?.payload?.href : undefined
  return typeof href === 'string' && href !== '' ? href : null
}
