/** Projects, for features that work across all of them. */
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** Part of a FROM clause: joins the project that a column names; rows of deleted projects are left out. */
export const joinTeam = (alias: string, column: string): string => `JOIN teams ${alias} ON ${alias}.id = ${column}`

/**
 * A project and its public token.
 * @param id the raw ID; null for the oldest project
 */
export async function findTeamToken(pool: Pool, id: string | null): Promise<{ name: string; token: string } | null> {
  const { rows } = await pool.query<{ name: string; token: string }>(
    'SELECT name, api_token AS token FROM teams WHERE $1::text IS NULL OR id::text = $1 ORDER BY id LIMIT 1',
    [id],
  )
  return rows[0] ?? null
}

/** Which of the projects exist and are not being deleted. */
export async function livingTeams(client: Pool | PoolClient, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM teams WHERE id = ANY($1) AND NOT is_pending_deletion',
    [ids],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The project of a token, with the settings that ingestion needs. */
export interface ProjectOfToken {
  id: number
  token: string
  anonymizeIps: boolean
  cookielessServerHashMode: number
  /** Incremented when definitions of the project are deleted. */
  definitionsForgotten: number
  recordsSessions: boolean
  /** What pages write to the console is kept with recordings. */
  keepsConsole: boolean
  /** How long recordings are kept. */
  recordingDays: number
  /** The last record of the event log for which a replaced token is still valid; null for a current token. */
  untilSequence: number | null
}

/** Finds projects by their tokens, current or replaced. Leaves out projects that are being deleted. */
export async function projectsOfTokens(
  client: Pool | PoolClient,
  tokens: readonly string[],
): Promise<ProjectOfToken[]> {
  const { rows } = await client.query<ProjectOfToken>(
    `SELECT t.id, k.token, k.until AS "untilSequence", t.anonymize_ips AS "anonymizeIps",
       t.cookieless_server_hash_mode AS "cookielessServerHashMode", t.definitions_forgotten AS "definitionsForgotten",
       t.session_recording_opt_in AS "recordsSessions", coalesce(t.capture_console_log_opt_in, false) AS "keepsConsole",
       CASE t.session_recording_retention_period WHEN '30d' THEN 30 WHEN '1y' THEN 365 WHEN '5y' THEN 1825 ELSE 90 END
         AS "recordingDays"
     FROM (SELECT api_token AS token, id AS team_id, NULL::bigint AS until FROM teams WHERE api_token = ANY($1)
           UNION ALL SELECT token, team_id, log_sequence FROM retired_tokens WHERE token = ANY($1)) k
     JOIN teams t ON t.id = k.team_id AND NOT t.is_pending_deletion`,
    [tokens],
  )
  return rows
}

/** Records that a project has events. */
export async function noteIngested(client: PoolClient, teamId: number): Promise<void> {
  await client.query('UPDATE teams SET ingested_event = true WHERE id = $1 AND NOT ingested_event', [teamId])
}
