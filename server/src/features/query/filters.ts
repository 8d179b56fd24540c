/**
 * Property filters as conditions of a query: the objects `{key, value, operator, type}` that insights, cohorts, actions
 * and the lists of events and actors take. What a missing value does for each operator is PostHog's rule.
 */
import { DateTime } from 'luxon'
import { errors } from '../../platform/http/errors.ts'
import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
} from '../../platform/json.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  exprTemplate,
  type Field,
  field,
  not,
  or,
  parseExpr,
  propertyValue,
  selectTemplate,
} from '../hogql/index.ts'
import { type Micros, moment, parseDate, toMicros } from './dates.ts'
import { anyOf, attributeValues, hasTag, matchesSelector } from './elements.ts'
import { type CleaningRule, cleanPath } from './path-cleaning.ts'

export interface FilterContext {
  /** Whose row is asked: an event with its person, groups and session, or a person alone. */
  subject: 'event' | 'person'
  timezone: string
  now: Date
  pathCleaning: readonly CleaningRule[]
  /** Ids of the project's cohorts. */
  cohortIds: ReadonlySet<number>
}

const DEPTH_MAX = 20
const FILTERS_MAX = 500
const VALUES_MAX = 10_000
const TRUE = constant(true)
const EVENT_COLUMNS = new Set([
  'event',
  'distinct_id',
  'timestamp',
  'created_at',
  'uuid',
  'person_id',
  'elements_chain',
  'person_mode',
  '$session_id',
  '$window_id',
  '$group_0',
  '$group_1',
  '$group_2',
  '$group_3',
  '$group_4',
])
const SESSION_COLUMNS = new Set([
  'session_id',
  '$start_timestamp',
  '$end_timestamp',
  '$session_duration',
  '$entry_current_url',
  '$end_current_url',
  '$exit_current_url',
  '$entry_pathname',
  '$end_pathname',
  '$entry_referring_domain',
  '$entry_utm_source',
  '$entry_utm_medium',
  '$entry_utm_campaign',
  '$pageview_count',
  '$screen_count',
  '$autocapture_count',
  '$channel_type',
  '$is_bounce',
])

/**
 * The condition of a list of filters, of a group `{type: 'AND' | 'OR', values}`, or of the old form
 * `{"key__operator": value}`. Nothing, an empty list and an empty group let everything through.
 * @throws ApiError 400 naming what cannot be read
 */
export function filtersToExpr(filters: unknown, context: FilterContext): Expr {
  let count = 0
  const read = (item: unknown, depth: number): Expr => {
    if (depth > DEPTH_MAX) throw errors.invalid('Filter groups are nested too deeply.', 'properties')
    if (item === null || item === undefined || item === '') return TRUE
    if (Array.isArray(item)) return and(...item.map((each) => read(each, depth + 1)))
    if (!isJsonObject(item)) throw errors.invalid('A property filter must be an object.', 'properties')
    if (Array.isArray(item.values) && item.key === undefined) {
      const type = item.type ?? 'AND'
      if (type !== 'AND' && type !== 'OR')
        throw errors.invalid(`The type of a filter group is AND or OR, not ${show(type)}.`, 'properties')
      const own = item.values.map((each) => read(each, depth + 1))
      return type === 'AND' || own.length === 0 ? and(...own) : or(...own)
    }
    if (++count > FILTERS_MAX) throw errors.invalid(`More than ${FILTERS_MAX} property filters.`, 'properties')
    if (item.key === undefined && item.type === undefined && item.operator === undefined)
      return and(...Object.entries(item).map(([key, value]) => read(fromOldForm(key, value), depth + 1)))
    return filterToExpr(item, context)
  }
  return read(filters, 0)
}

/** `{"age__gt": 5}` as a filter. */
function fromOldForm(key: string, value: JsonValue | undefined): JsonObject {
  const [, name = key, operator = 'exact'] =
    /^(.+)__(exact|is_not|icontains|not_icontains|regex|not_regex|gt|gte|lt|lte|is_set|is_not_set)$/.exec(key) ?? []
  return { key: name, value, operator, type: 'event' }
}

function filterToExpr(filter: JsonObject, context: FilterContext): Expr {
  const { key, value } = filter
  const type = filter.type ?? (context.subject === 'event' ? 'event' : 'person')
  if (type === 'hogql') {
    if (typeof key !== 'string') throw errors.invalid('A filter of type hogql has its expression as key.', 'properties')
    return parseExpr(key)
  }
  if (type === 'flag') return TRUE
  if (type === 'cohort' || type === 'static-cohort' || type === 'precalculated-cohort' || type === 'dynamic-cohort')
    return cohortFilter(filter, context)
  // Unfinished filters of a user interface.
  if (typeof key !== 'string' || key === '') return TRUE
  const operator = readOperator(filter)
  const needsNoValue = operator === 'is_set' || operator === 'is_not_set'
  if (!needsNoValue && (value === undefined || (Array.isArray(value) && value.length === 0))) return TRUE
  if (value === null && !needsNoValue) return TRUE
  if (type === 'element') return elementFilter(key, operator, value)
  if (type === 'person' && context.subject === 'event') return personFilter(filter, operator, context)
  const subject = subjectOf(String(type), key, filter, context)
  return subject.list
    ? listCondition(subject.list, operator, value)
    : condition(subject as Subject, operator, value, context)
}

