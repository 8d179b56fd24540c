/** Groups: reading them, changing their properties, and what shares events with them. */
import type { ClickHouseClient } from '@clickhouse/client'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, stringifyJson, toStorableJson } from '../../../platform/json.ts'
import { type Database, inRepeatedTransaction } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { captureInternally } from '../../data/capture/index.ts'
import { PERSON_PROPERTIES_BYTES_MAX } from '../../data/ingestion/index.ts'
import { logActivity } from '../../workspace/activity/index.ts'

const VALUES_MAX = 20
const RELATED_MAX = 100
const RELATED_DAYS = 90

export interface GroupRow {
  typeIndex: number
  key: string
  properties: JsonObject
  /** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC. */
  createdAt: string
}

export interface GroupId {
  typeIndex: number
  key: string
}

const COLUMNS = `g.type_index AS "typeIndex", g.key, g.properties,
  to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt"`

const contains = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** One page of the groups of a type, newest first; one row more than the limit tells that there is more. */
export async function listGroups(
  db: Database,
  teamId: number,
  typeIndex: number,
  search: string | null,
  page: { limit: number; offset: number },
): Promise<GroupRow[]> {
  const { rows } = await db.$client.query<GroupRow>(
    `SELECT ${COLUMNS} FROM groups g WHERE g.team_id = $1 AND g.type_index = $2
       AND ($3::text IS NULL OR g.key ILIKE $3 OR g.properties->>'name' ILIKE $3)
     ORDER BY g.created_at DESC, g.key LIMIT $4 OFFSET $5`,
    [teamId, typeIndex, search === null ? null : contains(search), page.limit + 1, page.offset],
  )
  return rows
}

export async function findGroup(db: Database, teamId: number, { typeIndex, key }: GroupId): Promise<GroupRow | null> {
  const { rows } = await db.$client.query<GroupRow>(
    `SELECT ${COLUMNS} FROM groups g WHERE g.team_id = $1 AND g.type_index = $2 AND g.key = $3`,
    [teamId, typeIndex, key],
  )
  return rows[0] ?? null
}

/** Property names of the groups of a project by type index, each with the number of groups that have it. */
export async function groupProperties(
  db: Database,
  teamId: number,
): Promise<Record<string, { name: string; count: number }[]>> {
  const { rows } = await db.$client.query<{ typeIndex: number; name: string; count: number }>(
    `SELECT g.type_index AS "typeIndex", property.name, count(*) AS count
     FROM groups g, jsonb_object_keys(g.properties) AS property(name) WHERE g.team_id = $1
     GROUP BY 1, 2 ORDER BY 1, count(*) DESC, 2`,
    [teamId],
  )
  const byType: Record<string, { name: string; count: number }[]> = {}
  for (const { typeIndex, ...property } of rows) {
    byType[typeIndex] ??= []
    byType[typeIndex].push(property)
  }
  return byType
}

/** The most frequent values of a property among the groups of a type, as text. */
export async function groupPropertyValues(
  db: Database,
  teamId: number,
  typeIndex: number,
  key: string,
  containing: string,
): Promise<{ name: string; count: number }[]> {
  const { rows } = await db.$client.query<{ name: string; count: number }>(
    `SELECT g.properties->>$3 AS name, count(*) AS count FROM groups g
     WHERE g.team_id = $1 AND g.type_index = $2 AND g.properties->>$3 <> '' AND g.properties->>$3 ILIKE $4
     GROUP BY 1 ORDER BY count DESC, name LIMIT ${VALUES_MAX}`,
    [teamId, typeIndex, key, contains(containing)],
  )
  return rows
}

/** What a group is changed with: the stores, the project, and who does it. */
export interface GroupWork {
  db: Database
  log: EventLog
  team: { id: number; apiToken: string; organizationId: string }
  principal: Principal
}

/**
 * Changes a group's properties under its row lock, so that the next read sees it, and captures an event that tells.
 * @returns the group after the change
 * @throws ApiError 404 without such a group, 400 when it would become too large
 */
