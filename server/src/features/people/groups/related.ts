/** What shares events with a group or a person. */
import type { ClickHouseClient } from '@clickhouse/client'
import type { GroupId } from './groups.ts'

const RELATED_MAX = 100
const RELATED_DAYS = 90

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
