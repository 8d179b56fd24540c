/** A person's properties as they were, rebuilt from what its events set. */
import type { ClickHouseClient } from '@clickhouse/client'
import { isJsonObject, type JsonObject, parseJson, toStorableText } from '../../../platform/json.ts'
import type { PersonContext } from './context.ts'
import type { PersonRow } from './person.ts'
import { findPerson, findPersonsOf } from './repository.ts'

const YEARS_BACK = 2

/** Which person, named by one of two ids, and when. */
export interface PastQuestion {
  distinctId: string | null
  uuid: string | null
  /** UTC, `YYYY-MM-DD hh:mm:ss.fff`. */
  until: string
  /** Whether `$set_once` of the events of that name counts too. */
  includeSetOnce: boolean
}

/** A person with what it had at a time. */
export interface PastPerson {
  person: PersonRow
  properties: JsonObject
  question: PastQuestion
}

/** Null without such a person. */
export async function findPast(
  { db, clickHouse, team }: PersonContext,
  question: PastQuestion,
): Promise<PastPerson | null> {
  const { distinctId, uuid, until, includeSetOnce } = question
  const person = distinctId
    ? (await findPersonsOf(db, team.id, [toStorableText(distinctId)])).values().next().value
    : await findPerson(db, team.id, { uuid: uuid! })
  if (!person) return null
  const properties = await propertiesAt(clickHouse.reader, team.id, person.distinctIds, until, includeSetOnce)
  return { person, properties, question }
}

/**
 * Replays `$set` of every event up to and including a time, and `$set_once` of the events of that name if asked.
 * @param until time in UTC, `YYYY-MM-DD hh:mm:ss.ffffff`
 */
async function propertiesAt(
  reader: ClickHouseClient,
  teamId: number,
  distinctIds: readonly string[],
  until: string,
  includeSetOnce: boolean,
): Promise<JsonObject> {
  const answer = await reader.query({
    query: `SELECT event, JSONExtractRaw(properties, '$set') AS sets, JSONExtractRaw(properties, '$set_once') AS once FROM events
      WHERE team_id = {team:UInt32} AND distinct_id IN {ids:Array(String)}
        AND timestamp <= parseDateTime64BestEffort({until:String}, 6, 'UTC') AND timestamp > parseDateTime64BestEffort({until:String}, 6, 'UTC') - INTERVAL ${YEARS_BACK} YEAR
        AND (sets != '' OR (event = '$set_once' AND once != ''))
      ORDER BY timestamp, created_at, uuid LIMIT 1 BY uuid`,
    query_params: { team: teamId, ids: distinctIds, until },
    format: 'JSONEachRow',
  })
  const properties: JsonObject = Object.create(null)
  for (const { event, sets, once } of await answer.json<{ event: string; sets: string; once: string }>()) {
    if (includeSetOnce && event === '$set_once')
      for (const [key, value] of entries(once)) if (!Object.hasOwn(properties, key)) properties[key] = value
    for (const [key, value] of entries(sets)) properties[key] = value
  }
  return { ...properties }
}

function entries(text: string): [string, JsonObject[string]][] {
  const value = text === '' ? null : parseJson(text)
  return isJsonObject(value) ? Object.entries(value) : []
}
