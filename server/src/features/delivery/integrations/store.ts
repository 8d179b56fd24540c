/** Integrations as stored. */
import type { Encryption } from '../../../platform/encryption.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'

/** How a Slack workspace is reached: with the token of an app, or through an incoming webhook of one channel. */
export type SlackSecret = { token: string } | { webhookUrl: string }

export interface Integration {
  id: number
  teamId: number
  kind: string
  config: JsonObject
  /** Encrypted. */
  secret: string
  errors: string
  createdAt: string
  createdById: number | null
  creator: unknown
}

const SELECT = `SELECT n.id, n.team_id AS "teamId", n.kind, n.config, n.secret, n.errors, n.created_at::text AS "createdAt",
  n.created_by AS "createdById", ${userJson('u')} AS creator FROM integrations n ${leftJoinUser('u', 'n.created_by')}`

export async function findIntegration(
  client: Pool | PoolClient,
  teamId: number,
  id: string | number,
): Promise<Integration | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await client.query<Integration>(`${SELECT} WHERE n.team_id = $1 AND n.id = $2`, [teamId, Number(id)])
  return rows[0] ?? null
}

/** A project's integrations, oldest first. */
export async function findIntegrations(client: Pool | PoolClient, teamId: number): Promise<Integration[]> {
  const { rows } = await client.query<Integration>(`${SELECT} WHERE n.team_id = $1 ORDER BY n.id`, [teamId])
  return rows
}

export async function insertIntegration(
  client: PoolClient,
  integration: Pick<Integration, 'teamId' | 'kind' | 'config' | 'secret' | 'createdById'>,
): Promise<number> {
  const { teamId, kind, config, secret, createdById } = integration
  const { rows } = await client.query<{ id: number }>(
    'INSERT INTO integrations (team_id, kind, config, secret, created_by) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [teamId, kind, config, secret, createdById],
  )
  return rows[0]!.id
}

export async function deleteIntegration(client: PoolClient, { teamId, id }: Integration): Promise<void> {
  await client.query('DELETE FROM integrations WHERE team_id = $1 AND id = $2', [teamId, id])
}

/** @param errors why the service refused the token; empty if it works */
export async function noteErrors(client: Pool, { teamId, id }: Integration, errors: string): Promise<void> {
  await client.query('UPDATE integrations SET errors = $3 WHERE team_id = $1 AND id = $2 AND errors <> $3', [
    teamId,
    id,
    errors,
  ])
}

export const sealSecret = (encryption: Encryption, secret: SlackSecret): string =>
  encryption.encrypt(JSON.stringify(secret))

/** @throws Error when it was encrypted with another secret key */
export const openSecret = (encryption: Encryption, { secret }: Integration): SlackSecret =>
  JSON.parse(encryption.decrypt(secret)) as SlackSecret
