/** What is known about a recording: computed for each upload, and added up over the uploads. */

import { isJsonObject, toStorableText } from '../../../platform/json.ts'
import type { Snapshot, SnapshotHead } from '../capture/index.ts'
import { parseItem } from '../capture/index.ts'
import { type ChunkActivity, chunkActivity, type TimedItem } from './activity.ts'

/** Numbers that add up over uploads. */
export interface Counts {
  clicks: number
  keypresses: number
  mouseActivity: number
  consoleLogs: number
  consoleWarnings: number
  consoleErrors: number
  items: number
  /** Bytes of the items as JSON lines. */
  totalBytes: number
}

/** Lists of the same length: when, how serious, and what. */
export interface ConsoleEntries {
  /** Milliseconds since 1970. */
  times: number[]
  levels: ConsoleLevel[]
  messages: string[]
}

export type ConsoleLevel = 'info' | 'warn' | 'error'

/** What an upload says about its recording. Times in milliseconds since 1970. */
export interface ChunkSummary {
  first: number
  last: number
  counts: Counts
  /** The earliest item with a URL. */
  startUrl: { at: number; href: string } | null
  urls: string[]
  activity: ChunkActivity
  /** Null if there are none, or the project does not keep them. */
  console: ConsoleEntries | null
}

/** Full snapshots, clicks and so on, as rrweb numbers them. */
const INCREMENTAL = 3
const MOUSE_INTERACTION = 2
const INPUT = 5
const CLICKS = new Set([2, 3, 4, 9])
const MOUSE = new Set([1, 2, 6])
const ACTIVE = new Set([1, 2, 3, 4, 5, 6, 7, 12])
const URLS_MAX = 50
const CONSOLE_ENTRIES_MAX = 5_000
const MESSAGE_CHARACTERS_MAX = 2_999

export const NO_COUNTS: Counts = {
  clicks: 0,
  keypresses: 0,
  mouseActivity: 0,
  consoleLogs: 0,
  consoleWarnings: 0,
  consoleErrors: 0,
  items: 0,
  totalBytes: 0,
}

/** Collects a summary item by item, so that no upload need be held as a list. */
export class Summarizer {
  private readonly counts: Counts = { ...NO_COUNTS }
  private readonly timed: TimedItem[] = []
  private readonly urls = new Set<string>()
  private readonly console: ConsoleEntries = { times: [], levels: [], messages: [] }
  private first = Number.POSITIVE_INFINITY
  private last = 0
  private startUrl: ChunkSummary['startUrl'] = null

  constructor(private readonly keepsConsole: boolean) {}

  /** @param lineBytes size of the item's line */
  add({ head, item }: Snapshot, lineBytes: number): void {
    const { timestamp, href } = head
    this.first = Math.min(this.first, timestamp)
    this.last = Math.max(this.last, timestamp)
    this.timed.push({ timestamp, isActive: isActive(head) })
    this.count(head)
    this.counts.items += 1
    this.counts.totalBytes += lineBytes
    if (href !== null) {
      const url = toStorableText(href)
      if (!this.startUrl || timestamp < this.startUrl.at) this.startUrl = { at: timestamp, href: url }
      if (this.urls.size < URLS_MAX) this.urls.add(url)
    }
    if (head.level !== null && this.keepsConsole) this.addToConsole(head, head.level, item)
  }

  /** Null if there was no item. */
  result(): ChunkSummary | null {
    if (this.counts.items === 0) return null
    const { first, last, counts, startUrl, urls, timed, console } = this
    return {
      first,
      last,
      counts,
      startUrl,
      urls: [...urls],
      activity: chunkActivity(timed),
      console: console.times.length > 0 ? console : null,
    }
  }

  private count({ type, source, interaction, level }: SnapshotHead): void {
    const { counts } = this
    if (type === INCREMENTAL) {
      if (source === MOUSE_INTERACTION && CLICKS.has(interaction)) counts.clicks += 1
      if (source === INPUT) counts.keypresses += 1
      if (MOUSE.has(source)) counts.mouseActivity += 1
    }
    if (level === null) return
    const kind = consoleLevel(level)
    if (kind === 'error') counts.consoleErrors += 1
    else if (kind === 'warn') counts.consoleWarnings += 1
    else counts.consoleLogs += 1
  }

  private addToConsole({ timestamp }: SnapshotHead, level: string, item: Buffer): void {
    const { times, levels, messages } = this.console
    if (times.length >= CONSOLE_ENTRIES_MAX) return
    times.push(timestamp)
    levels.push(consoleLevel(level))
    messages.push(toStorableText(messageOf(item)))
  }
}

export function isActive({ type, source }: Pick<SnapshotHead, 'type' | 'source'>): boolean {
  return type === INCREMENTAL && ACTIVE.has(source)
}

function consoleLevel(level: string): ConsoleLevel {
  if (level === 'warn' || level === 'countReset') return 'warn'
  return level === 'error' || level === 'assert' ? 'error' : 'info'
}

/** The texts that were written, joined by a space. */
function messageOf(item: Buffer): string {
  const parsed = parseItem(item)
  const data = isJsonObject(parsed) && isJsonObject(parsed.data) ? parsed.data : {}
  const texts = isJsonObject(data.payload) ? data.payload.payload : []
  if (!Array.isArray(texts)) return ''
  return texts
    .filter((text) => typeof text === 'string')
    .map((text) => text.slice(0, MESSAGE_CHARACTERS_MAX))
    .join(' ')
}

export function addCounts(one: Counts, other: Counts): Counts {
  const names = Object.keys(NO_COUNTS) as (keyof Counts)[]
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Counts
}