export async function changeGroup(
  { db, log, team, principal }: GroupWork,
  id: GroupId,
  change: { set: JsonObject } | { unset: string },
): Promise<GroupRow> {
  return inRepeatedTransaction(db.$client, async (client) => {
    const { rows } = await client.query<GroupRow & { type: string; version: number }>(
      `SELECT ${COLUMNS}, g.version, t.name AS type FROM groups g
       JOIN group_types t ON t.team_id = g.team_id AND t.type_index = g.type_index
       WHERE g.team_id = $1 AND g.type_index = $2 AND g.key = $3 FOR UPDATE OF g`,
      [team.id, id.typeIndex, id.key],
    )
    const [group] = rows
    if (!group) throw errors.notFound()
    const set = 'set' in change ? toStorableJson(change.set) : {}
    const after: JsonObject = { ...group.properties, ...set }
    if ('unset' in change) delete after[change.unset]
    const text = stringifyJson(after)
    if (text.length > PERSON_PROPERTIES_BYTES_MAX)
      throw errors.invalid(`A group's properties have at most ${PERSON_PROPERTIES_BYTES_MAX} bytes.`)
    await client.query(
      'UPDATE groups SET properties = $4, version = version + 1 WHERE team_id = $1 AND type_index = $2 AND key = $3',
      [team.id, id.typeIndex, id.key, text],
    )
    const names = { $group_type: group.type, $group_key: group.key }
    const event =
      'set' in change
        ? { event: '$groupidentify', properties: { ...names, $group_set: set } }
        : { event: '$delete_group_property', properties: { ...names, $group_unset: [change.unset] } }
    await captureInternally(log, team.apiToken, [
      {
        ...event,
        uuid: newUuid(),
        distinct_id: `$${group.type}_${group.key}`.slice(0, 200),
        timestamp: new Date().toISOString(),
        appliedVersion: group.version + 1,
      },
    ]).catch(() => {
      throw errors.unavailable('Changing groups is not possible at the moment. Try again in a while.')
    })
    const isSet = 'set' in change
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity: isSet ? 'update_property' : 'delete_property',
      scope: 'Group',
      itemId: activityId(id),
      // Values of properties stay out of the log; they may be private.
      detail: {
        name: isSet ? Object.keys(set).join(', ') : change.unset,
        changes: [{ type: 'Group', action: isSet ? 'changed' : 'deleted', field: null, before: null, after: null }],
      },
    })
    return { ...group, properties: after }
  })
}

/** How the activity log names a group. */
export const activityId = ({ typeIndex, key }: GroupId) => `${typeIndex}:${key}`

export interface Related {
  distinctIds: string[]
  groups: GroupId[]
}

/** Distinct ids and groups that share events of the last three months with a group, or with the ids of a person. */
export async function findRelated(
  reader: ClickHouseClient,
  teamId: number,
  of: GroupId | { distinctIds: readonly string[] },
): Promise<Related> {
  const isGroup = 'key' in of
  // The column's name comes from a number that was checked to be 0 to 4.
  const own = isGroup ? `group_${of.typeIndex} = {key:String}` : 'distinct_id IN {ids:Array(String)}'
  const since = `timestamp > now() - INTERVAL ${RELATED_DAYS} DAY`
  const parameters = isGroup ? { team: teamId, key: of.key } : { team: teamId, ids: of.distinctIds }
  const indexes = [0, 1, 2, 3, 4].filter((index) => !isGroup || index !== of.typeIndex)
  const [groups, ids] = await Promise.all([
    reader
      .query({
        query: `SELECT DISTINCT pair.1 AS "typeIndex", pair.2 AS "key" FROM (
            SELECT arrayJoin([${indexes.map((index) => `(${index}, group_${index})`).join(', ')}]) AS pair
            FROM events WHERE team_id = {team:UInt32} AND ${own} AND ${since})
          WHERE pair.2 != '' ORDER BY "typeIndex", "key" LIMIT ${RELATED_MAX}`,
        query_params: parameters,
        format: 'JSONEachRow',
      })
      .then((answer) => answer.json<GroupId>()),
    isGroup
      ? reader
          .query({
            query: `SELECT distinct_id AS id FROM events WHERE team_id = {team:UInt32} AND ${own} AND ${since}
              GROUP BY id ORDER BY max(timestamp) DESC LIMIT ${RELATED_MAX}`,
            query_params: parameters,
            format: 'JSONEachRow',
          })
          .then((answer) => answer.json<{ id: string }>())
      : [],
  ])
  return { groups, distinctIds: ids.map(({ id }) => id) }
}

/** The groups of a type with some keys; unknown ones are missing from the map. */
export async function findGroupsByKey(
  db: Database,
  teamId: number,
  typeIndex: number,
  keys: readonly string[],
): Promise<Map<string, GroupRow>> {
  const { rows } = await db.$client.query<GroupRow>(
    `SELECT ${COLUMNS} FROM groups g WHERE g.team_id = $1 AND g.type_index = $2 AND g.key = ANY($3)`,
    [teamId, typeIndex, keys],
  )
  return new Map(rows.map((row) => [row.key, row]))
}
