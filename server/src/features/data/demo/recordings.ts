/**
 * Recordings of the latest sessions of a demo story: what a visitor's browser would have sent. Pages are drawn from a few
 * parts; the visitor moves the mouse, clicks, scrolls and types, and now and then a page writes to the console.
 */
import type { JsonObject } from '../../../platform/json.ts'
import type { DemoEvent } from './generate.ts'
import { Random } from './random.ts'
import { PageMaker } from './recorded-page.ts'

export const RECORDINGS = 12
/** Sessions with fewer events show too little. */
const EVENTS_MIN = 5
const WIDTH_MIN = 1_000
const PAGE_MS_MAX = 45_000
const MOVE_MS = 400

/** An item as rrweb records it. */
export interface DemoItem {
  type: number
  timestamp: number
  data: JsonObject
}

/** One upload of a recording. */
export interface DemoUpload {
  uuid: string
  distinctId: string
  sessionId: string
  windowId: string
  items: DemoItem[]
}

/** The same story gives the same recordings, an upload for each page. */
export function demoRecordings(events: readonly DemoEvent[], seed: number): DemoUpload[] {
  const sessions = new Map<string, DemoEvent[]>()
  for (const event of events) {
    const id = String(event.properties.$session_id)
    const known = sessions.get(id)
    if (known) known.push(event)
    else sessions.set(id, [event])
  }
  const random = new Random(seed)
  return [...sessions.values()]
    .filter((own) => own.length >= EVENTS_MIN && Number(own[0]!.properties.$screen_width) >= WIDTH_MIN)
    .slice(-RECORDINGS)
    .flatMap((own) => recordSession(own, random))
}

function recordSession(events: readonly DemoEvent[], random: Random): DemoUpload[] {
  const pages = events.filter(({ event }) => event === '$pageview')
  return pages.map((page, index) => {
    const start = Date.parse(page.timestamp)
    const next = pages[index + 1] ?? events.at(-1)!
    const end = Math.max(start + 5_000, Math.min(Date.parse(next.timestamp), start + PAGE_MS_MAX))
    return {
      uuid: random.uuid(start),
      distinctId: page.distinct_id,
      sessionId: String(page.properties.$session_id),
      windowId: String(page.properties.$window_id),
      items: recordPage(page, { start, end, random }),
    }
  })
}

function recordPage(
  { properties }: DemoEvent,
  { start, end, random }: { start: number; end: number; random: Random },
): DemoItem[] {
  const [width, height] = [Number(properties.$screen_width), Math.round(Number(properties.$screen_height) * 0.85)]
  const page = new PageMaker(String(properties.$pathname))
  const items: DemoItem[] = [
    { type: 4, timestamp: start, data: { href: String(properties.$current_url), width, height } },
    { type: 2, timestamp: start + 50, data: { node: page.tree, initialOffset: { left: 0, top: 0 } } },
  ]
  const incremental = (timestamp: number, data: JsonObject) => items.push({ type: 3, timestamp, data })
  let [x, y] = [random.whole(0, width), random.whole(0, height)]
  for (let at = start + 500; at < end; at += MOVE_MS + random.exponential(900)) {
    const time = Math.round(at)
    x = between(x + random.whole(-180, 180), width)
    y = between(y + random.whole(-120, 120), height)
    const path = [3, 2, 1, 0].map((step) => ({
      x: x - step * 9,
      y: y - step * 6,
      id: page.bodyId,
      timeOffset: -step * 100,
    }))
    incremental(time, { source: 1, positions: path })
    if (random.chance(0.15)) incremental(time + 60, { source: 3, id: 1, x: 0, y: random.whole(0, 400) })
    if (random.chance(0.12)) click(incremental, time + 80, { id: random.pick(page.buttonIds), x, y })
    if (random.chance(0.06)) type(incremental, time + 100, page.inputId, random.pick(TEXTS))
    if (random.chance(0.03)) items.push(consoleLine(time + 150, random))
  }
  return items.sort((one, other) => one.timestamp - other.timestamp)
}

const TEXTS = ['roadmap', 'weekly plan', 'hiring', 'launch']
const LINES = [
  ['log', 'Plan saved'],
  ['log', 'Loaded 24 tasks'],
  ['warn', 'Slow response from the calendar'],
  ['error', "TypeError: Cannot read properties of undefined (reading 'title')"],
] as const

type Add = (timestamp: number, data: JsonObject) => void

/** Mouse down, mouse up and the click itself. */
function click(add: Add, at: number, where: { id: number; x: number; y: number }): void {
  for (const [index, kind] of [1, 0, 2].entries()) add(at + index * 10, { source: 2, type: kind, ...where })
}

function type(add: Add, at: number, id: number, text: string): void {
  for (let length = 1; length <= text.length; length++)
    add(at + length * 90, { source: 5, text: text.slice(0, length), isChecked: false, id })
}

function consoleLine(timestamp: number, random: Random): DemoItem {
  const [level, text] = random.pick(LINES)
  const payload = { level, payload: [JSON.stringify(text)], trace: [] }
  return { type: 6, timestamp, data: { plugin: 'rrweb/console@1', payload } }
}

const between = (value: number, max: number) => Math.max(0, Math.min(max, value))
