/** Notes when SDKs asked for flags last, from the events that they send about it. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

/** Looks further back than the time between two runs, so that nothing is missed when the worker was away for a while. */
const LOOK_BACK = '1 HOUR'

export async function noteLastCalls(pool: Pool, { reader }: ClickHouse): Promise<void> {
  const answer = await reader.query({
    query: `SELECT team_id, JSONExtractString(properties, '$feature_flag') AS key, toString(max(timestamp)) AS latest
      FROM events WHERE event = '$feature_flag_called' AND created_at > now() - INTERVAL ${LOOK_BACK}
      GROUP BY team_id, key LIMIT 10000`,
    format: 'JSONEachRow',
  })
  const rows = await answer.json<{ team_id: number; key: string; latest: string }>()
  await pool.query(
    `UPDATE feature_flags f SET last_called_at = greatest(f.last_called_at, c.latest AT TIME ZONE 'UTC')
     FROM unnest($1::int[], $2::text[], $3::timestamp[]) AS c (team_id, key, latest)
     WHERE f.team_id = c.team_id AND f.key = c.key AND NOT f.deleted`,
    [rows.map((row) => row.team_id), rows.map((row) => row.key.replaceAll('\0', '')), rows.map((row) => row.latest)],
  )
}
