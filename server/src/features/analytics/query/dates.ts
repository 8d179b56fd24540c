/**
 * Date ranges of insights: the meaning of `date_from` and `date_to` in a project's time zone, their exact bounds, and
 * their buckets. The rules match what PostHog's clients expect.
 */
import type { Interval } from '@hedgerow/shared/query/options'
import { DateTime, type DurationLikeObject } from 'luxon'
import {
  type DateText,
  isRelativeDate,
  type Micros,
  parseDateText,
  parsePeriodBack,
  toMicros,
} from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import {
  addHours,
  addLocal,
  endOfLocal,
  localLength,
  shiftLocal,
  startOfHour,
  startOfLocal,
} from '../../../platform/local-time.ts'
import { type Constant, moment } from '../hogql/index.ts'

const DAYS_DEFAULT = 7
/** Limit that keeps charts readable and the cost of queries bounded. */
export const BUCKETS_MAX = 20_000

export interface Zone {
  timezone: string
  /** 1: weeks start on Monday. Any other value: on Sunday. */
  weekStartDay: number | null
}

export interface DateRangeInput {
  date_from?: string | null | undefined
  date_to?: string | null | undefined
  explicitDate?: boolean | null | undefined
}

export interface DateRange {
  interval: Interval
  /** Bounds of the range, both inclusive. */
  from: Micros
  to: Micros
  /** `date_from` and `date_to` as parsed, in the project's time zone. */
  dateFrom: DateTime
  dateTo: DateTime
  isExplicit: boolean
  /** Starts of the buckets, ascending. */
  buckets: DateTime[]
}

export function readDate(text: string, attr: string, zone: string, now: DateTime): DateText {
  const parsed = parseDateText(text, zone, now)
  if (!parsed) throw errors.invalid(`"${text.slice(0, 100)}" is not a date: use 2026-01-31, an ISO time, or -7d.`, attr)
  return parsed
}

/**
 * Resolves the date range of a query.
 * @param earliest the project's first event, for `all`
 * @throws ApiError 400 for invalid dates and for ranges with too many buckets
 */
export function resolveRange(
  input: DateRangeInput,
  interval: Interval,
  zone: Zone,
  now: Date,
  earliest: Date | null,
): DateRange {
  const { timezone } = zone
  const local = DateTime.fromJSDate(now, { zone: timezone })
  const isExplicit = input.explicitDate ?? false
  const isAll = input.date_from === 'all'
  const fromText = input.date_from || null
  const from: DateText = isAll
    ? { time: DateTime.fromJSDate(earliest ?? now, { zone: timezone }), micros: 0, unit: null }
    : fromText
      ? readDate(fromText, 'date_from', timezone, local)
      : { time: addLocal(local, -DAYS_DEFAULT, 'day'), micros: 0, unit: null }
  const to: DateText = input.date_to
    ? readDate(input.date_to, 'date_to', timezone, local)
    : { time: local, micros: 0, unit: 'now' }
  const dateFrom = isExplicit || interval === 'minute' ? from.time : truncate(from)
  const start = isExplicit ? from.time : lowerBound(dateFrom, from, interval)
  const dateTo = isExplicit ? to.time : widen(to, interval)
  const isExact = dateTo.equals(to.time)
  const range = {
    interval,
    from: toMicros(start) + (isExplicit || start.equals(from.time) ? from.micros : 0),
    to: toMicros(dateTo) + (isExact ? to.micros : 999),
    dateFrom,
    dateTo,
    isExplicit,
  }
  return { ...range, buckets: listBuckets(isExplicit ? from.time : start, dateTo, interval, zone) }
}

/** Relative dates start at the beginning of their hour or day. */
function truncate({ time, unit }: DateText): DateTime {
  if (unit === null) return time
  return unit === 'h' ? startOfHour(time) : startOfLocal(time, 'day')
}

function lowerBound(dateFrom: DateTime, { unit }: DateText, interval: Interval): DateTime {
  switch (interval) {
    case 'day':
      return unit === 'h' ? dateFrom : startOfLocal(dateFrom, 'day')
    case 'week':
      return startOfLocal(dateFrom, 'day')
    case 'month':
      return startOfLocal(dateFrom, 'month')
    case 'hour':
      return unit === null ? startOfHour(dateFrom) : dateFrom
    case 'minute':
      return unit === null ? dateFrom.startOf('minute') : dateFrom
  }
}

function widen({ time, unit }: DateText, interval: Interval): DateTime {
  if (interval === 'hour') return unit === null ? time : endOfHour(time)
  if (interval === 'minute') return unit === null ? time : time.endOf('minute')
  return endOfLocal(time, 'day')
}

const endOfHour = (time: DateTime) => addHours(startOfHour(time), 1).minus(1)

/** Starts of the buckets from the one that contains `from` to the one that contains `to`. */
export function listBuckets(from: DateTime, to: DateTime, interval: Interval, zone: Zone): DateTime[] {
  const buckets: DateTime[] = []
  for (let start = bucketStart(from, interval, zone); start <= to; start = nextBucket(start, interval)) {
    if (buckets.length >= BUCKETS_MAX)
      throw errors.invalid(
        `The range has more than ${BUCKETS_MAX} intervals of a ${interval}. Choose a longer interval or a shorter range.`,
        'interval',
      )
    buckets.push(start)
  }
  return buckets
}

