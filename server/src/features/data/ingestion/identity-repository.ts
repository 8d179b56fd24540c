/** Reads the persons that a batch touches from PostgreSQL, and writes back what the batch did to them. */
import { stringifyJson, toStorableText } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { IdentityStore, type Person, personUuid } from './identity.ts'
import { formatMicros } from './timestamp.ts'

/** Distinct ids of one project that a batch touches. */
export interface TouchedIds {
  all: Set<string>
  /** Those that a merge event names: their persons may move, so all their other ids are needed too. */
  merged: Set<string>
}

interface PersonRow {
  id: number
  uuid: string
  created_at: number
  properties: Person['properties']
  is_identified: boolean
  version: number
  ingested_version: number
  last_seen_at: number | null
}

const PERSON_COLUMNS = `p.id, p.uuid, (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_at, p.properties,
  p.is_identified, p.version, p.ingested_version, (extract(epoch FROM p.last_seen_at) * 1000000)::bigint AS last_seen_at`

/** Loads and locks everything the ids lead to, until the transaction ends. */
export async function loadIdentities(client: PoolClient, teamId: number, touched: TouchedIds): Promise<IdentityStore> {
  const ids = [...touched.all].map(toStorableText)
  const owned = await client.query<PersonRow & { distinct_id: string; id_version: number }>(
    `SELECT d.distinct_id, d.version AS id_version, ${PERSON_COLUMNS}
     FROM person_distinct_ids d JOIN persons p ON p.id = d.person_id
     WHERE d.team_id = $1 AND d.distinct_id = ANY($2) ORDER BY p.id, d.id FOR UPDATE OF p, d`,
    [teamId, ids],
  )
  const personless = await client.query<{ distinct_id: string; version: number }>(
    'SELECT distinct_id, version FROM personless_distinct_ids WHERE team_id = $1 AND distinct_id = ANY($2)',
    [teamId, ids],
  )
  const known = new Set(owned.rows.map((row) => row.distinct_id))
  const derived = ids.filter((id) => !known.has(id)).map((id) => personUuid(teamId, id))
  const taken = await client.query<{ uuid: string }>(
    'SELECT uuid FROM persons WHERE team_id = $1 AND uuid = ANY($2::uuid[])',
    [teamId, derived],
  )
  const store = new IdentityStore(
    teamId,
    personless.rows.map((row) => [row.distinct_id, row.version] as const),
    taken.rows.map((row) => row.uuid),
  )
  const persons = new Map<number, Person>()
  for (const row of owned.rows) {
    const person = persons.get(row.id) ?? toPerson(row)
    persons.set(row.id, person)
    store.load(row.distinct_id, person, row.id_version)
  }
  const mergeable = owned.rows.filter((row) => touched.merged.has(row.distinct_id)).map((row) => row.id)
  if (mergeable.length === 0) return store
  const others = await client.query<{ distinct_id: string; version: number; person_id: number }>(
    'SELECT distinct_id, version, person_id FROM person_distinct_ids WHERE person_id = ANY($1) ORDER BY id FOR UPDATE',
    [mergeable],
  )
  for (const row of others.rows) store.load(row.distinct_id, persons.get(row.person_id)!, row.version)
  return store
}

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    uuid: row.uuid,
    createdAt: row.created_at,
    properties: row.properties,
    isIdentified: row.is_identified,
    version: row.version,
    ingestedVersion: row.ingested_version,
    lastSeenAt: row.last_seen_at,
    distinctIds: new Set(),
    isChanged: false,
  }
}

/** Writes the batch's changes in an order that never leaves an id without its person. */
export async function saveIdentities(client: PoolClient, store: IdentityStore): Promise<void> {
  await insertPersons(client, store)
  await insertDistinctIds(client, store)
  await moveDistinctIds(client, store)
  const deleted = [...store.deletedPersons].map((person) => person.id)
  if (deleted.length > 0) {
    await client.query('DELETE FROM feature_flag_hash_keys WHERE team_id = $1 AND person_id = ANY($2)', [
      store.teamId,
      deleted,
    ])
    await client.query('DELETE FROM persons WHERE id = ANY($1)', [deleted])
  }
  await updatePersons(client, store)
  if (store.newPersonless.size > 0) {
    await client.query(
      'INSERT INTO personless_distinct_ids (team_id, distinct_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
      [store.teamId, [...store.newPersonless].map(toStorableText)],
    )
  }
}

