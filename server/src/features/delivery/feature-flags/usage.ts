/** How often SDKs asked for a flag, from the `$feature_flag_called` events that they send. */
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { readLocal } from '../../../platform/local-time.ts'
import type { Team } from '../../workspace/organizations/index.ts'

export const usageAnswer = z.object({
  /** Days in the project's time zone, oldest first, today last. */
  days: z.array(z.string()),
  results: z.array(z.object({ value: z.string(), count: z.number(), counts: z.array(z.number()) })),
  last_called_at: z.string().nullable(),
})

const VALUES_MAX = 100

export async function readUsage(
  { reader }: ClickHouse,
  team: Team,
  key: string,
  days: number,
): Promise<z.infer<typeof usageAnswer>> {
  const axis = dayAxis(team.timezone, days)
  const answer = await reader.query({
    query: `SELECT toString(toDate(timestamp, {zone:String})) AS day,
        JSONExtractRaw(properties, '$feature_flag_response') AS raw, toUInt32(uniqExact(uuid)) AS calls,
        toString(max(timestamp)) AS latest
      FROM events
      WHERE team_id = {team:UInt32} AND event = '$feature_flag_called'
        AND timestamp >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
        AND JSONExtractString(properties, '$feature_flag') = {key:String}
      GROUP BY day, raw`,
    query_params: { team: team.id, key, zone: team.timezone, since: readLocal(axis[0]!, team.timezone).toMillis() },
    format: 'JSONEachRow',
  })
  const rows = await answer.json<{ day: string; raw: string; calls: number; latest: string }>()
  const byValue = new Map<string, Map<string, number>>()
  for (const { day, raw, calls } of rows) {
    const value = raw.startsWith('"') ? raw.slice(1, -1) : raw || 'none'
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

/** Calendar days of a zone, whatever the clock does there. */
function dayAxis(zone: string, days: number): string[] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date())
  const noon = new Date(`${today}T12:00:00Z`).getTime()
  return Array.from({ length: days }, (_, index) =>
    new Date(noon - (days - 1 - index) * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  )
}
