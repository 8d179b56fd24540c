/** Loads the persons that a batch touches from PostgreSQL, and saves the batch's changes of them. */
import { toStorableText } from '../../../platform/json.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { noteMergedPersons } from '../../people/cohorts/index.ts'
import {
  type Attachment,
  attachDistinctIds,
  deleteMergedPersons,
  existingPersons,
  findPersonless,
  insertPersonless,
  insertPersons,
  lockIdsOfPersons,
  lockOwnedIds,
  moveDistinctIds,
  moveHashKeys,
  type OwnedId,
  personUuid,
  updatePersons,
} from '../../people/persons/index.ts'
import { IdentityStore, type Person } from './identity.ts'
import { formatMicros } from './timestamp.ts'

/** Distinct IDs of one project that a batch touches. */
export interface TouchedIds {
  all: Set<string>
  /**
   * Distinct IDs that a merge event names: their persons may move, so all other distinct IDs of these persons are needed
   * too.
   */
  merged: Set<string>
}

/** Loads and locks all persons that the IDs lead to, until the transaction ends. */
export async function loadIdentities(client: PoolClient, teamId: number, touched: TouchedIds): Promise<IdentityStore> {
  const ids = [...touched.all].map(toStorableText)
  const owned = await lockOwnedIds(client, teamId, ids)
  const personless = await findPersonless(client, teamId, ids)
  const known = new Set(owned.map((row) => row.distinct_id))
  const derived = ids.filter((id) => !known.has(id)).map((id) => personUuid(teamId, id))
  const taken = await existingPersons(client, teamId, derived)
  const store = new IdentityStore(
    teamId,
    personless.map((row) => [row.distinct_id, row.version] as const),
    taken,
  )
  const persons = new Map<number, Person>()
  for (const row of owned) {
    const person = persons.get(row.id) ?? toPerson(row)
    persons.set(row.id, person)
    store.load(row.distinct_id, person, row.id_version)
  }
  const mergeable = owned.filter((row) => touched.merged.has(row.distinct_id)).map((row) => row.id)
  if (mergeable.length === 0) return store
  const others = await lockIdsOfPersons(client, mergeable)
  for (const row of others) store.load(row.distinct_id, persons.get(row.person_id)!, row.version)
  return store
}

function toPerson(row: OwnedId): Person {
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

/** Writes the batch's changes in an order that never leaves a distinct ID without its person. */
export async function saveIdentities(client: PoolClient, store: IdentityStore): Promise<void> {
  const { teamId } = store
  await saveNewPersons(client, store)
  const attached = store.changedDistinctIds('attached').map(toAttachment)
  if (attached.length > 0)
    await attachDistinctIds(
      client,
      teamId,
      attached.map((id) => ({ ...id, distinctId: toStorableText(id.distinctId) })),
    )
  await saveMoves(client, store)
  const merged = [...store.deletedPersons].map((person) => person.id!)
  if (merged.length > 0) await deleteMergedPersons(client, teamId, merged)
  const changed = store.changedPersons()
  if (changed.length > 0) await updatePersons(client, changed.map(toRow))
  const personless = [...store.newPersonless].map(toStorableText)
  if (personless.length > 0) await insertPersonless(client, teamId, personless)
}

async function saveNewPersons(client: PoolClient, store: IdentityStore): Promise<void> {
  const persons = [...store.newPersons]
  if (persons.length === 0) return
  const ids = await insertPersons(client, store.teamId, persons.map(toRow))
  persons.forEach((person, index) => {
    person.id = ids[index]!
  })
}

/** The row of a person; a new one has no row ID yet. */
const toRow = (person: Person) => ({
  ...person,
  id: person.id!,
  createdAt: formatMicros(person.createdAt),
  lastSeenAt: person.lastSeenAt === null ? null : formatMicros(person.lastSeenAt),
})

/** @param id a distinct ID whose person already has a row */
const toAttachment = ({ distinctId, person, version }: { distinctId: string; person: Person; version: number }) =>
  ({ distinctId, personId: person.id!, version }) satisfies Attachment

async function saveMoves(client: PoolClient, store: IdentityStore): Promise<void> {
  const ids = store.changedDistinctIds('moved')
  if (ids.length === 0) return
  const moves = ids.map(toAttachment)
  await moveHashKeys(client, store.teamId, moves)
  const merged = [...store.deletedPersons].map((person) => person.id!)
  if (merged.length > 0) {
    const uuids = ids.map(({ distinctId, person }) => ({ distinctId, personUuid: person.uuid }))
    await noteMergedPersons(client, store.teamId, uuids, merged)
  }
  await moveDistinctIds(client, store.teamId, moves)
}
