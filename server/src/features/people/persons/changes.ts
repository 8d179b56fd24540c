/**
 * Changes to a person's properties through the API. Each change is captured as an event, like one from an SDK, and also
 * applied at once under the person's row lock, so that the next read sees it. The event carries the version that the
 * change produced. The worker reapplies the change only if an event that was captured earlier has overwritten it.
 */

import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, stringifyJson, toStorableJson } from '../../../platform/json.ts'
import { inRepeatedTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { captureInternally } from '../../data/capture/index.ts'
import { logPersonChange, type PersonContext } from './context.ts'
import type { PersonRow } from './person.ts'
import { applyChange, PERSON_PROPERTIES_BYTES_MAX } from './person-properties.ts'
import { findPerson, type PersonId } from './repository.ts'

interface LockedPerson {
  id: number
  uuid: string
  properties: JsonObject
  version: number
}

/** Reads and locks a person until the transaction ends; null if there is no such person. */
export async function lockPerson(client: PoolClient, teamId: number, id: PersonId): Promise<LockedPerson | null> {
  const [column, value] = 'uuid' in id ? ['uuid', id.uuid] : ['id', id.id]
  const { rows } = await client.query<LockedPerson>(
    `SELECT id, uuid, properties, version FROM persons WHERE team_id = $1 AND ${column} = $2 FOR UPDATE`,
    [teamId, value],
  )
  return rows[0] ?? null
}

/** The distinct IDs of a person in the order in which they were attached, with the versions of their overrides. */
export async function lockDistinctIds(
  client: PoolClient,
  teamId: number,
  personId: number,
): Promise<{ distinctId: string; version: number }[]> {
  const { rows } = await client.query<{ distinctId: string; version: number }>(
    'SELECT distinct_id AS "distinctId", version FROM person_distinct_ids WHERE team_id = $1 AND person_id = $2 ORDER BY id FOR UPDATE',
    [teamId, personId],
  )
  return rows
}

/**
 * Sets properties. Other properties stay unchanged.
 * @param set null if the caller sent something other than an object: nothing changes, but the attempt is logged
 * @returns the person after the change
 * @throws ApiError 404 if there is no such person, 400 if it would become too large
 */
export async function setProperties(context: PersonContext, id: PersonId, set: JsonObject | null): Promise<PersonRow> {
  return inRepeatedTransaction(context.db.$client, async (client) => {
    const person = await lockPerson(client, context.team.id, id)
    if (!person) throw errors.notFound()
    if (set) {
      const event = await change(client, context, person, '$set', { set: toStorableJson(set), unset: [] })
      // The change is valid even if its event cannot be captured at the moment.
      await captureInternally(context.log, context.team.apiToken, event).catch(() => {})
    }
    const changes = [
      { type: 'Person' as const, action: 'changed' as const, field: 'properties', before: null, after: null },
    ]
    await logPersonChange(client, context, person, 'updated', { changes })
    return (await findPerson({ $client: client }, context.team.id, { uuid: person.uuid }))!
  })
}

/**
 * Removes one property. Removing a missing property is not an error.
 * @throws ApiError 404 if there is no such person; EventLogUnavailable if the event cannot be captured, and then
 * nothing changes
 */
export async function unsetProperty(context: PersonContext, id: PersonId, key: string): Promise<void> {
  await inRepeatedTransaction(context.db.$client, async (client) => {
    const person = await lockPerson(client, context.team.id, id)
    if (!person) throw errors.notFound()
    const event = await change(client, context, person, '$delete_person_property', { set: {}, unset: [key] })
    await captureInternally(context.log, context.team.apiToken, event)
    const changes = [{ type: 'Person' as const, action: 'changed' as const, field: null, before: null, after: null }]
    await logPersonChange(client, context, person, 'delete_property', { name: person.uuid, changes })
  })
}

/** Changes the locked row and returns the event that records the change. */
async function change(
  client: PoolClient,
  { team }: PersonContext,
  person: LockedPerson,
  event: string,
  { set, unset }: { set: JsonObject; unset: string[] },
) {
  const [first] = await lockDistinctIds(client, team.id, person.id)
  if (!first) throw errors.invalid('The person has no distinct ID.')
  const { properties } = applyChange(person.properties, { set, setOnce: {}, unset }, '$set')
  if (stringifyJson(properties).length > PERSON_PROPERTIES_BYTES_MAX)
    throw errors.invalid(`A person's properties have at most ${PERSON_PROPERTIES_BYTES_MAX} bytes.`, 'properties')
  const version = person.version + 1
  await client.query('UPDATE persons SET properties = $3, version = $4 WHERE team_id = $1 AND id = $2', [
    team.id,
    person.id,
    stringifyJson(properties),
    version,
  ])
  return [
    {
      uuid: newUuid(),
      event,
      distinct_id: first.distinctId,
      properties: unset.length > 0 ? { $unset: unset } : { $set: set },
      timestamp: new Date().toISOString(),
      appliedVersion: version,
    },
  ]
}