/** Operators that hold for a value that is not there. */
const TRUE_OF_NOTHING =
  /^(is_not|not_in|not_icontains|not_icontains_multi|not_regex|is_not_set|not_starts_with|not_ends_with)$/

/** Persons are looked up as a set: whoever fulfils it, or for what holds of nothing, nobody who does not. */
function personFilter(filter: JsonObject, operator: string, context: FilterContext): Expr {
  const fulfils = filterToExpr(filter, { ...context, subject: 'person' })
  const persons = (condition: Expr) => selectTemplate('SELECT id FROM persons WHERE {condition}', { condition })
  return TRUE_OF_NOTHING.test(operator)
    ? not(compare('in', field('person_id'), persons(not(fulfils))))
    : compare('in', field('person_id'), persons(fulfils))
}

/** What a filter looks at, in the forms that operators need; null where there is none. */
interface Subject {
  text: Expr
  number: Expr
  exists: Expr
  time: Expr
  list?: undefined
}

function subjectOf(
  type: string,
  key: string,
  filter: JsonObject,
  { subject }: FilterContext,
): Subject | { list: Expr } {
  const isEvent = subject === 'event'
  switch (type) {
    case 'event':
    case 'feature':
      if (!isEvent) throw errors.invalid(`The '${type}' property filter does not work for persons.`, 'properties')
      if (key === '$elements_chain') return column(field('elements_chain'))
      if (/^\$group_[0-4]$|^\$session_id$|^\$window_id$/.test(key)) return emptyAsMissing(field(key))
      return property(field('properties', key))
    case 'event_metadata':
      if (!isEvent || !EVENT_COLUMNS.has(key))
        throw errors.invalid(`Events have no field '${key.slice(0, 100)}'.`, 'properties')
      return key.startsWith('$') ? emptyAsMissing(field(key)) : column(field(key))
    case 'person':
    case 'person_metadata':
      if (key === 'distinct_id')
        return isEvent ? { list: field('person', 'distinct_ids') } : { list: field('distinct_ids') }
      return property(isEvent ? field('person', 'properties', key) : field('properties', key))
    case 'group': {
      const index = Number(filter.group_type_index)
      if (!isEvent || !Number.isInteger(index) || index < 0 || index > 4)
        throw errors.invalid('A filter of type group needs group_type_index, 0 to 4.', 'properties')
      if (key === '$group_key') return emptyAsMissing(field(`$group_${index}`))
      return property(field(`group_${index}`, 'properties', key))
    }
    case 'session':
      if (!isEvent || !SESSION_COLUMNS.has(key))
        throw errors.invalid(`Sessions have no field '${key.slice(0, 100)}'.`, 'properties')
      return column(field('session', key))
    default:
      throw errors.invalid(`Filters of type '${type.slice(0, 50)}' are not known here.`, 'properties')
  }
}

function property(of: Field): Subject {
  const text = propertyValue('text', of)
  return {
    text,
    number: propertyValue('number', of),
    exists: propertyValue('exists', of),
    time: call('parseDateTime64BestEffortOrNull', text, constant(6)),
  }
}

function column(of: Expr): Subject {
  const text = call('toString', of)
  return { text, number: call('toFloat', of), exists: call('isNotNull', of), time: call('toDateTime', of) }
}

function emptyAsMissing(of: Expr): Subject {
  return column(call('nullIf', of, constant('')))
}

function readOperator(filter: JsonObject): string {
  const operator = filter.operator ?? 'exact'
  if (typeof operator !== 'string') throw errors.invalid('The operator of a filter is a word.', 'properties')
  return operator === '' ? 'exact' : operator
}

/** Values as text; a list stays one. */
function texts(value: JsonValue | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  if (list.length > VALUES_MAX) throw errors.invalid(`A filter has at most ${VALUES_MAX} values.`, 'properties')
  return list.map(valueText)
}

export function valueText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}

function show(value: unknown): string {
  return (stringifyJson(value) ?? 'nothing').slice(0, 100)
}

function toNumber(value: JsonValue | undefined): number {
  const number =
    value instanceof ExactNumber
      ? Number(value.text)
      : typeof value === 'boolean'
        ? Number.NaN
        : Number(valueText(value))
  if (valueText(value).trim() === '' || !Number.isFinite(number))
    throw errors.invalid(`${show(value)} is not a number.`, 'properties')
  return number
}

