/** Counts how often a flag was called, from the `$feature_flag_called` events that SDKs send. */
import { z } from 'zod'
import { toMicros } from '../../../platform/date-text.ts'
import { readLocal } from '../../../platform/local-time.ts'
import {
  constant,
  field,
  type HogQLStores,
  moment,
  propertyValue,
  runQuery,
  selectTemplate,
} from '../../analytics/hogql/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'

export const usageAnswer = z.object({
  /** Days in the project's time zone, oldest first, today last. */
  days: z.array(z.string()),
  results: z.array(z.object({ value: z.string(), count: z.number(), counts: z.array(z.number()) })),
  last_called_at: z.string().nullable(),
})

const VALUES_MAX = 100
/** Value for calls without a response. */
const NO_ANSWER = 'none'

export async function readUsage(
  stores: HogQLStores,
  team: Team,
  key: string,
  days: number,
): Promise<z.infer<typeof usageAnswer>> {
  const axis = dayAxis(team.timezone, days)
  const tree = selectTemplate(
    `SELECT toString(toDate(timestamp)) AS day, {answer} AS answer, uniqExact(uuid) AS calls,
       toString(toTimeZone(max(timestamp), 'UTC')) AS latest
     FROM events WHERE event = '$feature_flag_called' AND timestamp >= {since} AND {flag} = {key} GROUP BY day, answer`,
    {
      answer: propertyValue('text', field('properties', '$feature_flag_response')),
      flag: propertyValue('text', field('properties', '$feature_flag')),
      key: constant(key),
      since: moment(toMicros(readLocal(axis[0]!, team.timezone))),
    },
  )
  const found = await runQuery(stores, team, tree)
  const rows = (found.rows as [string, string | null, number, string][]).map(([day, answer, calls, latest]) => ({
    day,
    value: answer ?? NO_ANSWER,
    calls: Number(calls),
    latest,
  }))
  const byValue = new Map<string, Map<string, number>>()
  for (const { day, value, calls } of rows) {
    const counts = byValue.get(value) ?? new Map<string, number>()
    counts.set(day, (counts.get(day) ?? 0) + calls)
    byValue.set(value, counts)
  }
  const results = [...byValue]
    .map(([value, counts]) => {
      const series = axis.map((day) => counts.get(day) ?? 0)
      return { value, count: series.reduce((sum, calls) => sum + calls, 0), counts: series }
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, VALUES_MAX)
  const latest = rows
    .map((row) => row.latest)
    .sort()
    .at(-1)
  return { days: axis, results, last_called_at: latest ? `${latest.replace(' ', 'T')}Z` : null }
}

/** The last `days` calendar days in a time zone, unaffected by clock changes. */
function dayAxis(zone: string, days: number): string[] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date())
  const noon = new Date(`${today}T12:00:00Z`).getTime()
  return Array.from({ length: days }, (_, index) =>
    new Date(noon - (days - 1 - index) * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  )
}
