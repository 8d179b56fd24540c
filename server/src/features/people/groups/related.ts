/** Finds persons and groups that share events with a group or person. */
import {
  array,
  compare,
  constant,
  type Expr,
  field,
  type HogQLStores,
  runQuery,
  type Select,
  selectTemplate,
  timelessTeam,
  tuple,
} from '../../analytics/hogql/index.ts'
import type { GroupId } from './groups.ts'

const RELATED_MAX = 100
const RELATED_DAYS = 90
const TYPE_INDEXES = [0, 1, 2, 3, 4]

export interface Related {
  /** UUIDs, the most recently seen person first. Empty for a person: its events belong to nobody else. */
  persons: string[]
  groups: GroupId[]
}

/** Persons and groups that shared events in the last 90 days with a group, or with the distinct IDs of a person. */
export async function findRelated(
  stores: HogQLStores,
  teamId: number,
  of: GroupId | { distinctIds: readonly string[] },
): Promise<Related> {
  const ask = async (tree: Select) => (await runQuery(stores, timelessTeam(teamId), tree)).rows
  if (!('key' in of)) {
    const own = compare('in', field('distinct_id'), tuple(...of.distinctIds.map((id) => constant(id))))
    return { persons: [], groups: toGroups(await ask(groupsOf(own, TYPE_INDEXES))) }
  }
  const own = compare('==', field(`$group_${of.typeIndex}`), constant(of.key))
  const others = TYPE_INDEXES.filter((index) => index !== of.typeIndex)
  const [groups, persons] = await Promise.all([ask(groupsOf(own, others)), ask(personsOf(own))])
  return { persons: persons.map(([id]) => String(id)), groups: toGroups(groups) }
}

const toGroups = (rows: unknown[][]): GroupId[] =>
  rows.map(([typeIndex, key]) => ({ typeIndex: Number(typeIndex), key: String(key) }))

function groupsOf(own: Expr, typeIndexes: readonly number[]): Select {
  const pairs = array(...typeIndexes.map((index) => tuple(constant(index), field(`$group_${index}`))))
  return selectTemplate(
    `SELECT DISTINCT pair.1 AS type_index, pair.2 AS key
     FROM (SELECT arrayJoin({pairs}) AS pair FROM events WHERE {own} AND timestamp > now() - toIntervalDay(${RELATED_DAYS}))
     WHERE pair.2 != '' ORDER BY type_index, key LIMIT ${RELATED_MAX}`,
    { pairs, own },
  )
}

function personsOf(own: Expr): Select {
  return selectTemplate(
    `SELECT person_id FROM events WHERE {own} AND timestamp > now() - toIntervalDay(${RELATED_DAYS})
     GROUP BY person_id ORDER BY max(timestamp) DESC LIMIT ${RELATED_MAX}`,
    { own },
  )
}
