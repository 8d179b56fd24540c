/**
 * A slow and plain reference implementation of every insight: loops over a handful of events in memory. The engine's answers
 * are compared with it; it shares no code with what it checks.
 */
import { DateTime } from 'luxon'

export interface Happened {
  event: string
  person: string
  /** Microseconds since 1970. */
  at: number
  uuid: string
  properties: Record<string, unknown>
  session?: string
  createdAt?: string
}

export type Unit = 'hour' | 'day' | 'week' | 'month'

export interface Calendar {
  zone: string
  mondayFirst: boolean
}

export const local = (at: number, zone: string) => DateTime.fromMillis(Math.floor(at / 1000), { zone })

const QUARTER_MS = 15 * 60_000
const firstMoments = new Map<string, number>()

/** The first moment of a date in a zone, found by checking the calendar every quarter of an hour. */
export function firstMoment(date: string, zone: string): DateTime {
  const key = `${zone} ${date}`
  let moment = firstMoments.get(key)
  if (moment === undefined) {
    const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
    moment = Date.parse(`${date}T00:00:00Z`) - 64 * QUARTER_MS
    while (calendar.format(moment) < date) moment += QUARTER_MS
    firstMoments.set(key, moment)
  }
  return DateTime.fromMillis(moment, { zone })
}

/** Adds to a date, by the calendar alone (no clock changes). */
export function addToDate(date: string, count: number, unit: Exclude<Unit, 'hour'> = 'day'): string {
  const moved = new Date(`${date}T00:00:00Z`)
  if (unit === 'month') moved.setUTCMonth(moved.getUTCMonth() + count)
  else moved.setUTCDate(moved.getUTCDate() + (unit === 'week' ? 7 * count : count))
  return moved.toISOString().slice(0, 10)
}

/** The first moment of the period that contains a moment. */
export function startOf(time: DateTime, unit: Unit, { zone, mondayFirst }: Calendar): DateTime {
  const date = time.toISODate()!
  if (unit === 'hour') {
    let hour = firstMoment(date, zone)
    while (nextStart(hour, 'hour') <= time) hour = nextStart(hour, 'hour')
    return hour
  }
  if (unit === 'day') return firstMoment(date, zone)
  if (unit === 'month') return firstMoment(`${date.slice(0, 7)}-01`, zone)
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return firstMoment(addToDate(date, -(mondayFirst ? (weekday + 6) % 7 : weekday)), zone)
}

/** Hours are counted from the start of the day; the last one ends with it. */
function hourAfter(start: DateTime): DateTime {
  const after = start.plus({ hours: 1 })
  const tomorrow = firstMoment(addToDate(start.toISODate()!, 1), start.zoneName!)
  return after < tomorrow ? after : tomorrow
}

/** Start of the period `count` periods after the one that begins at `start`. */
export function moveStart(start: DateTime, count: number, unit: Unit): DateTime {
  if (unit === 'hour') {
    let hour = start
    for (let step = 0; step < count; step++) hour = hourAfter(hour)
    for (let step = 0; step > count; step--)
      hour = startOf(hour.minus(1), 'hour', { zone: hour.zoneName!, mondayFirst: false })
    return hour
  }
  return firstMoment(addToDate(start.toISODate()!, count, unit), start.zoneName!)
}

export const nextStart = (start: DateTime, unit: Unit) => moveStart(start, 1, unit)

export function periods(from: DateTime, to: DateTime, unit: Unit, calendar: Calendar): DateTime[] {
  const list = []
  for (let start = startOf(from, unit, calendar); start <= to; start = nextStart(start, unit)) list.push(start)
  return list
}

/** Index of the period that contains a moment, or -1. */
export function placeOf(at: number, starts: readonly DateTime[], unit: Unit): number {
  return starts.findIndex((start) => at >= start.toMillis() * 1000 && at < nextStart(start, unit).toMillis() * 1000)
}

export const distinct = (values: readonly string[]) => new Set(values).size

