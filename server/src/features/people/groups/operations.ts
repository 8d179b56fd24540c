/** Operations on groups. */
import type { FastifyRequest } from 'fastify'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, stringifyJson, toStorableJson } from '../../../platform/json.ts'
import { type Database, inRepeatedTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { captureInternally } from '../../data/capture/index.ts'
import { enterProject, logChange, type ProjectContext } from '../../workspace/objects/index.ts'
import {
  findPerson,
  findPersonsByUuid,
  PERSON_PROPERTIES_BYTES_MAX,
  type PersonRow,
  parsePersonId,
} from '../persons/index.ts'
import { findGroup, type GroupId, type GroupRow, type LockedGroup, lockGroup } from './groups.ts'
import { groupKind } from './kind.ts'
import { findRelated } from './related.ts'

/** Maximum number of distinct IDs of a related person in the answer. */
const RELATED_IDS_SHOWN_MAX = 10
/** Maximum length of the distinct ID of captured changes, in characters. */
const DISTINCT_ID_MAX = 200

/** Dependencies of the group routes. */
export interface GroupParts {
  db: Database
  clickHouse: ClickHouse
  /** Event log in which changes to groups are captured. */
  log: EventLog
}

export interface GroupContext extends ProjectContext, GroupParts {}

/** @throws ApiError 404 if there is no such project, 403 if the caller has no access to it */
export async function enterGroups(parts: GroupParts, request: FastifyRequest): Promise<GroupContext> {
  return { ...parts, ...(await enterProject(parts.db, request)) }
}

/** ID of a group in the activity log. */
export const activityId = ({ typeIndex, key }: GroupId) => `${typeIndex}:${key}`

export type GroupChange = { set: JsonObject } | { unset: string }

/**
 * Changes a group's properties under its row lock, so that the next read sees the change, and captures an event for it.
 * @returns the group after the change
 * @throws ApiError 404 if there is no such group, 400 if it would become too large
 */
export async function changeGroup(context: GroupContext, id: GroupId, change: GroupChange): Promise<GroupRow> {
  const { db, team } = context
  return inRepeatedTransaction(db.$client, async (client) => {
    const group = await lockGroup(client, team.id, id)
    if (!group) throw errors.notFound()
    const storable = 'set' in change ? { set: toStorableJson(change.set) } : change
    const properties = changed(group.properties, storable)
    await storeProperties(client, team.id, id, properties)
    await captureChange(context, group, storable)
    await logGroupChange(client, context, id, storable)
    const { typeIndex, key, createdAt } = group
    return { typeIndex, key, createdAt, properties }
  })
}

function changed(properties: JsonObject, change: GroupChange): JsonObject {
  if ('set' in change) return { ...properties, ...change.set }
  const { [change.unset]: _removed, ...rest } = properties
  return rest
}

/** @throws ApiError 400 if they are too large */
async function storeProperties(
  client: PoolClient,
  teamId: number,
  { typeIndex, key }: GroupId,
  properties: JsonObject,
): Promise<void> {
  const text = stringifyJson(properties)
  if (text.length > PERSON_PROPERTIES_BYTES_MAX)
    throw errors.invalid(`A group's properties have at most ${PERSON_PROPERTIES_BYTES_MAX} bytes.`)
  await client.query(
    'UPDATE groups SET properties = $4, version = version + 1 WHERE team_id = $1 AND type_index = $2 AND key = $3',
    [teamId, typeIndex, key, text],
  )
}

/** @throws ApiError 503 if events cannot be captured at the moment */
async function captureChange(
  { log, team }: GroupContext,
  { type, key, version }: LockedGroup,
  change: GroupChange,
): Promise<void> {
  const names = { $group_type: type, $group_key: key }
  const event =
    'set' in change
      ? { event: '$groupidentify', properties: { ...names, $group_set: change.set } }
      : { event: '$delete_group_property', properties: { ...names, $group_unset: [change.unset] } }
  await captureInternally(log, team.apiToken, [
    {
      ...event,
      uuid: newUuid(),
      distinct_id: `$${type}_${key}`.slice(0, DISTINCT_ID_MAX),
      timestamp: new Date().toISOString(),
      appliedVersion: version + 1,
    },
  ]).catch(() => {
    throw errors.unavailable('Groups cannot be changed at the moment. Try again in a while.')
  })
}

/** Logs names only: property values may be private. */
function logGroupChange(client: PoolClient, context: GroupContext, id: GroupId, change: GroupChange): Promise<void> {
  const isSet = 'set' in change
  const action = isSet ? ('changed' as const) : ('deleted' as const)
  return logChange(client, context, groupKind, {
    id: activityId(id),
    activity: isSet ? 'update_property' : 'delete_property',
    detail: {
      name: isSet ? Object.keys(change.set).join(', ') : change.unset,
      changes: [{ type: groupKind.scope, action, field: null, before: null, after: null }],
    },
  })
}

/** A group named in events. `createdAt` is null if the group itself was never created. */
type NamedGroup = Omit<GroupRow, 'createdAt'> & { createdAt: string | null }

/**
 * Persons and groups that share events with a group or person.
 * @param of a group, or the ID of a person from a URL
 * @throws ApiError 400 for an invalid person ID, 404 if there is no such person
 */
export async function relatedTo(
  { db, clickHouse, team }: GroupContext,
  of: GroupId | { person: string },
): Promise<{ persons: PersonRow[]; groups: NamedGroup[] }> {
  const subject = 'person' in of ? await findPerson(db, team.id, parsePersonId(of.person)) : of
  if (!subject) throw errors.notFound()
  const related = await findRelated({ pool: db.$client, reader: clickHouse.reader }, team.id, subject)
  const found = await findPersonsByUuid(db, team.id, related.persons, RELATED_IDS_SHOWN_MAX)
  const groups = await Promise.all(
    related.groups.map(
      async (group) => (await findGroup(db, team.id, group)) ?? { ...group, properties: {}, createdAt: null },
    ),
  )
  return { persons: related.persons.flatMap((uuid) => found.get(uuid) ?? []), groups }
}
