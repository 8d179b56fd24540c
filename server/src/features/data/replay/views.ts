/** Who has watched which recordings. */
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser } from '../../workspace/users/index.ts'

export type Views = { userId: number; email: string }[]

/** Views by session, the first first. */
export async function findViews(
  db: Database,
  teamId: number,
  sessionIds: readonly string[],
): Promise<Map<string, Views>> {
  const { rows } = await db.$client.query<{ sessionId: string; userId: number; email: string | null }>(
    `SELECT v.session_id AS "sessionId", v.user_id AS "userId", u.email FROM recording_views v ${leftJoinUser('u', 'v.user_id')}
     WHERE v.team_id = $1 AND v.session_id = ANY($2) ORDER BY v.viewed_at`,
    [teamId, sessionIds],
  )
  const views = new Map<string, Views>()
  for (const { sessionId, userId, email } of rows) {
    // Users whose account is gone no longer count.
    if (email !== null) views.set(sessionId, [...(views.get(sessionId) ?? []), { userId, email }])
  }
  return views
}

/** Which of some sessions were watched, by one user or by anybody. The key of a project is no user, and has watched none. */
export async function findViewed(
  pool: Pool,
  teamId: number,
  sessionIds: readonly string[],
  by: number | null | 'anybody',
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT DISTINCT session_id AS id FROM recording_views
     WHERE team_id = $1 AND session_id = ANY($2) AND ($3 OR user_id = $4)`,
    [teamId, sessionIds, by === 'anybody', by === 'anybody' ? null : by],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Notes that a user has watched recordings. Resolves with how many of them exist. */
export async function markViewed(
  client: Pool | PoolClient,
  teamId: number,
  sessionIds: readonly string[],
  userId: number,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `WITH found AS (SELECT session_id FROM recordings
       WHERE team_id = $1 AND session_id = ANY($2) AND deleted_at IS NULL AND expiry_time > now()),
     marked AS (INSERT INTO recording_views (team_id, session_id, user_id) SELECT $1, session_id, $3 FROM found
       ON CONFLICT (team_id, session_id, user_id) DO NOTHING)
     SELECT count(*) AS count FROM found`,
    [teamId, sessionIds, userId],
  )
  return rows[0]!.count
}

/** Resolves with the number of marks that were removed. */
export async function unmarkViewed(
  client: Pool | PoolClient,
  teamId: number,
  sessionIds: readonly string[],
  userId: number,
): Promise<number> {
  const { rowCount } = await client.query(
    'DELETE FROM recording_views WHERE team_id = $1 AND session_id = ANY($2) AND user_id = $3',
    [teamId, sessionIds, userId],
  )
  return rowCount ?? 0
}
