/**
 * Compiles property filters to query conditions: the `{key, value, operator, type}` objects of insights, cohorts,
 * actions and lists of events and actors. How each operator treats missing values follows PostHog.
 */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  type Field,
  field,
  not,
  or,
  parseExpr,
  propertyValue,
  selectTemplate,
} from '../hogql/index.ts'
import { attributeValues, hasTag, matchesSelector } from './elements.ts'
import {
  column,
  holdsOfNothing,
  listCondition,
  type OperatorContext,
  operatorCondition,
  type Subject,
  valueTexts,
} from './operators.ts'

export interface FilterContext extends OperatorContext {
  /** Kind of row that is filtered: an event with its person, groups and session, or a person alone. */
  subject: 'event' | 'person'
  /** IDs of the project's cohorts. */
  cohortIds: ReadonlySet<number>
}

const DEPTH_MAX = 20
const FILTERS_MAX = 500
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
  '$exit_pathname',
  '$entry_referring_domain',
  '$entry_utm_source',
  '$entry_utm_medium',
  '$entry_utm_campaign',
  '$entry_utm_content',
  '$entry_utm_term',
  '$num_uniq_urls',
  '$pageview_count',
  '$screen_count',
  '$autocapture_count',
  '$channel_type',
  '$is_bounce',
])

/**
 * The condition of a list of filters, a group `{type: 'AND' | 'OR', values}`, or the legacy form `{"key__operator":
 * value}`. Missing filters, empty lists and empty groups match everything.
 * @throws ApiError 400 for invalid filters
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

/** Converts the legacy form `{"age__gt": 5}` to a filter. */
function fromOldForm(key: string, value: JsonValue | undefined): JsonObject {
  const [, name = key, operator = 'exact'] =
    /^(.+)__(exact|is_not|icontains|not_icontains|regex|not_regex|gt|gte|lt|lte|is_set|is_not_set)$/.exec(key) ?? []
  return { key: name, value, operator, type: 'event' }
}

function filterToExpr(filter: JsonObject, context: FilterContext): Expr {
  const { key, value } = filter
  const type = filter.type ?? (context.subject === 'event' ? 'event' : 'person')
  if (type === 'hogql') {
    if (typeof key !== 'string')
      throw errors.invalid('A filter of type hogql needs an expression as its key.', 'properties')
    return parseExpr(key)
  }
  if (type === 'flag') return TRUE
  if (type === 'cohort' || type === 'static-cohort' || type === 'precalculated-cohort' || type === 'dynamic-cohort')
    return cohortFilter(filter, context)
  // Incomplete filters, as a filter editor sends them.
  if (typeof key !== 'string' || key === '') return TRUE
  const operator = readOperator(filter)
  const needsNoValue = operator === 'is_set' || operator === 'is_not_set'
  if (!needsNoValue && (value === undefined || (Array.isArray(value) && value.length === 0))) return TRUE
  if (value === null && !needsNoValue) return TRUE
  if (type === 'element') return elementFilter(key, operator, value, context)
  if (type === 'person' && context.subject === 'event') return personFilter(filter, operator, context)
  const subject = subjectOf(String(type), key, filter, context)
  return 'list' in subject
    ? listCondition(subject.list, operator, value, context)
    : operatorCondition(subject, operator, value, context)
}

/**
 * Matches persons with a subquery: `IN` those who match. For operators that also match missing values: `NOT IN` those
 * who do not match.
 */
function personFilter(filter: JsonObject, operator: string, context: FilterContext): Expr {
  const fulfils = filterToExpr(filter, { ...context, subject: 'person' })
  const persons = (condition: Expr) => selectTemplate('SELECT id FROM persons WHERE {condition}', { condition })
  return holdsOfNothing(operator)
    ? not(compare('in', field('person_id'), persons(not(fulfils))))
    : compare('in', field('person_id'), persons(fulfils))
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
      throw errors.invalid(`Filters of type '${type.slice(0, 50)}' are not supported here.`, 'properties')
  }
}

function property(of: Field): Subject {
  return {
    text: propertyValue('text', of),
    number: propertyValue('number', of),
    exists: propertyValue('exists', of),
    time: propertyValue('time', of),
  }
}

function emptyAsMissing(of: Expr): Subject {
  return column(call('nullIf', of, constant('')))
}

function readOperator(filter: JsonObject): string {
  const operator = filter.operator ?? 'exact'
  if (typeof operator !== 'string') throw errors.invalid('The operator of a filter must be a string.', 'properties')
  return operator === '' ? 'exact' : operator
}

function show(value: unknown): string {
  return (stringifyJson(value) ?? 'nothing').slice(0, 100)
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

function elementFilter(key: string, operator: string, value: JsonValue | undefined, context: FilterContext): Expr {
  const wanted = valueTexts(value)
  if (key === 'selector' || key === 'tag_name') {
    if (operator !== 'exact' && operator !== 'is_not')
      throw errors.invalid(`The ${key} of an element is compared with exact or is_not.`, 'properties')
    const matches = or(...wanted.map((text) => (key === 'selector' ? matchesSelector(text) : hasTag(text))))
    return operator === 'exact' ? matches : not(matches)
  }
  if (key !== 'text' && key !== 'href') throw errors.invalid(`Elements have no '${key.slice(0, 50)}'.`, 'properties')
  return listCondition(attributeValues(key), operator, value, context)
}

/** Parses filters that may come as JSON text, as in a query string. */
export function readFilters(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return parseJson(value)
  } catch {
    throw errors.invalid('Properties are unparsable!', 'properties')
  }
}
