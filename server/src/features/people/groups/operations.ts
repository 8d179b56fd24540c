/** What can be done with groups. */
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

/** Of a person that is shown beside a group. */
const RELATED_IDS_SHOWN_MAX = 10
/** Of the distinct id under which a change is captured, in characters. */
const DISTINCT_ID_MAX = 200

/** What routes of groups work with. */
export interface GroupParts {
  db: Database
  clickHouse: ClickHouse
  /** Changes of groups are captured there, as events. */
  log: EventLog
}

export interface GroupContext extends ProjectContext, GroupParts {}

/** @throws ApiError 404 when there is no such project, 403 when it is not the caller's */
export async function enterGroups(parts: GroupParts, request: FastifyRequest): Promise<GroupContext> {
  return { ...parts, ...(await enterProject(parts.db, request)) }
}

/** How the activity log names a group. */
export const activityId = ({ typeIndex, key }: GroupId) => `${typeIndex}:${key}`

export type GroupChange = { set: JsonObject } | { unset: string }

/**
 * Changes a group's properties under its row lock, so that the next read sees it, and captures an event that tells.
 * @returns the group after the change
 * @throws ApiError 404 without such a group, 400 when it would become too large
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

/** @throws ApiError 400 when they are too large */
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

/** @throws ApiError 503 while nothing can be captured */
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
    throw errors.unavailable('Changing groups is not possible at the moment. Try again in a while.')
  })
}

/** Values of properties stay out of the log; they may be private. */
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

/** A group as events name it. Without a time, nothing was ever said about it. */
type NamedGroup = Omit<GroupRow, 'createdAt'> & { createdAt: string | null }

/**
 * Persons and groups that share events with a group, or with a person.
 * @param of a group, or the id of a person as a URL has it
 * @throws ApiError 400 for what is no id of a person, 404 without such a person
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