async function insertPersons(client: PoolClient, store: IdentityStore): Promise<void> {
  const persons = [...store.newPersons]
  if (persons.length === 0) return
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO persons (team_id, uuid, created_at, properties, is_identified, version, last_seen_at)
     SELECT $1, v.uuid, v.created_at AT TIME ZONE 'UTC', v.properties, v.is_identified, v.version, v.last_seen_at AT TIME ZONE 'UTC'
     FROM unnest($2::uuid[], $3::timestamp[], $4::jsonb[], $5::boolean[], $6::bigint[], $7::timestamp[])
       WITH ORDINALITY AS v(uuid, created_at, properties, is_identified, version, last_seen_at, position)
     ORDER BY v.position RETURNING id`,
    [store.teamId, persons.map((person) => person.uuid), ...personArrays(persons)],
  )
  persons.forEach((person, index) => {
    person.id = rows[index]!.id
  })
}

function personArrays(persons: Person[]): unknown[][] {
  return [
    persons.map((person) => formatMicros(person.createdAt)),
    persons.map((person) => stringifyJson(person.properties)),
    persons.map((person) => person.isIdentified),
    persons.map((person) => person.version),
    persons.map((person) => (person.lastSeenAt === null ? null : formatMicros(person.lastSeenAt))),
  ]
}

async function updatePersons(client: PoolClient, store: IdentityStore): Promise<void> {
  const persons = store.changedPersons()
  if (persons.length === 0) return
  await client.query(
    `UPDATE persons p SET created_at = v.created_at AT TIME ZONE 'UTC', properties = v.properties, is_identified = v.is_identified,
       version = v.version, last_seen_at = v.last_seen_at AT TIME ZONE 'UTC', ingested_version = v.ingested_version
     FROM unnest($1::bigint[], $2::timestamp[], $3::jsonb[], $4::boolean[], $5::bigint[], $6::timestamp[], $7::bigint[])
       AS v(id, created_at, properties, is_identified, version, last_seen_at, ingested_version)
     WHERE p.id = v.id`,
    [persons.map((person) => person.id), ...personArrays(persons), persons.map((person) => person.ingestedVersion)],
  )
}

async function insertDistinctIds(client: PoolClient, store: IdentityStore): Promise<void> {
  const ids = store.changedDistinctIds('attached')
  if (ids.length === 0) return
  await client.query(
    `INSERT INTO person_distinct_ids (team_id, distinct_id, person_id, version)
     SELECT $1, v.distinct_id, v.person_id, v.version
     FROM unnest($2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS v(distinct_id, person_id, version, position)
     ORDER BY v.position`,
    [
      store.teamId,
      ids.map((id) => toStorableText(id.distinctId)),
      ids.map((id) => id.person.id),
      ids.map((id) => id.version),
    ],
  )
}

/** What a person was answered for flags that keep their answer goes with them; the surviving person's own answers win. */
async function moveFlagAnswers(
  client: PoolClient,
  store: IdentityStore,
  ids: readonly { distinctId: string; person: Person }[],
): Promise<void> {
  await client.query(
    `INSERT INTO feature_flag_hash_keys (team_id, person_id, flag_key, hash_key)
     SELECT h.team_id, v.person_id, h.flag_key, h.hash_key
     FROM unnest($2::text[], $3::bigint[]) AS v(distinct_id, person_id)
     JOIN person_distinct_ids d ON d.team_id = $1 AND d.distinct_id = v.distinct_id AND d.person_id <> v.person_id
     JOIN feature_flag_hash_keys h ON h.team_id = $1 AND h.person_id = d.person_id ON CONFLICT DO NOTHING`,
    [store.teamId, ids.map((id) => id.distinctId), ids.map((id) => id.person.id)],
  )
}

/** Memberships in cohorts are not in this database; who was merged into whom is noted, and they follow. */
async function noteMerges(
  client: PoolClient,
  store: IdentityStore,
  ids: readonly { distinctId: string; person: Person }[],
): Promise<void> {
  if (store.deletedPersons.size === 0) return
  await client.query(
    `INSERT INTO merged_persons (team_id, from_uuid, to_uuid)
     SELECT DISTINCT $1::int, p.uuid, v.person_uuid FROM unnest($2::text[], $3::uuid[]) AS v(distinct_id, person_uuid)
     JOIN person_distinct_ids d ON d.team_id = $1 AND d.distinct_id = v.distinct_id
     JOIN persons p ON p.id = d.person_id AND p.id = ANY($4::bigint[])
     WHERE EXISTS (SELECT 1 FROM cohorts WHERE team_id = $1 AND version IS NOT NULL)`,
    [
      store.teamId,
      ids.map((id) => id.distinctId),
      ids.map((id) => id.person.uuid),
      [...store.deletedPersons].map((person) => person.id),
    ],
  )
}

async function moveDistinctIds(client: PoolClient, store: IdentityStore): Promise<void> {
  const ids = store.changedDistinctIds('moved')
  if (ids.length === 0) return
  await moveFlagAnswers(client, store, ids)
  await noteMerges(client, store, ids)
  await client.query(
    `UPDATE person_distinct_ids d SET person_id = v.person_id, version = v.version
     FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS v(distinct_id, person_id, version)
     WHERE d.team_id = $1 AND d.distinct_id = v.distinct_id`,
    [store.teamId, ids.map((id) => id.distinctId), ids.map((id) => id.person.id), ids.map((id) => id.version)],
  )
}