/** Linear interpolation between the closest ranks. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  const position = share * (sorted.length - 1)
  const low = Math.floor(position)
  const high = Math.ceil(position)
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (position - low)
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '' || !/^-?\d+(\.\d+)?$/.test(value)) return null
  return Number(value)
}

const SHARES: Record<string, number> = { median: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 }

export function aggregate(math: string, values: readonly number[]): number {
  if (values.length === 0) return 0
  if (math === 'sum') return values.reduce((a, b) => a + b, 0)
  if (math === 'avg') return values.reduce((a, b) => a + b, 0) / values.length
  if (math === 'min') return Math.min(...values)
  if (math === 'max') return Math.max(...values)
  return percentile(values, SHARES[math]!)
}

/** A trends series over periods. `all` holds all events of the project; `fits` selects those of the series. */
export function trends(
  all: readonly Happened[],
  fits: (event: Happened) => boolean,
  of: {
    math: string
    unit: Unit
    starts: readonly DateTime[]
    from: number
    to: number
    calendar: Calendar
    named: (event: Happened) => boolean
  },
): number[] {
  const { math, unit, starts, from, to, calendar } = of
  const inRange = all.filter((each) => fits(each) && each.at >= from && each.at <= to)
  const inPeriod = starts.map((_start, place) => inRange.filter((each) => placeOf(each.at, starts, unit) === place))
  if (math === 'total') return inPeriod.map((list) => list.length)
  if (math === 'dau') return inPeriod.map((list) => distinct(list.map(({ person }) => person)))
  if (math === 'unique_session')
    return inPeriod.map((list) => distinct(list.flatMap(({ session }) => (session ? [session] : []))))
  if (math === 'weekly_active' || math === 'monthly_active') {
    const days = math === 'weekly_active' ? 7 : 30
    return starts.map((start) => {
      const day = startOf(start, 'day', calendar)
      const low = moveStart(day, 1 - days, 'day').toMillis() * 1000
      const high = moveStart(day, 1, 'day').toMillis() * 1000
      return distinct(
        all
          .filter((each) => fits(each) && each.at > low && each.at <= high && each.at <= to)
          .map(({ person }) => person),
      )
    })
  }
  if (math === 'first_time_for_user' || math === 'first_matching_event_for_user') {
    const counts = starts.map(() => 0)
    for (const person of new Set(all.map((each) => each.person))) {
      const own = all
        .filter((each) => each.person === person && (math === 'first_time_for_user' ? of.named(each) : fits(each)))
        .sort((a, b) => a.at - b.at || (a.uuid < b.uuid ? -1 : 1))
      const first = own[0]
      if (!first || !fits(first) || first.at < from || first.at > to) continue
      const place = placeOf(first.at, starts, unit)
      if (place >= 0) counts[place]!++
    }
    return counts
  }
  const perActor = /^(.+)_count_per_actor$/.exec(math)?.[1]
  if (perActor)
    return inPeriod.map((list) => {
      const counts = new Map<string, number>()
      for (const { person } of list) counts.set(person, (counts.get(person) ?? 0) + 1)
      return aggregate(perActor, [...counts.values()])
    })
  return inPeriod.map((list) =>
    aggregate(
      math,
      list.flatMap(({ properties }) => numberOf(properties.n) ?? []),
    ),
  )
}

// --- funnels ---------------------------------------------------------------------------------------------------------

export interface FunnelRules {
  order: 'ordered' | 'strict' | 'unordered'
  steps: ((event: Happened) => boolean)[]
  window: number
  exclusions: { fits: (event: Happened) => boolean; from: number; to: number }[]
}

interface Attempt {
  times: number[]
  removed: boolean
}

/** Events by time; among equal times, those that can only match an early step come first. */
function inOrder(events: readonly Happened[], steps: FunnelRules['steps']): Happened[] {
  const average = (event: Happened) => {
    const matched = steps.flatMap((fits, index) => (fits(event) ? [index + 1] : []))
    return matched.length === 0 ? 0 : matched.reduce((a, b) => a + b, 0) / matched.length
  }
  return [...events].sort((a, b) => a.at - b.at || average(a) - average(b))
}

/**
 * How far one person got: the times of the steps of the furthest attempt, or null if an exclusion discarded it or it never
 * began.
 */
