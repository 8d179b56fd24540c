/** Records when flags were last called, from the events that SDKs send. */
import type { Pool } from '../../../platform/postgres/postgres.ts'
import {
  field,
  type HogQLStores,
  moment,
  propertyValue,
  runQuery,
  selectTemplate,
  timelessTeam,
} from '../../analytics/hogql/index.ts'

/** Longer than the interval between runs, so that nothing is missed after a worker outage. */
const LOOK_BACK_MS = 60 * 60 * 1000
const FLAGS_MAX = 10_000

/** Runs one query per project, because a query never reads more than one project. */
export async function noteLastCalls(stores: HogQLStores): Promise<void> {
  const { rows } = await stores.pool.query<{ teamId: number }>(
    'SELECT DISTINCT team_id AS "teamId" FROM feature_flags WHERE NOT deleted',
  )
  for (const { teamId } of rows) await noteLastCallsOf(stores, teamId)
}

async function noteLastCallsOf(stores: HogQLStores, teamId: number): Promise<void> {
  const tree = selectTemplate(
    `SELECT {flag} AS flag, toString(toTimeZone(max(timestamp), 'UTC')) AS latest FROM events
     WHERE event = '$feature_flag_called' AND created_at > {since} AND notEmpty({flag}) GROUP BY flag LIMIT ${FLAGS_MAX}`,
    {
      flag: propertyValue('text', field('properties', '$feature_flag')),
      since: moment((Date.now() - LOOK_BACK_MS) * 1000),
    },
  )
  const called = (await runQuery(stores, timelessTeam(teamId), tree)).rows as [string, string][]
  if (called.length > 0) await note(stores.pool, teamId, called)
}

async function note(pool: Pool, teamId: number, called: readonly [flag: string, latest: string][]): Promise<void> {
  await pool.query(
    `UPDATE feature_flags f SET last_called_at = greatest(f.last_called_at, c.latest AT TIME ZONE 'UTC')
     FROM unnest($2::text[], $3::timestamp[]) AS c (key, latest) WHERE f.team_id = $1 AND f.key = c.key AND NOT f.deleted`,
    [teamId, called.map(([flag]) => flag.replaceAll('\0', '')), called.map(([, latest]) => latest)],
  )
}
