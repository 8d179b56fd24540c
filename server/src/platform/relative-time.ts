/** Times as people write them in filters: ISO 8601 with or without a zone, or relative to now, such as `-7d`. */
import { DateTime, type DurationLikeObject } from 'luxon'
import { endOfLocal, readLocal, startOfLocal } from './local-time.ts'

const UNITS: Record<string, keyof DurationLikeObject> = {
  s: 'seconds',
  M: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  m: 'months',
  q: 'quarters',
  y: 'years',
}
const RELATIVE = /^([-+])?(\d{1,6})([sMhdwmqy])(Start|End)?$/
const BOUNDARY = /^([hdwmqy])(Start|End)$/
const BOUNDARY_UNITS = { h: 'hour', d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' } as const

/**
 * Reads a time. Text without a zone is local time of the project.
 * @param zone name of the project's zone, such as `Europe/Berlin`
 * @returns null when the text is no time
 */
export function readFilterTime(text: string, zone: string, now: DateTime = DateTime.now()): DateTime | null {
  const local = now.setZone(zone)
  const relative = RELATIVE.exec(text)
  if (relative) {
    const [, sign, count, unit, edge] = relative
    const duration = { [UNITS[unit!]!]: Number(count) }
    const moved = sign === '+' ? local.plus(duration) : local.minus(duration)
    return valid(toEdge(moved, unit!, edge))
  }
  const boundary = BOUNDARY.exec(text)
  if (boundary) return toEdge(local, boundary[1]!, boundary[2])
  // A plus sign of a zone arrives as a space when the client forgot to escape it.
  const repaired = text.trim().replace(/ (\d{2}:\d{2})$/, '+$1')
  const parsed = readLocal(repaired.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T'), zone)
  return /^\d{4}-/.test(repaired) ? valid(parsed) : null
}

function toEdge(time: DateTime, unit: string, edge: string | undefined): DateTime {
  const name = BOUNDARY_UNITS[unit as keyof typeof BOUNDARY_UNITS]
  if (!name || !edge) return time
  if (name === 'hour') return edge === 'Start' ? time.startOf(name) : time.endOf(name)
  return edge === 'Start' ? startOfLocal(time, name) : endOfLocal(time, name)
}

const valid = (time: DateTime) => (time.isValid && time.year >= 0 && time.year <= 9999 ? time : null)
