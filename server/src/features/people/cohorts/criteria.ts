/** Compiles the criteria of a cohort to a condition on persons: their properties and their behavior. */
import { DateTime } from 'luxon'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { addLocal, startOfLocal } from '../../../platform/local-time.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  field,
  not,
  or,
  type Select,
  selectTemplate,
} from '../../analytics/hogql/index.ts'
import { type Asker, entityCondition, filtersToExpr, momentOf, readNodeEntity } from '../../analytics/query/index.ts'

const DEPTH_MAX = 10
const CRITERIA_MAX = 200
const PERIODS_MAX = 365
const UNITS = new Set(['minute', 'hour', 'day', 'week', 'month', 'year'])
const OPERATORS: Record<string, string> = { gte: '>=', lte: '<=', gt: '>', lt: '<', eq: '==', exact: '==' }
const KINDS = new Set([
  'performed_event',
  'performed_event_first_time',
  'performed_event_multiple',
  'performed_event_sequence',
  'stopped_performing_event',
  'restarted_performing_event',
  'performed_event_regularly',
])
/** Length in seconds of the window of a sequence criterion. */
const SECONDS: Record<string, number> = {
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
}

/** IDs of the cohorts that the criteria reference. */
export function referencedCohorts(filters: JsonObject | null): number[] {
  const ids = new Set<number>()
  const visit = (item: unknown) => {
    if (Array.isArray(item)) item.forEach(visit)
    else if (isJsonObject(item)) {
      if (item.type === 'cohort' && Number.isInteger(Number(item.value))) ids.add(Number(item.value))
      Object.values(item).forEach(visit)
    }
  }
  visit(filters)
  return [...ids]
}

/**
 * Condition: a person (a row of `persons`) matches the criteria of a cohort.
 * @throws ApiError 400 for invalid criteria
 */
export function criteriaToExpr(filters: JsonObject | null, asker: Asker): Expr {
  const group = isJsonObject(filters?.properties) ? filters.properties : null
  if (!group) return constant(false)
  let count = 0
  const read = (item: JsonValue | undefined, depth: number): Expr => {
    if (depth > DEPTH_MAX) throw errors.invalid('The criteria are nested too deeply.', 'filters')
    if (!isJsonObject(item)) throw errors.invalid('A criterion must be an object.', 'filters')
    if (Array.isArray(item.values)) {
      if (item.type !== 'AND' && item.type !== 'OR')
        throw errors.invalid('The type of a group is AND or OR.', 'filters')
      const own = item.values.map((each) => read(each, depth + 1))
      // A group without criteria matches nobody.
      if (own.length === 0) return constant(false)
      return item.type === 'AND' ? and(...own) : or(...own)
    }
    if (++count > CRITERIA_MAX) throw errors.invalid(`More than ${CRITERIA_MAX} criteria.`, 'filters')
    return criterion(item, asker)
  }
  return read(group, 0)
}

function criterion(item: JsonObject, asker: Asker): Expr {
  if (item.type === 'behavioral') {
    const did = compare('in', field('id'), behavior(item, asker))
    return item.negation === true ? not(did) : did
  }
  if (item.type === 'cohort') {
    const id = Number(item.value)
    // A deleted cohort has no members.
    const isMember = asker.cohorts.has(id) ? compare('in cohort', field('id'), constant(id)) : constant(false)
    return item.negation === true || item.operator === 'not_in' ? not(isMember) : isMember
  }
  if (item.type !== 'person' && item.type !== 'hogql')
    throw errors.invalid(`Criteria of type '${String(item.type).slice(0, 50)}' do not work in cohorts.`, 'filters')
  const { negation, ...filter } = item
  const has = filtersToExpr([filter], asker.filterContext('person'))
  return negation === true ? not(has) : has
}

const isCalendarUnit = (name: string) => name === 'day' || name === 'week' || name === 'month' || name === 'year'

function positive(item: JsonObject, name: string): number {
  const value = Number(item[name])
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    throw errors.invalid(`${name} must be a positive whole number.`, 'filters')
  return value
}

function unit(item: JsonObject, name: string): string {
  const value = String(item[name] ?? '')
  if (!UNITS.has(value)) throw errors.invalid(`${name} must be minute, hour, day, week, month or year.`, 'filters')
  return value
}