export function walkFunnel(events: readonly Happened[], rules: FunnelRules): number[] | null {
  const { order, steps, window, exclusions } = rules
  if (order === 'unordered') return walkUnordered(events, rules)
  const sorted = inOrder(events, steps)
  let attempts: (Attempt | null)[] = steps.map(() => null)
  let best: Attempt = { times: [], removed: false }
  for (const event of sorted) {
    // Exclusions are checked first: they may discard an attempt that the event itself would continue.
    for (const { fits, from, to } of exclusions) {
      if (!fits(event)) continue
      attempts.forEach((attempt, index) => {
        const level = index + 1
        if (attempt && level > from && level <= to && event.at - attempt.times[0]! <= window) attempt.removed = true
      })
      if (best.times.length > from && best.times.length <= to && event.at - best.times[0]! <= window)
        best = { ...best, removed: true }
    }
    const next: (Attempt | null)[] = steps.map((fits, index) => {
      const own = attempts[index]!
      const before = index === 0 ? null : attempts[index - 1]!
      if (index === 0) return fits(event) ? { times: [event.at], removed: false } : order === 'strict' ? null : own
      const goesOn =
        fits(event) &&
        before !== null &&
        !before.removed &&
        event.at - before.times[0]! <= window &&
        (order === 'strict' || own === null || own.times[0] !== before.times[0])
      if (goesOn) return { times: [...before.times, event.at], removed: false }
      return order === 'strict' ? null : own
    })
    for (let index = steps.length - 1; index >= 0; index--) {
      const reached = next[index]
      const isNew = reached !== null && reached !== attempts[index]
      if (
        isNew &&
        (reached!.times.length > best.times.length || (reached!.times.length === best.times.length && best.removed))
      ) {
        best = { times: reached!.times, removed: false }
        break
      }
    }
    attempts = next
  }
  return best.times.length === 0 || best.removed ? null : best.times
}

function walkUnordered(events: readonly Happened[], { steps, window, exclusions }: FunnelRules): number[] | null {
  const sorted = inOrder(events, steps)
  let since = Number.NEGATIVE_INFINITY
  let best: number[] = []
  sorted.forEach((event, place) => {
    if (exclusions.some(({ fits }) => fits(event))) {
      since = place
      if (best.length < steps.length) best = []
      return
    }
    const lately = sorted.slice(0, place + 1).filter((each, index) => index > since && each.at >= event.at - window)
    const firsts = steps.flatMap((fits) => lately.find(fits)?.at ?? []).sort((a, b) => a - b)
    if (firsts.length > best.length) best = firsts
  })
  return best.length === 0 ? null : best
}

/** Whether there are events for the first `level` steps, in order and within the window. Tries all combinations. */
export function canReach(events: readonly Happened[], { steps, window }: FunnelRules, level: number): boolean {
  const go = (step: number, chosen: Happened[]): boolean => {
    if (step === level) return true
    return events.some(
      (event) =>
        steps[step]!(event) &&
        !chosen.includes(event) &&
        (chosen.length === 0 || (event.at >= chosen.at(-1)!.at && event.at - chosen[0]!.at <= window)) &&
        go(step + 1, [...chosen, event]),
    )
  }
  return go(0, [])
}

// --- who came back ---------------------------------------------------------------------------------------------------

export function retention(
  all: readonly Happened[],
  of: {
    starts: readonly DateTime[]
    end: number
    unit: Unit
    columns: number
    isStart: (event: Happened) => boolean
    isReturn: (event: Happened) => boolean
    type: 'recurring' | 'first_time'
    minimum: number
    cumulative: boolean
  },
): number[][] {
  const { starts, unit, columns, end } = of
  const people = [...new Set(all.map(({ person }) => person))]
  const table = starts.map(() => Array.from({ length: columns }, () => 0))
  for (const person of people) {
    const own = all.filter((each) => each.person === person && each.at < end).sort((a, b) => a.at - b.at)
    let rows = own.filter(of.isStart).map((each) => placeOf(each.at, starts, unit))
    if (of.type === 'first_time') rows = rows.slice(0, 1)
    for (const row of new Set(rows.filter((each) => each >= 0))) {
      const back = Array.from({ length: columns }, (_, column) => {
        if (column === 0) return true
        const returned = own.filter((each) => of.isReturn(each) && placeOf(each.at, starts, unit) === row + column)
        return returned.length >= of.minimum
      })
      back.forEach((isBack, column) => {
        const counts = of.cumulative ? back.slice(column).some(Boolean) : isBack
        if (counts) table[row]![column]!++
      })
    }
  }
  return table
}

