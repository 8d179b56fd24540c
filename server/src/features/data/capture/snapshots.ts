/**
 * The items of a recording upload as lines: for each item a short one that says what it is, and one with the item as it was
 * sent. Everything that ingestion needs to know about an item is in the short line.
 */
import { isJsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'

/** What ingestion needs to know about an item. */
export interface SnapshotHead {
  /** Milliseconds since 1970, an integer. */
  timestamp: number
  /** 2 full snapshot, 3 incremental, 4 meta, 5 custom, 6 plugin; -1 if the item has none. */
  type: number
  /** Of an incremental item: 1 mouse move, 2 mouse interaction, 5 input and so on; -1 if there is none. */
  source: number
  /** Of a mouse interaction: 2 click and so on; -1 if there is none. */
  interaction: number
  /** Of a line on the console; null for other items. */
  level: string | null
  /** The page; null if the item names none. */
  href: string | null
}

export interface Snapshot {
  head: SnapshotHead
  /** JSON text of the item, without a line break. */
  item: Buffer
}

const NEWLINE = 10
/** Data dated later than this was made by a wrong clock. */
const FUTURE_MS_MAX = 24 * 60 * 60 * 1000
const HREF_CHARACTERS_MAX = 512
const LEVEL_CHARACTERS_MAX = 40

/**
 * Items without a positive time are left out, and those from more than a day in the future.
 * @param now time of arrival, milliseconds since 1970
 */
export function encodeSnapshots(items: readonly JsonValue[], now: number): Buffer {
  const parts: Buffer[] = []
  for (const item of items) {
    const head = headOf(item)
    if (!head || head.timestamp > now + FUTURE_MS_MAX) continue
    const { timestamp, type, source, interaction, level, href } = head
    parts.push(Buffer.from(`${JSON.stringify([timestamp, type, source, interaction, level, href])}\n`))
    parts.push(Buffer.from(`${stringifyJson(item)}\n`))
  }
  return Buffer.concat(parts)
}

/** The items of an upload, in the order in which they were sent. The buffers are views of the given one. */
export function* snapshotsIn(lines: Buffer): Generator<Snapshot> {
  for (let start = 0; start < lines.length; ) {
    const middle = lines.indexOf(NEWLINE, start)
    const end = lines.indexOf(NEWLINE, middle + 1)
    if (middle < 0 || end < 0) throw new Error('not the lines of a recording')
    const [timestamp, type, source, interaction, level, href] = JSON.parse(lines.toString('utf8', start, middle))
    yield {
      head: { timestamp, type, source, interaction, level, href },
      item: lines.subarray(middle + 1, end),
    }
    start = end + 1
  }
}

/** Null if the item has no positive time. */
export function headOf(item: JsonValue): SnapshotHead | null {
  if (!isJsonObject(item)) return null
  const timestamp = Math.trunc(numberOf(item.timestamp))
  if (!(timestamp > 0)) return null
  const data = isJsonObject(item.data) ? item.data : {}
  const payload = isJsonObject(data.payload) ? data.payload : {}
  const type = numberOf(item.type)
  const isConsole = type === 6 && data.plugin === 'rrweb/console@1'
  return {
    timestamp,
    type,
    source: type === 3 ? numberOf(data.source) : -1,
    interaction: type === 3 ? numberOf(data.type) : -1,
    level: isConsole ? (textOf(payload.level, LEVEL_CHARACTERS_MAX) ?? 'log') : null,
    href: textOf(data.href, HREF_CHARACTERS_MAX) ?? textOf(payload.href, HREF_CHARACTERS_MAX),
  }
}

function numberOf(value: JsonValue | undefined): number {
  if (typeof value === 'string' || typeof value === 'boolean') return -1
  const number = Number(value ?? -1)
  return Number.isFinite(number) ? number : -1
}

/** Null unless it is text with something in it. */
function textOf(value: JsonValue | undefined, charactersMax: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, charactersMax).toWellFormed() : null
}

/** An item that was stored as text. */
export const parseItem = (item: Buffer): JsonValue => parseJson(item.toString())
