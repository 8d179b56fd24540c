/**
 * When an event happened. Times are integers, microseconds since 1970, which are exact for every year ClickHouse can hold.
 */
import type { CapturedEvent, EventsRecord } from '../capture/index.ts'

const MS = 1_000
const HOUR = 3_600_000_000
const FUTURE_MAX = 23 * HOUR
/** ClickHouse's DateTime64 begins in 1900; anything earlier is stored as its first instant. */
const STORABLE_MIN = Date.UTC(1900, 0, 1) * MS
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z') * MS
const YEAR_10000 = Date.UTC(10_000, 0, 1) * MS
/** Smaller numbers are seconds, larger ones milliseconds (as seconds, this is the year 5138). */
const EPOCH_MS_MIN = 100_000_000_000

const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i
const DAY_LAST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const RFC_2822 = /^(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s*([a-z]{1,5}|[+-]\d{4})?$/i

/** Parses a timestamp in any form that SDKs send to microseconds, or null. A time without a zone is UTC. */
export function parseTimestamp(text: string): number | null {
  const trimmed = text.trim()
  const iso = ISO.exec(trimmed)
  if (iso) return fromParts(iso[1]!, iso[2]!, iso[3]!, iso[4], iso[5], iso[6], iso[7], iso[8])
  const american = DAY_LAST.exec(trimmed)
  if (american) return fromParts(american[3]!, american[1]!, american[2]!, american[4], american[5], american[6])
  if (/^\d{1,16}(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed)
    return Math.round(value < EPOCH_MS_MIN ? value * 1000 * MS : value * MS)
  }
  const mail = RFC_2822.exec(trimmed)
  if (mail) {
    const time = Date.parse(mail[1] ? trimmed : `${trimmed} UTC`)
    return Number.isNaN(time) ? null : time * MS
  }
  return null
}

function fromParts(
  year: string,
  month: string,
  day: string,
  hour = '0',
  minute = '0',
  second = '0',
  fraction = '',
  zone = 'Z',
): number | null {
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const date = new Date(0)
  date.setUTCFullYear(parts[0], parts[1] - 1, parts[2])
  date.setUTCHours(parts[3], parts[4], Math.min(parts[5], 59))
  // A date that rolls over (30 February, hour 25) is invalid; second 60 is a leap second and counts as 59.
  const real =
    date.getUTCMonth() === parts[1] - 1 &&
    date.getUTCDate() === parts[2] &&
    parts[3] < 24 &&
    parts[4] < 60 &&
    parts[5] <= 60
  if (!real) return null
  return date.getTime() * MS + Number(fraction.padEnd(6, '0').slice(0, 6)) - zoneOffset(zone)
}

function zoneOffset(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000 * MS
}

export interface EventTime {
  micros: number
  /** The text that could not be parsed, if there was one. */
  unreadable?: string
}

/**
 * Corrects for the client's clock skew: what counts is how long before sending the event happened, not the absolute time of
 * the client's clock.
 */
export function eventTime(event: CapturedEvent, request: Pick<EventsRecord, 'now' | 'sentAt'>): EventTime {
  const now = request.now * MS
  const sentAt = event.properties.$ignore_sent_at === true || request.sentAt === null ? null : request.sentAt * MS
  const parsed = event.timestamp === undefined ? null : parseTimestamp(event.timestamp)
  let micros = parsed === null ? now : sentAt === null ? parsed : parsed - (sentAt - now)
  if (event.offset !== undefined) micros = now - event.offset * MS
  if (micros - now > FUTURE_MAX) micros = now
  if (micros < YEAR_0 || micros >= YEAR_10000) micros = 0
  const unreadable = event.timestamp !== undefined && parsed === null && event.offset === undefined
  return { micros: Math.max(micros, STORABLE_MIN), ...(unreadable && { unreadable: event.timestamp }) }
}

/** `YYYY-MM-DD hh:mm:ss.ffffff` in UTC, as both stores read it. */
export function formatMicros(micros: number): string {
  const milliseconds = Math.floor(micros / MS)
  const rest = micros - milliseconds * MS
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(rest).padStart(3, '0')}`
}

export const floorToHour = (micros: number): number => Math.floor(micros / HOUR) * HOUR
