/** Dates between which recordings are asked for. Days mean whole days; a time of day, and hours or minutes ago, that moment. */
import type { DateTime } from 'luxon'
import { toMicros } from '../../../platform/date-text.ts'
import { endOfLocal, startOfLocal } from '../../../platform/local-time.ts'
import { readDate } from '../../analytics/query/index.ts'

/**
 * @param text absolute or relative, as in `date_from`
 * @param now in the time zone of the project
 * @returns microseconds since 1970
 * @throws ApiError 400
 */
export const readStart = (text: string, attr: string, now: DateTime) => readBound(text, attr, now, startOfLocal)

/** The same for the end: a day ends with its last microsecond. */
export const readEnd = (text: string, attr: string, now: DateTime) => readBound(text, attr, now, endOfLocal)

function readBound(text: string, attr: string, now: DateTime, edge: (time: DateTime, unit: 'day') => DateTime): number {
  const { time, micros, unit } = readDate(text, attr, now.zoneName ?? 'UTC', now)
  const isDay = unit === null ? /^\d{4}-\d{1,2}-\d{1,2}$/.test(text.trim()) : !/^[sMh]$/.test(unit)
  return isDay ? toMicros(edge(time, 'day')) : toMicros(time) + micros
}
