/** A person's properties at a past time, reconstructed from events. */
import { DateTime } from 'luxon'
import { toMicros } from '../../../platform/date-text.ts'
import { isJsonObject, type JsonObject, parseJson, toStorableText } from '../../../platform/json.ts'
import {
  constant,
  field,
  type HogQLStores,
  moment,
  runQuery,
  type SelectQuery,
  selectTemplate,
  timelessTeam,
  tuple,
} from '../../analytics/hogql/index.ts'
import { type PersonContext, queryStores } from './context.ts'
import type { PersonRow } from './person.ts'
import { findPerson, findPersonsOf } from './repository.ts'

const YEARS_BACK = 2

/** The person, given by exactly one of the two IDs, and the time. */
export interface PastQuestion {
  distinctId: string | null
  uuid: string | null
  /** UTC, `YYYY-MM-DD hh:mm:ss.fff`. */
  until: string
  /** Whether to also apply `$set_once` of events with that name. */
  includeSetOnce: boolean
}

/** A person with its properties at a time. */
export interface PastPerson {
  person: PersonRow
  properties: JsonObject
  question: PastQuestion
}

/** Null if there is no such person. */
export async function findPast(context: PersonContext, question: PastQuestion): Promise<PastPerson | null> {
  const { db, team } = context
  const { distinctId, uuid, until, includeSetOnce } = question
  const person = distinctId
    ? (await findPersonsOf(db, team.id, [toStorableText(distinctId)])).values().next().value
    : await findPerson(db, team.id, { uuid: uuid! })
  if (!person) return null
  const properties = await propertiesAt(queryStores(context), team.id, person.distinctIds, until, includeSetOnce)
  return { person, properties, question }
}

/**
 * Replays `$set` of all events up to and including a time, and optionally `$set_once` of the events with that name.
 * @param until time in UTC, `YYYY-MM-DD hh:mm:ss.ffffff`
 */
async function propertiesAt(
  stores: HogQLStores,
  teamId: number,
  distinctIds: readonly string[],
  until: string,
  includeSetOnce: boolean,
): Promise<JsonObject> {
  const end = moment(toMicros(DateTime.fromSQL(until, { zone: 'utc' })))
  const changes = {
    ...(selectTemplate(
      `SELECT event, JSONExtractRaw(properties, '$set') AS sets, JSONExtractRaw(properties, '$set_once') AS once FROM events
       WHERE distinct_id IN {ids} AND timestamp <= {end} AND timestamp > subtractYears({end}, ${YEARS_BACK})
         AND (notEmpty(sets) OR (event = '$set_once' AND notEmpty(once)))
       ORDER BY timestamp, created_at, uuid`,
      { ids: tuple(...distinctIds.map((id) => constant(id))), end },
    ) as SelectQuery),
    limit_by: { node: 'LimitByExpr' as const, n: constant(1), offset_value: null, exprs: [field('uuid')] },
  }
  const { rows } = await runQuery(stores, timelessTeam(teamId), changes)
  const properties: JsonObject = Object.create(null)
  for (const [event, sets, once] of rows as [string, string, string][]) {
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
