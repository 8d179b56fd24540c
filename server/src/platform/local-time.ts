/**
 * Calendar arithmetic in time zones. A day does not always begin at 00:00: in Santiago, Havana, Cairo or Beirut the clocks
 * may skip that hour or show it twice. So this is the only place that converts a local date and time to a moment.
 */
import { DateTime, IANAZone, type Zone } from 'luxon'

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Zones lie between UTC-12 and UTC+14, and no clock change is longer than a day. */
const OFFSETS_MS = { behind: 15 * HOUR_MS, ahead: 13 * HOUR_MS }

/**
 * The first moment at which the clocks of a zone show a time, or the next moment if they skip it.
 * @param wall the local date and time, in UTC
 */
export function atLocal(wall: DateTime, zone: Zone): DateTime {
  const shown = wall.toMillis()
  const offsets = [shown - OFFSETS_MS.behind, shown + OFFSETS_MS.ahead].map((near) => zone.offset(near) * 60_000)
  const isReached = (moment: number) => moment + zone.offset(moment) * 60_000 >= shown
  let moment = shown - Math.max(...offsets)
  if (!isReached(moment)) {
    // The clocks change somewhere up to here; search for the first moment after the change.
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

/** The local date and time as a UTC time, where every day has 24 hours. */
const wallOf = (time: DateTime) => time.setZone('utc', { keepLocalTime: true })

/** Adds to the local time, as if every day had 24 hours. */
export function shiftLocal(time: DateTime, milliseconds: number): DateTime {
  return atLocal(wallOf(time).plus(milliseconds), time.zone)
}

/** Difference between the local times of `from` and `to`, in milliseconds. */
export const localLength = (from: DateTime, to: DateTime): number => wallOf(to).toMillis() - wallOf(from).toMillis()

/** The first moment of the day, week (from Monday), month, quarter or year that contains a moment. */
export function startOfLocal(time: DateTime, unit: CalendarUnit): DateTime {
  return atLocal(wallOf(time).startOf(unit), time.zone)
}

/** The last millisecond of the day, week, month, quarter or year that contains a moment. */
export function endOfLocal(time: DateTime, unit: CalendarUnit): DateTime {
  return addLocal(startOfLocal(time, unit), 1, unit).minus(1)
}

/**
 * The first moment of the day that is `count` days, weeks, months, quarters or years after (or before) the day of a moment.
 */
export function addLocal(time: DateTime, count: number, unit: CalendarUnit): DateTime {
  return atLocal(
    wallOf(time)
      .startOf('day')
      .plus({ [`${unit}s`]: count }),
    time.zone,
  )
}

/**
 * The start of the hour that contains a moment. Hours are counted from the start of the day, as in ClickHouse's
 * `toStartOfHour`: if the clocks change by half an hour, the last hour of that day is half as long.
 */
export function startOfHour(time: DateTime): DateTime {
  const day = startOfLocal(time, 'day')
  return time.minus((time.toMillis() - day.toMillis()) % HOUR_MS)
}

/** The start of the hour `count` hours after (or before) the one that begins at `start`. */
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
 * Days whose last hour is shorter because the clocks change by a fraction of an hour: when each ends, and how much of that
 * hour is missing, in milliseconds. Today this only happens on Lord Howe Island.
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
 * Parses an ISO 8601 time, in the zone unless it has an offset. Returns an invalid DateTime if the text is not a time.
 * @param zone name of a zone, such as `Europe/Berlin`
 */
export function readLocal(iso: string, zone: string): DateTime {
  const wall = DateTime.fromISO(iso, { zone: 'utc', setZone: true })
  const own = IANAZone.create(zone)
  if (!wall.isValid || !own.isValid) return DateTime.fromISO(iso, { zone })
  return HAS_OFFSET.test(iso) ? wall.setZone(own) : atLocal(wall, own)
}

const HAS_OFFSET = /[T ].*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i
