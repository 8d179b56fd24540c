/** Names of time zones as the tz database spells them, its old names too. */
import type { Pool } from '../../platform/postgres/postgres.ts'

let names: Promise<Set<string>> | null = null

/** PostgreSQL has the list, ICU knows which of them it can compute with; what both know is a time zone. */
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