function condition(of: Subject, operator: string, value: JsonValue | undefined, context: FilterContext): Expr {
  const anyText = (test: (text: string) => Expr) => or(...texts(value).map(test))
  const single = () => (Array.isArray(value) ? value[0] : value)
  switch (operator) {
    case 'exact':
    case 'is':
      return equals(of.text, texts(value))
    case 'is_not':
      return not(equals(of.text, texts(value)))
    case 'in':
    case 'not_in': {
      if (!Array.isArray(value)) throw errors.invalid(`The operator ${operator} takes a list.`, 'properties')
      const isAny = equals(of.text, texts(value))
      return operator === 'in' ? isAny : not(isAny)
    }
    case 'icontains':
    case 'icontains_multi':
      return anyText((text) => contains(of.text, text))
    case 'not_icontains':
    case 'not_icontains_multi':
      return not(anyText((text) => contains(of.text, text)))
    case 'starts_with':
    case 'ends_with':
    case 'not_starts_with':
    case 'not_ends_with': {
      const name = operator.endsWith('starts_with') ? 'startsWith' : 'endsWith'
      const isAny = anyText((text) => call(name, call('lowerUTF8', of.text), constant(text.toLowerCase())))
      return operator.startsWith('not_') ? not(isAny) : isAny
    }
    case 'regex':
      return anyText((text) => call('match', of.text, constant(text)))
    case 'not_regex':
      return not(anyText((text) => call('match', of.text, constant(text))))
    case 'gt':
      return compare('>', of.number, constant(toNumber(single())))
    case 'gte':
    case 'min':
      return compare('>=', of.number, constant(toNumber(single())))
    case 'lt':
      return compare('<', of.number, constant(toNumber(single())))
    case 'lte':
    case 'max':
      return compare('<=', of.number, constant(toNumber(single())))
    case 'between':
    case 'not_between': {
      const pair = Array.isArray(value) && value.length === 2 ? value.map(toNumber) : null
      if (!pair || pair[0]! > pair[1]!)
        throw errors.invalid(`The operator ${operator} takes a list of two numbers, the smaller first.`, 'properties')
      const [low, high] = pair as [number, number]
      return operator === 'between'
        ? and(compare('>=', of.number, constant(low)), compare('<=', of.number, constant(high)))
        : or(compare('<', of.number, constant(low)), compare('>', of.number, constant(high)))
    }
    case 'is_set':
      return of.exists
    case 'is_not_set':
      return not(of.exists)
    case 'is_date_exact':
    case 'is_date_before':
    case 'is_date_after': {
      const wanted = moment(readMoment(single(), context))
      return compare(operator === 'is_date_exact' ? '==' : operator === 'is_date_before' ? '<' : '>', of.time, wanted)
    }
    case 'is_cleaned_path_exact': {
      const clean = (expr: Expr) => cleanPath(expr, context.pathCleaning)
      return anyText((text) => compare('==', clean(of.text), clean(constant(text))))
    }
    default:
      if (operator.startsWith('semver_'))
        return versionCondition(of.text, operator.slice('semver_'.length), valueText(single()))
      throw errors.invalid(`The operator '${operator.slice(0, 50)}' is not known.`, 'properties')
  }
}

function equals(text: Expr, wanted: readonly string[]): Expr {
  const [only] = wanted
  if (wanted.length === 1) return compare('==', text, constant(only!))
  return compare('in', text, { node: 'Tuple', exprs: wanted.map((each) => constant(each)) })
}

function contains(text: Expr, part: string): Expr {
  return compare('>', call('positionCaseInsensitiveUTF8', text, constant(part)), constant(0))
}

function readMoment(value: JsonValue | undefined, { timezone, now }: FilterContext): Micros {
  const text = valueText(value).trim()
  const local = DateTime.fromJSDate(now, { zone: timezone })
  const parsed = parseDate(text, timezone, local)
  if (parsed) return toMicros(parsed.time) + parsed.micros
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1_000_000
  throw errors.invalid(`"${text.slice(0, 100)}" is not a date.`, 'properties')
}

/** Any value of a list fulfils a positive operator; none may fulfil what a negative one denies. */
function listCondition(list: Expr, operator: string, value: JsonValue | undefined): Expr {
  const wanted = texts(value)
  const has = (test: (each: Expr, text: string) => Expr) =>
    anyOf(list, (each) => or(...wanted.map((text) => test(each, text))))
  switch (operator) {
    case 'exact':
    case 'in':
      return has((each, text) => compare('==', each, constant(text)))
    case 'is_not':
    case 'not_in':
      return not(has((each, text) => compare('==', each, constant(text))))
    case 'icontains':
      return has(contains)
    case 'not_icontains':
      return not(has(contains))
    case 'regex':
      return has((each, text) => call('match', each, constant(text)))
    case 'not_regex':
      return not(has((each, text) => call('match', each, constant(text))))
    case 'is_set':
      return call('notEmpty', list)
    case 'is_not_set':
      return call('empty', list)
    default:
      throw errors.invalid(`The operator '${operator.slice(0, 50)}' does not work here.`, 'properties')
  }
}

