/** Names of time zones as the tz database spells them, including old names. */
import type { Pool } from '../../../platform/postgres/postgres.ts'

let names: Promise<Set<string>> | null = null

/** PostgreSQL has the list, and ICU knows which zones it can compute with; only zones that both know are offered. */
export function timeZones(pool: Pool): Promise<Set<string>> {
  names ??= pool.query<{ name: string }>('SELECT name FROM pg_timezone_names').then(
    ({ rows }) => new Set(rows.map(({ name }) => name).filter(isComputable)),
    (error) => {
      names = null
      throw error
    },
  )
  return names
}

function isComputable(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}

/** Every zone with its current offset from UTC in hours. */
export async function timeZoneOffsets(pool: Pool): Promise<Record<string, number>> {
  const now = Date.now()
  return Object.fromEntries([...(await timeZones(pool))].sort().map((zone) => [zone, offsetHours(zone, now)]))
}

const MINUTE_MS = 60_000

function offsetHours(zone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(now)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return Math.round((there - Math.floor(now / MINUTE_MS) * MINUTE_MS) / MINUTE_MS) / 60
}