export function bucketStart(time: DateTime, interval: Interval, { weekStartDay }: Zone): DateTime {
  if (interval === 'hour') return startOfHour(time)
  if (interval === 'minute') return time.startOf('minute')
  if (interval !== 'week') return startOfLocal(time, interval)
  return addLocal(time, -(weekStartDay === 1 ? time.weekday - 1 : time.weekday % 7), 'day')
}

export const nextBucket = (start: DateTime, interval: Interval): DateTime => shiftBucket(start, 1, interval)

/** The start of the bucket `count` buckets later, or earlier if negative. */
export function shiftBucket(start: DateTime, count: number, interval: Interval): DateTime {
  if (interval === 'hour') return addHours(start, count)
  return interval === 'minute' ? start.plus({ minutes: count }) : addLocal(start, count, interval)
}

/** The previous period: the range of the same length before this one, or this one shifted by `compareTo`. */
export function previousRange(
  range: DateRange,
  compareTo: string | null | undefined,
  input: DateRangeInput,
  zone: Zone,
): DateRange {
  const { dateFrom, dateTo, interval } = range
  const lower = fromMicros(range.from, zone.timezone)
  let from: DateTime
  let to: DateTime
  if (compareTo) {
    const back = parsePeriodBack(compareTo)
    if (!back) throw errors.invalid(`"${compareTo.slice(0, 50)}" is not a period: use -1w or -1m.`, 'compare_to')
    from = moveBack(lower, back)
    to = moveBack(dateTo, back)
  } else if (interval === 'hour' || interval === 'minute') {
    const length = dateTo.toMillis() - dateFrom.toMillis()
    from = bucketStart(lower.minus(length), interval, zone)
    const last = from.plus(length)
    to = interval === 'hour' ? endOfHour(last) : last.endOf('minute')
  } else {
    const isWeeks = /^-(\d+)d$/.exec(input.date_from ?? '')
    const keepsWeekdays =
      interval === 'day' && isWeeks !== null && Number(isWeeks[1]) % 7 === 0 && !isRelative(input.date_to)
    // In local time, so that days of 23 or 25 hours count as one day.
    const length = localLength(dateFrom, dateTo)
    from = addLocal(shiftLocal(dateFrom, -length), keepsWeekdays ? 1 : 0, 'day')
    to = endOfLocal(shiftLocal(from, length), 'day')
  }
  const start = interval === 'month' && !compareTo ? startOfLocal(from, 'month') : from
  return {
    ...range,
    dateFrom: from,
    dateTo: to,
    from: toMicros(start),
    to: toMicros(to) + (to.millisecond === 999 ? 999 : 0),
    buckets: listBuckets(start, to, interval, zone),
  }
}

/**
 * Shifts a time back. The start of a day stays the start of a day and the end stays the end, even across clock changes.
 */
function moveBack(time: DateTime, by: DurationLikeObject): DateTime {
  const moved = time.minus(by)
  if (by.hours || by.minutes || by.seconds) return moved
  if (time.equals(startOfLocal(time, 'day'))) return startOfLocal(moved, 'day')
  return time.equals(endOfLocal(time, 'day')) ? endOfLocal(moved, 'day') : moved
}

const isRelative = (text: string | null | undefined) => Boolean(text) && isRelativeDate(text!)

export const fromMicros = (micros: Micros, zone: string): DateTime =>
  DateTime.fromMillis(Math.floor(micros / 1000), { zone })

const isFine = (interval: Interval) => interval === 'hour' || interval === 'minute'

/** Entry of `days` in an answer. */
export function formatDay(bucket: DateTime, interval: Interval): string {
  return bucket.toFormat(isFine(interval) ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd')
}

/** Entry of `labels` in an answer. */
export function formatLabel(bucket: DateTime, interval: Interval): string {
  return bucket.setLocale('en').toFormat(isFine(interval) ? 'd-LLL HH:mm' : 'd-LLL-yyyy')
}

/** Key of a bucket, equal to the value of the `bucketKeyText` expression. */
export function keyOf(bucket: DateTime, interval: Interval): string {
  return isFine(interval) ? String(bucket.toSeconds()) : bucket.toISODate()!
}

/** HogQL for the key of the bucket that a time falls into; `time` is HogQL too. */
export function bucketKeyText(interval: Interval, time = 'timestamp'): string {
  switch (interval) {
    case 'minute':
      return `toString(toUnixTimestamp(toStartOfMinute(${time})))`
    case 'hour':
      return `toString(toUnixTimestamp(toStartOfHour(${time})))`
    case 'day':
      return `toDate(${time})`
    case 'week':
      return `toStartOfWeek(${time})`
    case 'month':
      return `toStartOfMonth(${time})`
  }
}

/** A local time as a query constant. */
export const momentOf = (time: DateTime): Constant => moment(toMicros(time))