export function lifecycle(
  all: readonly Happened[],
  of: {
    starts: readonly DateTime[]
    unit: Unit
    to: number
    created: (person: string) => DateTime | null
    fits: (event: Happened) => boolean
  },
) {
  const { starts, unit } = of
  const before = moveStart(starts[0]!, -1, unit)
  const counts = {
    new: starts.map(() => 0),
    returning: starts.map(() => 0),
    resurrecting: starts.map(() => 0),
    dormant: starts.map(() => 0),
  }
  const windows = [before, ...starts]
  for (const person of new Set(all.map((each) => each.person))) {
    const active = windows.map((_start, place) =>
      all.some(
        (each) =>
          each.person === person && of.fits(each) && each.at <= of.to && placeOf(each.at, windows, unit) === place,
      ),
    )
    const first = active.indexOf(true)
    const created = of.created(person)
    starts.forEach((start, place) => {
      const [was, is] = [active[place], active[place + 1]]
      if (is && was) counts.returning[place]!++
      else if (is) {
        const isNew = first === place + 1 && created !== null && created >= start && created < nextStart(start, unit)
        counts[isNew ? 'new' : 'resurrecting'][place]!++
      } else if (was) counts.dormant[place]!--
    })
  }
  return counts
}

export function stickiness(
  all: readonly Happened[],
  of: { starts: readonly DateTime[]; unit: Unit; fits: (event: Happened) => boolean; from: number; to: number },
): number[] {
  const counts = of.starts.map(() => 0)
  for (const person of new Set(all.map((each) => each.person))) {
    const places = new Set(
      all
        .filter((each) => each.person === person && of.fits(each) && each.at >= of.from && each.at <= of.to)
        .map((each) => placeOf(each.at, of.starts, of.unit)),
    )
    if (places.size > 0) counts[places.size - 1]!++
  }
  return counts
}

// --- paths -----------------------------------------------------------------------------------------------------------

const GAP = 30 * 60 * 1_000_000

export function paths(
  all: readonly Happened[],
  of: { limit: number; start?: string; end?: string; from: number; to: number },
): { source: string; target: string; value: number; time: number }[] {
  const edges = new Map<string, { source: string; target: string; times: number[] }>()
  for (const person of new Set(all.map((each) => each.person))) {
    const own = all
      .filter((each) => each.person === person && each.at >= of.from && each.at <= of.to)
      .map(({ event, at }) => ({ item: event, at }))
      .sort((a, b) => a.at - b.at || (a.item < b.item ? -1 : 1))
    const sessions: { item: string; at: number }[][] = []
    for (const step of own) {
      const current = sessions.at(-1)
      if (current && step.at - current.at(-1)!.at < GAP) current.push(step)
      else sessions.push([step])
    }
    for (const session of sessions) {
      const collapsed: { item: string; at: number }[] = []
      for (const step of session) {
        if (collapsed.at(-1)?.item === step.item) collapsed.pop()
        collapsed.push(step)
      }
      const path = cutPath(collapsed, of)
      path.slice(1).forEach((step, index) => {
        const before = path[index]!
        const [source, target] = [`${index + 1}_${before.item}`, `${index + 2}_${step.item}`]
        const edge = edges.get(`${source}\n${target}`) ?? { source, target, times: [] }
        edge.times.push((step.at - before.at) / 1000)
        edges.set(`${source}\n${target}`, edge)
      })
    }
  }
  return [...edges.values()]
    .map(({ source, target, times }) => ({
      source,
      target,
      value: times.length,
      time: times.reduce((a, b) => a + b, 0) / times.length,
    }))
    .sort(
      (a, b) =>
        b.value - a.value || (a.source < b.source ? -1 : a.source > b.source ? 1 : a.target < b.target ? -1 : 1),
    )
}

function cutPath(
  path: { item: string; at: number }[],
  { limit, start, end }: { limit: number; start?: string; end?: string },
) {
  const first = start === undefined ? 0 : path.findIndex(({ item }) => item === start)
  if (first < 0) return []
  const rest = path.slice(first)
  if (end === undefined) return rest.slice(0, limit)
  const last = rest.findIndex(({ item }, index) => item === end && (start === undefined || index > 0))
  if (last < 0) return []
  const whole = rest.slice(0, last + 1)
  if (whole.length <= limit) return whole
  if (start === undefined) return whole.slice(-limit)
  const half = Math.floor(limit / 2)
  return [...whole.slice(0, half), { item: '...', at: whole[half]!.at }, ...whole.slice(-half)]
}
