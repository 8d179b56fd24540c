/** Reads and locks stored groups. */
import { asc, eq } from 'drizzle-orm'
import type { JsonObject } from '../../../platform/json.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { groupTypes } from './tables.ts'

/** Maximum number of property values to list. */
const VALUES_MAX = 20

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

/** A group whose row is locked until the transaction ends. */
export interface LockedGroup extends GroupRow {
  /** Name of the group type. */
  type: string
  version: number
}

export type GroupType = typeof groupTypes.$inferSelect

const COLUMNS = `g.type_index AS "typeIndex", g.key, g.properties,
  to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS "createdAt"`

const contains = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Part of a FROM clause: left joins a group as `g`.
 * @param of SQL expressions for the project and the group key, and the group type index
 */
export const leftJoinGroup = (of: { team: string; typeIndex: number; key: string }): string =>
  `LEFT JOIN groups g ON g.team_id = ${of.team} AND g.type_index = ${of.typeIndex} AND g.key = ${of.key}`

/** A project's group types, sorted by index. */
export function listGroupTypes(db: Database, teamId: number): Promise<GroupType[]> {
  return db.select().from(groupTypes).where(eq(groupTypes.teamId, teamId)).orderBy(asc(groupTypes.typeIndex))
}

/** Names and indexes of a project's group types, sorted by index. */
export async function groupTypeNames(
  client: Pool | PoolClient,
  teamId: number,
): Promise<{ name: string; index: number }[]> {
  const { rows } = await client.query<{ name: string; index: number }>(
    'SELECT name, type_index AS index FROM group_types WHERE team_id = $1 ORDER BY type_index',
    [teamId],
  )
  return rows
}

/** Properties of groups by type index, for at most one group of each type. Unknown groups are missing from the map. */
export async function propertiesOfGroups(
  pool: Pool,
  teamId: number,
  wanted: readonly GroupId[],
): Promise<Map<number, JsonObject>> {
  const { rows } = await pool.query<{ index: number; properties: JsonObject }>(
    `SELECT g.type_index AS index, g.properties FROM unnest($2::smallint[], $3::text[]) w (type_index, key)
     JOIN groups g ON g.team_id = $1 AND g.type_index = w.type_index AND g.key = w.key`,
    [teamId, wanted.map(({ typeIndex }) => typeIndex), wanted.map(({ key }) => key)],
  )
  return new Map(rows.map(({ index, properties }) => [index, properties]))
}

/** A page of the groups of a type, newest first. One extra row tells whether there are more. */
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

/** Property names by group type index, each with the number of groups that have it. */
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

/** Reads and locks a group; null if it does not exist. */
export async function lockGroup(
  client: PoolClient,
  teamId: number,
  { typeIndex, key }: GroupId,
): Promise<LockedGroup | null> {
  const { rows } = await client.query<LockedGroup>(
    `SELECT ${COLUMNS}, g.version, t.name AS type FROM groups g
     JOIN group_types t ON t.team_id = g.team_id AND t.type_index = g.type_index
     WHERE g.team_id = $1 AND g.type_index = $2 AND g.key = $3 FOR UPDATE OF g`,
    [teamId, typeIndex, key],
  )
  return rows[0] ?? null
}

/** The groups of a type with the given keys. Unknown keys are missing from the map. */
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