function cohortFilter(filter: JsonObject, { subject, cohortIds }: FilterContext): Expr {
  const operator = readOperator(filter)
  if (!['exact', 'in', 'not_in'].includes(operator))
    throw errors.invalid(`The operator '${operator.slice(0, 50)}' does not work for cohorts.`, 'properties')
  const id = Number(Array.isArray(filter.value) && filter.value.length === 1 ? filter.value[0] : filter.value)
  if (!Number.isInteger(id)) throw errors.invalid('A cohort filter names one cohort by its id.', 'properties')
  if (!cohortIds.has(id)) throw errors.invalid(`Cohort ${id} does not exist.`, 'properties')
  const isNegated = operator === 'not_in' || filter.negation === true
  return compare(
    isNegated ? 'not in cohort' : 'in cohort',
    field(subject === 'event' ? 'person_id' : 'id'),
    constant(id),
  )
}

function elementFilter(key: string, operator: string, value: JsonValue | undefined): Expr {
  const wanted = texts(value)
  if (key === 'selector' || key === 'tag_name') {
    if (operator !== 'exact' && operator !== 'is_not')
      throw errors.invalid(`The ${key} of an element is compared with exact or is_not.`, 'properties')
    const matches = or(...wanted.map((text) => (key === 'selector' ? matchesSelector(text) : hasTag(text))))
    return operator === 'exact' ? matches : not(matches)
  }
  if (key !== 'text' && key !== 'href') throw errors.invalid(`Elements have no '${key.slice(0, 50)}'.`, 'properties')
  return listCondition(attributeValues(key), operator, value)
}

const VERSION = /^[vV=]?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?$/

function versionCondition(text: Expr, operator: string, wanted: string): Expr {
  const isWildcard = operator === 'wildcard'
  const parts = VERSION.exec(isWildcard ? wanted.replace(/(\.[*xX])+$/, '') : wanted.trim())
  if (!parts) throw errors.invalid(`"${wanted.slice(0, 100)}" is not a version.`, 'properties')
  const given = parts.slice(1).filter((part) => part !== undefined).length
  const [major, minor, patch] = [1, 2, 3].map((index) => Number(parts[index] ?? 0)) as [number, number, number]
  const own = exprTemplate(
    `if(match({text}, '^[vV=]?[0-9]+([.][0-9]+){0,2}([-+].*)?$'),
       arrayMap(part -> _toUInt64(part), arrayResize(splitByChar('.', replaceRegexpAll({text}, '^[vV=]|[-+].*$', '')), 3, '0')), [])`,
    { text: call('ifNull', text, constant('')) },
  )
  const version = (...numbers: number[]): Expr => ({
    node: 'Array',
    exprs: numbers.map((number) => call('_toUInt64', constant(number))),
  })
  const isOne = call('notEmpty', own)
  const from = (operatorText: string, ...numbers: number[]) => compare(operatorText, own, version(...numbers))
  const between = (upper: [number, number, number]) => and(from('>=', major, minor, patch), from('<', ...upper))
  switch (operator) {
    case 'eq':
      return and(isOne, from('==', major, minor, patch))
    case 'neq':
      return and(isOne, from('!=', major, minor, patch))
    case 'gt':
      return and(isOne, from('>', major, minor, patch))
    case 'gte':
      return and(isOne, from('>=', major, minor, patch))
    case 'lt':
      return and(isOne, from('<', major, minor, patch))
    case 'lte':
      return and(isOne, from('<=', major, minor, patch))
    case 'tilde':
      return and(isOne, between(given === 1 ? [major + 1, 0, 0] : [major, minor + 1, 0]))
    case 'caret':
      return and(
        isOne,
        between(
          major > 0 || given === 1
            ? [major + 1, 0, 0]
            : minor > 0 || given === 2
              ? [0, minor + 1, 0]
              : [0, 0, patch + 1],
        ),
      )
    case 'wildcard':
      return and(
        isOne,
        between(given === 1 ? [major + 1, 0, 0] : given === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1]),
      )
    default:
      throw errors.invalid(`The operator 'semver_${operator.slice(0, 50)}' is not known.`, 'properties')
  }
}

/** A filter list that may come as JSON text, as in a query string. */
export function readFilters(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return parseJson(value)
  } catch {
    throw errors.invalid('Properties are unparsable!', 'properties')
  }
}
