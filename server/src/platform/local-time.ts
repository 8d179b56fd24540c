/**
 * Moments of a zone's calendar. A day does not always begin at 00:00: in Santiago, Havana, Cairo or Beirut the clocks may
 * skip that hour or show it twice. So a local date and clock are turned into a moment here, and nowhere else.
 */
import { DateTime, IANAZone, type Zone } from 'luxon'

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Zones lie between UTC-12 and UTC+14, and no change of the clocks is longer than a day. */
const OFFSETS_MS = { behind: 15 * HOUR_MS, ahead: 13 * HOUR_MS }

/**
 * The first moment at which the clocks of a zone show a time, or a later one where they skip it.
 * @param wall the local date and clock, in UTC
 */
export function atLocal(wall: DateTime, zone: Zone): DateTime {
  const shown = wall.toMillis()
  const offsets = [shown - OFFSETS_MS.behind, shown + OFFSETS_MS.ahead].map((near) => zone.offset(near) * 60_000)
  const isReached = (moment: number) => moment + zone.offset(moment) * 60_000 >= shown
  let moment = shown - Math.max(...offsets)
  if (!isReached(moment)) {
    // Somewhere up to here the clocks change; the first moment after that is looked for.
    let before = moment
    moment = shown - Math.min(...offsets)
    while (moment - before > 1) {
      const middle = Math.floor((before + moment) / 2)
      if (isReached(middle)) moment = middle
      else before = middle
    }
  }
  return DateTime.fromMillis(moment, { zone })
}

/** What the clocks show, as a time of UTC, where every day has 24 hours. */
const wallOf = (time: DateTime) => time.setZone('utc', { keepLocalTime: true })

/** So much later (or earlier) by the clocks, on which every day has 24 hours. */
export function shiftLocal(time: DateTime, milliseconds: number): DateTime {
  return atLocal(wallOf(time).plus(milliseconds), time.zone)
}

/** How much later the clocks show `to` than `from`, in milliseconds. */
export const localLength = (from: DateTime, to: DateTime): number => wallOf(to).toMillis() - wallOf(from).toMillis()

/** The first moment of the day, week (from Monday), month, quarter or year that a moment lies in. */
export function startOfLocal(time: DateTime, unit: CalendarUnit): DateTime {
  return atLocal(wallOf(time).startOf(unit), time.zone)
}

/** The last millisecond of the day, week, month, quarter or year that a moment lies in. */
export function endOfLocal(time: DateTime, unit: CalendarUnit): DateTime {
  return addLocal(startOfLocal(time, unit), 1, unit).minus(1)
}

/** The first moment of the day that lies so many days, weeks, months, quarters or years after (or before) a moment's. */
export function addLocal(time: DateTime, count: number, unit: CalendarUnit): DateTime {
  return atLocal(
    wallOf(time)
      .startOf('day')
      .plus({ [`${unit}s`]: count }),
    time.zone,
  )
}

/**
 * The start of the hour that a moment lies in. Hours are counted from the beginning of the day, as ClickHouse's
 * `toStartOfHour` does: where the clocks change by half an hour, the last one of that day is half as long.
 */
export function startOfHour(time: DateTime): DateTime {
  const day = startOfLocal(time, 'day')
  return time.minus((time.toMillis() - day.toMillis()) % HOUR_MS)
}

/** The start of the hour so many after (or before) one that begins at `start`. */
export function addHours(start: DateTime, count: number): DateTime {
  let hour = start
  for (let step = 0; step < Math.abs(count); step++) hour = count > 0 ? nextHour(hour) : startOfHour(hour.minus(1))
  return hour
}

function nextHour(start: DateTime): DateTime {
  const next = start.plus(HOUR_MS)
  return next.day === start.day ? next : startOfLocal(next, 'day')
}

/**
 * Days whose last hour is shorter than others because the clocks change by part of an hour: when each ends, and how much of
 * that hour is missing, in milliseconds. Only Lord Howe Island has such days today.
 */
export function unevenDays(from: DateTime, to: DateTime): { end: DateTime; lacks: number }[] {
  const { zone } = from
  const found = []
  for (let moment = from.toMillis(); moment <= to.toMillis(); moment += DAY_MS) {
    if ((zone.offset(moment + DAY_MS) - zone.offset(moment)) % 60 === 0) continue
    const before = startOfLocal(DateTime.fromMillis(moment, { zone }), 'day')
    for (const day of [before, addLocal(before, 1, 'day')]) {
      const end = addLocal(day, 1, 'day')
      const rest = (end.toMillis() - day.toMillis()) % HOUR_MS
      if (rest > 0) found.push({ end, lacks: HOUR_MS - rest })
    }
  }
  return found
}

/**
 * Reads an ISO 8601 time, which is one of the zone's clocks unless it has an offset. Invalid when it is none.
 * @param zone name of a zone, such as `Europe/Berlin`
 */
export function readLocal(iso: string, zone: string): DateTime {
  const wall = DateTime.fromISO(iso, { zone: 'utc', setZone: true })
  const own = IANAZone.create(zone)
  if (!wall.isValid || !own.isValid) return DateTime.fromISO(iso, { zone })
  return HAS_OFFSET.test(iso) ? wall.setZone(own) : atLocal(wall, own)
}

const HAS_OFFSET = /[T ].*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i