function behavior(item: JsonObject, asker: Asker): Select {
  const kind = String(item.value)
  if (!KINDS.has(kind)) throw errors.invalid(`The criterion '${kind.slice(0, 50)}' is not known.`, 'filters')
  const now = DateTime.fromJSDate(asker.now, { zone: asker.team.timezone })
  const today = startOfLocal(now, 'day')
  const back = (time: DateTime, value: string, interval: string) =>
    time.minus({ [`${unit(item, interval)}s`]: positive(item, value) })
  /** A time span before the start of a day. With units of days or longer, the result is the start of a day too. */
  const backFrom = (start: DateTime, value: string, interval: string) => {
    const [count, name] = [positive(item, value), unit(item, interval)]
    return isCalendarUnit(name) ? addLocal(start, -count, name) : start.minus({ [`${name}s`]: count })
  }
  const entity = entityCondition(readNodeEntity(item.key, item.event_type, item.event_filters), asker)
  const at = (time: DateTime) => momentOf(time)
  const since = (time: DateTime) => compare('>=', field('timestamp'), at(time))
  const until = compare('<=', field('timestamp'), at(now))
  const persons = (where: Expr, having?: Expr): Select =>
    selectTemplate(`SELECT person_id FROM events WHERE {where} GROUP BY person_id${having ? ' HAVING {having}' : ''}`, {
      where,
      ...(having && { having }),
    })
  const explicit = (name: string) =>
    typeof item[name] === 'string' && item[name] !== '' ? asker.readMoment(item[name], name) : null
  const from = () => explicit('explicit_datetime') ?? backFrom(today, 'time_value', 'time_interval')
  const upper = () => {
    const end = explicit('explicit_datetime_to')
    return end ? and(until, compare('<=', field('timestamp'), at(end))) : until
  }
  const countIf = (condition: Expr) => call('countIf', condition)
  const none = constant(0)
  switch (kind) {
    case 'performed_event':
      return persons(and(entity, since(from()), upper()))
    case 'performed_event_first_time':
      return persons(and(entity, until), compare('>=', call('min', field('timestamp')), at(from())))
    case 'performed_event_multiple': {
      const operator = OPERATORS[String(item.operator ?? 'exact')]
      if (!operator) throw errors.invalid('operator must be gte, lte, gt, lt or exact.', 'filters')
      const wanted = Number(item.operator_value)
      if (!Number.isInteger(wanted) || wanted < 0)
        throw errors.invalid('operator_value must be a whole number.', 'filters')
      const start = explicit('explicit_datetime') ?? back(now, 'time_value', 'time_interval')
      return persons(and(entity, since(start), upper()), compare(operator, call('count'), constant(wanted)))
    }
    case 'performed_event_sequence': {
      const next = entityCondition(readNodeEntity(item.seq_event, item.seq_event_type, undefined), asker)
      const window = positive(item, 'seq_time_value') * SECONDS[unit(item, 'seq_time_interval')]! * 1_000_000
      return selectTemplate(
        `SELECT person_id FROM (
           SELECT person_id, groupArrayIf(toUnixTimestamp64Micro(timestamp), {first}) AS firsts, groupArrayIf(toUnixTimestamp64Micro(timestamp), {next}) AS nexts
           FROM events WHERE {where} GROUP BY person_id
         ) WHERE arrayExists(first -> arrayExists(next -> and(greater(next, first), lessOrEquals(minus(next, first), ${window})), nexts), firsts)`,
        { first: entity, next, where: and(or(entity, next), since(from()), until) },
      )
    }
    case 'stopped_performing_event':
    case 'restarted_performing_event': {
      const start = from()
      const recent = backFrom(today, 'seq_time_value', 'seq_time_interval')
      if (recent <= start) throw errors.invalid('The recent span must be shorter than the whole one.', 'filters')
      const isRecent = compare('>=', field('timestamp'), at(recent))
      const isOlder = and(since(start), compare('<', field('timestamp'), at(recent)))
      if (kind === 'stopped_performing_event')
        return persons(
          and(entity, since(start), until),
          and(compare('>', countIf(isOlder), none), compare('==', countIf(isRecent), none)),
        )
      // Persons who do it for the first time start; they do not restart.
      return persons(
        and(entity, until),
        and(
          compare('>', countIf(isRecent), none),
          compare('==', countIf(isOlder), none),
          compare('<', call('min', field('timestamp')), at(start)),
        ),
      )
    }
    default: {
      const total = positive(item, 'total_periods')
      const needed = positive(item, 'min_periods')
      if (total > PERIODS_MAX) throw errors.invalid(`total_periods is at most ${PERIODS_MAX}.`, 'filters')
      if (needed > total) throw errors.invalid('min_periods cannot be more than total_periods.', 'filters')
      const operator = OPERATORS[String(item.operator ?? 'gte')]
      if (!operator) throw errors.invalid('operator must be gte, lte, gt, lt or exact.', 'filters')
      const times = Number(item.operator_value ?? 1)
      if (!Number.isInteger(times) || times < 1)
        throw errors.invalid('operator_value must be a positive whole number.', 'filters')
      const starts: DateTime[] = []
      for (let start = today; starts.length < total; starts.push(start))
        start = backFrom(start, 'time_value', 'time_interval')
      return selectTemplate(
        `SELECT person_id FROM (
           SELECT person_id, arrayFirstIndex(start -> lessOrEquals(start, toUnixTimestamp64Micro(timestamp)), {starts}) AS period, count() AS times
           FROM events WHERE {where} GROUP BY person_id, period HAVING {often}
         ) GROUP BY person_id HAVING count() >= ${needed}`,
        {
          starts: { node: 'Array', exprs: starts.map((start) => constant(start.toMillis() * 1000)) },
          where: and(entity, since(starts.at(-1)!), compare('<', field('timestamp'), at(today))),
          often: compare(operator, call('count'), constant(times)),
        },
      )
    }
  }
}

const GROUPS_OLD_OPERATORS: Record<string, string> = { eq: 'exact', gte: 'gte', lte: 'lte' }

/** Converts the oldest format, a list of groups, of which any must match with all its criteria. */
export function fromOldGroups(groups: readonly JsonValue[]): JsonObject {
  return {
    properties: {
      type: 'OR',
      values: groups.filter(isJsonObject).map((group): JsonObject => {
        const { properties, action_id: action, event_id: event, days, count, count_operator: operator } = group
        if (action !== undefined || event !== undefined) {
          const counted = count !== undefined && count !== null
          return {
            type: 'AND',
            values: [
              {
                type: 'behavioral',
                key: (action ?? event)!,
                event_type: action === undefined ? 'events' : 'actions',
                value: counted ? 'performed_event_multiple' : 'performed_event',
                time_value: Number(days ?? 1),
                time_interval: 'day',
                ...(counted && {
                  operator: GROUPS_OLD_OPERATORS[String(operator)] ?? 'gte',
                  operator_value: Number(count),
                }),
              },
            ],
          }
        }
        const list = Array.isArray(properties) ? properties.filter(isJsonObject) : []
        return {
          type: 'AND',
          values: list.map((each) => ({ ...each, type: each.type === 'cohort' ? 'cohort' : 'person' })),
        }
      }),
    },
  }
}
