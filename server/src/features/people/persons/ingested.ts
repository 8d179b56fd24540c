/**
 * Reads and writes persons for ingestion, in the transaction of a batch of events. Ingestion calls these functions in an
 * order that never leaves a distinct ID without its person.
 */
import { type JsonObject, stringifyJson } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { OWNED_IDS } from './repository.ts'

/** A person with one of its distinct IDs. Times are microseconds since 1970. */
export interface OwnedId {
  distinct_id: string
  id_version: number
  id: number
  uuid: string
  created_at: number
  properties: JsonObject
  is_identified: boolean
  version: number
  ingested_version: number
  last_seen_at: number | null
}

/** Finds the persons of distinct IDs, and locks both until the transaction ends. */
export async function lockOwnedIds(
  client: PoolClient,
  teamId: number,
  distinctIds: readonly string[],
): Promise<OwnedId[]> {
  const { rows } = await client.query<OwnedId>(
    `SELECT d.distinct_id, d.version AS id_version,
       p.id, p.uuid, (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_at, p.properties,
       p.is_identified, p.version, p.ingested_version, (extract(epoch FROM p.last_seen_at) * 1000000)::bigint AS last_seen_at
     FROM ${OWNED_IDS}
     WHERE d.team_id = $1 AND d.distinct_id = ANY($2) ORDER BY p.id, d.id FOR UPDATE OF p, d`,
    [teamId, distinctIds],
  )
  return rows
}

/** The distinct IDs that have events but no person, each with the version that its next override must exceed. */
export async function findPersonless(
  client: PoolClient,
  teamId: number,
  distinctIds: readonly string[],
): Promise<{ distinct_id: string; version: number }[]> {
  const { rows } = await client.query<{ distinct_id: string; version: number }>(
    'SELECT distinct_id, version FROM personless_distinct_ids WHERE team_id = $1 AND distinct_id = ANY($2)',
    [teamId, distinctIds],
  )
  return rows
}

/** Locks all distinct IDs of persons that are already locked. */
export async function lockIdsOfPersons(
  client: PoolClient,
  personIds: readonly number[],
): Promise<{ distinct_id: string; version: number; person_id: number }[]> {
  const { rows } = await client.query<{ distinct_id: string; version: number; person_id: number }>(
    'SELECT distinct_id, version, person_id FROM person_distinct_ids WHERE person_id = ANY($1) ORDER BY id FOR UPDATE',
    [personIds],
  )
  return rows
}

/** Times are `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
export interface PersonValues {
  createdAt: string
  properties: JsonObject
  isIdentified: boolean
  version: number
  lastSeenAt: string | null
}

/** @returns the row IDs of the new persons, in the same order */
export async function insertPersons(
  client: PoolClient,
  teamId: number,
  persons: readonly (PersonValues & { uuid: string })[],
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO persons (team_id, uuid, created_at, properties, is_identified, version, last_seen_at)
     SELECT $1, v.uuid, v.created_at AT TIME ZONE 'UTC', v.properties, v.is_identified, v.version, v.last_seen_at AT TIME ZONE 'UTC'
     FROM unnest($2::uuid[], $3::timestamp[], $4::jsonb[], $5::boolean[], $6::bigint[], $7::timestamp[])
       WITH ORDINALITY AS v(uuid, created_at, properties, is_identified, version, last_seen_at, position)
     ORDER BY v.position RETURNING id`,
    [teamId, persons.map(({ uuid }) => uuid), ...valueArrays(persons)],
  )
  return rows.map(({ id }) => id)
}

/** Updates persons that are already locked. */
export async function updatePersons(
  client: PoolClient,
  persons: readonly (PersonValues & { id: number; ingestedVersion: number })[],
): Promise<void> {
  await client.query(
    `UPDATE persons p SET created_at = v.created_at AT TIME ZONE 'UTC', properties = v.properties, is_identified = v.is_identified,
       version = v.version, last_seen_at = v.last_seen_at AT TIME ZONE 'UTC', ingested_version = v.ingested_version
     FROM unnest($1::bigint[], $2::timestamp[], $3::jsonb[], $4::boolean[], $5::bigint[], $6::timestamp[], $7::bigint[])
       AS v(id, created_at, properties, is_identified, version, last_seen_at, ingested_version)
     WHERE p.id = v.id`,
    [persons.map(({ id }) => id), ...valueArrays(persons), persons.map(({ ingestedVersion }) => ingestedVersion)],
  )
}

const valueArrays = (persons: readonly PersonValues[]): unknown[][] => [
  persons.map(({ createdAt }) => createdAt),
  persons.map(({ properties }) => stringifyJson(properties)),
  persons.map(({ isIdentified }) => isIdentified),
  persons.map(({ version }) => version),
  persons.map(({ lastSeenAt }) => lastSeenAt),
]

/** Deletes locked persons that were merged into others, with their flag hash keys. */
export async function deleteMergedPersons(
  client: PoolClient,
  teamId: number,
  personIds: readonly number[],
): Promise<void> {
  await client.query('DELETE FROM feature_flag_hash_keys WHERE team_id = $1 AND person_id = ANY($2)', [
    teamId,
    personIds,
  ])
  await client.query('DELETE FROM persons WHERE id = ANY($1)', [personIds])
}

/** A distinct ID with the row ID of its new person. */
export interface Attachment {
  distinctId: string
  personId: number
  version: number
}

export async function attachDistinctIds(client: PoolClient, teamId: number, ids: readonly Attachment[]): Promise<void> {
  await client.query(
    `INSERT INTO person_distinct_ids (team_id, distinct_id, person_id, version)
     SELECT $1, v.distinct_id, v.person_id, v.version
     FROM unnest($2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS v(distinct_id, person_id, version, position)
     ORDER BY v.position`,
    attachmentArrays(teamId, ids),
  )
}

/** Moves distinct IDs to other persons. */
export async function moveDistinctIds(client: PoolClient, teamId: number, ids: readonly Attachment[]): Promise<void> {
  await client.query(
    `UPDATE person_distinct_ids d SET person_id = v.person_id, version = v.version
     FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS v(distinct_id, person_id, version)
     WHERE d.team_id = $1 AND d.distinct_id = v.distinct_id`,
    attachmentArrays(teamId, ids),
  )
}

const attachmentArrays = (teamId: number, ids: readonly Attachment[]): unknown[] => [
  teamId,
  ids.map(({ distinctId }) => distinctId),
  ids.map(({ personId }) => personId),
  ids.map(({ version }) => version),
]

/** Records distinct IDs that have events but no person. */
export async function insertPersonless(
  client: PoolClient,
  teamId: number,
  distinctIds: readonly string[],
): Promise<void> {
  await client.query(
    'INSERT INTO personless_distinct_ids (team_id, distinct_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
    [teamId, distinctIds],
  )
}
