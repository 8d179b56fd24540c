/**
 * Compiles property filters to PostgreSQL conditions on a row with a `properties` column. Keys and values become query
 * parameters, never SQL text.
 */
import { DateTime } from 'luxon'
import { type Micros, parseMoment } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import {
  ExactNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  stringifyJson,
  toStorableText,
} from '../../../platform/json.ts'
import { compilePattern } from '../../../platform/patterns.ts'
import { NUMBER_PATTERN, numberSql } from '../../../platform/postgres/json-number.ts'

const FILTERS_MAX = 100
const GROUP_DEPTH_MAX = 10
const VALUES_MAX = 10_000
const PATTERN_CHARACTERS_MAX = 1000
const VERSION = /^[vV=]?(\d{1,20})(?:\.(\d{1,20}))?(?:\.(\d{1,20}))?(?:[-+].*)?$/

/** SQL for a property of the row. */
interface Property {
  key: string
  /** The column with all properties. */
  all: string
  /** The value as jsonb. */
  value: string
}

/** Binds a value as a query parameter and returns its placeholder. */
export type Bind = (value: unknown) => string

export interface FilterContext {
  bind: Bind
  /** Alias of the table with the columns `properties`, `id` and `team_id`. */
  alias: string
  /** Type of object that is filtered. */
  scope: 'person' | 'group'
  /** Name of the project's time zone. */
  zone: string
}

/**
 * The condition for a `properties` parameter; null if it does not filter anything.
 * @throws ApiError 400 for invalid filters
 */
export function propertiesCondition(text: string, context: FilterContext): string | null {
  let json: JsonValue
  try {
    json = parseJson(text)
  } catch {
    throw errors.invalid('Properties are unparsable!')
  }
  let filters = 0
  const read = (value: JsonValue | undefined, depth: number): string | null => {
    if (Array.isArray(value))
      return join(
        value.map((item) => read(item, depth + 1)),
        'AND',
      )
    if (!isJsonObject(value)) throw errors.invalid('A property filter must be an object.')
    if (depth > GROUP_DEPTH_MAX) throw errors.invalid(`Property groups nest at most ${GROUP_DEPTH_MAX} deep.`)
    if (Array.isArray(value.values) && value.key === undefined) {
      const type = value.type ?? 'AND'
      if (type !== 'AND' && type !== 'OR') throw errors.invalid(`A property group is AND or OR, not ${show(type)}.`)
      return join(
        value.values.map((item) => read(item, depth + 1)),
        type,
      )
    }
    if (Object.keys(value).length === 0) return null
    filters += 1
    if (filters > FILTERS_MAX) throw errors.invalid(`More than ${FILTERS_MAX} property filters.`)
    return filterCondition(value, context)
  }
  return read(json, 0)
}

function join(conditions: (string | null)[], operator: 'AND' | 'OR'): string | null {
  const present = conditions.filter((condition) => condition !== null)
  return present.length === 0 ? null : `(${present.join(` ${operator} `)})`
}

/** Null for an incomplete filter, which does not filter anything. */
function filterCondition(filter: JsonObject, context: FilterContext): string | null {
  const type = filter.type === undefined || filter.type === null || filter.type === '' ? context.scope : filter.type
  if (type === 'cohort' && context.scope === 'person')
    throw errors.invalid(`Cohort with ID ${show(filter.value)} does not exist.`)
  if (type !== context.scope)
    throw errors.invalid(`The ${show(type)} property filter does not work in '${context.scope}' scope`)
  const key = filter.key
  if (typeof key !== 'string' || key === '') throw errors.invalid('A property filter needs a key.')
  const { bind, alias } = context
  const { value } = filter
  const operator = filter.operator || 'exact'
  if (typeof operator !== 'string') throw errors.invalid(`The operator ${show(operator)} is not known.`)
  const isUnfinished = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
  if (isUnfinished && operator !== 'is_set' && operator !== 'is_not_set') return null
  if (key === 'distinct_id' && context.scope === 'person') {
    const [test, negated] = positive(operator, value, 'd.distinct_id', null, context)
    const some = `EXISTS (SELECT 1 FROM person_distinct_ids d WHERE d.person_id = ${alias}.id AND ${test})`
    return negated ? `NOT ${some}` : some
  }
  const storable = toStorableText(key)
  const name = bind(storable)
  const text = `(${alias}.properties->>${name}::text)`
  const property = { key: storable, all: `${alias}.properties`, value: `(${alias}.properties->${name}::text)` }
  const [found, negated] = positive(operator, value, text, property, context)
  // PostgreSQL requires every parameter to be used, but not every test uses the property name.
  const test = found.includes(`${name}::text`) ? found : `(${name}::text IS NOT NULL AND ${found})`
  return negated ? `(NOT coalesce(${test}, false))` : test
}

/**
 * The positive test of an operator, and whether the operator negates it. Negations also match missing properties.
 * @param text SQL for the value as text, NULL if missing
 * @param property the property that `text` comes from; null for a plain column
 */
function positive(
  operator: string,
  wanted: JsonValue | undefined,
  text: string,
  property: Property | null,
  { bind, zone }: FilterContext,
): [test: string, negated: boolean] {
  const number = numberSql(text, property?.value ?? null)
  const likeAny = (pattern: (literal: string) => string) =>
    any(texts(wanted).map((item) => `lower(${text}) LIKE lower(${bind(pattern(escapeLike(item)))})`))
  switch (operator) {
    case 'exact':
    case 'in':
      return [exactly(texts(wanted), text, property, bind), false]
    case 'is_not':
    case 'not_in':
      return [exactly(texts(wanted), text, property, bind), true]
    case 'icontains':
    case 'not_icontains':
    case 'icontains_multi':
    case 'not_icontains_multi':
      return [likeAny((literal) => `%${literal}%`), operator.startsWith('not_')]
    case 'starts_with':
    case 'not_starts_with':
      return [likeAny((literal) => `${literal}%`), operator.startsWith('not_')]
    case 'ends_with':
    case 'not_ends_with':
      return [likeAny((literal) => `%${literal}`), operator.startsWith('not_')]
    case 'regex':
    case 'not_regex':
      return [any(texts(wanted).map((item) => `${text} ~ ${bind(toPattern(item))}`)), operator === 'not_regex']
    case 'gt':
      return [`${number} > ${bind(toNumber(wanted))}::numeric`, false]
    case 'gte':
    case 'min':
      return [`${number} >= ${bind(toNumber(wanted))}::numeric`, false]
    case 'lt':
      return [`${number} < ${bind(toNumber(wanted))}::numeric`, false]
    case 'lte':
    case 'max':
      return [`${number} <= ${bind(toNumber(wanted))}::numeric`, false]
    case 'between':
    case 'not_between': {
      const pair = Array.isArray(wanted) && wanted.length === 2 ? wanted.map(toNumber) : null
      if (!pair || Number(pair[0]) > Number(pair[1]))
        throw errors.invalid(`The operator '${operator}' takes a list of two numbers, the smaller first.`)
      const [low, high] = pair.map((item) => `${bind(item)}::numeric`)
      // `not_between` is not a negation: missing values match neither.
      return [
        operator === 'between' ? `${number} BETWEEN ${low} AND ${high}` : `(${number} < ${low} OR ${number} > ${high})`,
        false,
      ]
    }
    case 'is_set':
    case 'is_not_set':
      return [`${text} IS NOT NULL`, operator === 'is_not_set']
    case 'is_date_exact':
    case 'is_date_before':
    case 'is_date_after': {
      const sign = { is_date_exact: '=', is_date_before: '<', is_date_after: '>' }[operator]
      const moment = parseMoment(valueText(wanted), zone, DateTime.now())
      if (moment === null) throw errors.invalid(`${show(wanted)} is not a time.`)
      return [`hedgerow_try_time(${text}, ${bind(zone)}) ${sign} ${bind(toIso(moment))}::timestamptz`, false]
    }
    default:
      if (operator.startsWith('semver_')) return [versionTest(operator.slice(7), wanted, text, bind), false]
      throw errors.invalid(`The operator ${show(operator)} is not known.`)
  }
}

const toIso = (moment: Micros) => {
  const milliseconds = Math.floor(moment / 1000)
  const fraction = String(moment - milliseconds * 1000).padStart(3, '0')
  return new Date(milliseconds).toISOString().replace('Z', `${fraction}Z`)
}
const CANONICAL_NUMBER = /^-?(0|[1-9]\d{0,300})(\.\d{0,300}[1-9])?$/
/** Up to this many values, containment tests are faster than comparing text. */
const CONTAINED_MAX = 3
const NOTHING = 'false'
const any = (tests: string[]) => (tests.length === 0 ? NOTHING : `(${tests.join(' OR ')})`)
const escapeLike = (literal: string) => literal.replace(/[\\%_]/g, '\\$&')

/**
 * Matches by text. A wanted value that looks like a number also matches equal numbers, regardless of trailing zeros
 * (10.0 for "10"). Containment compares numbers by value and reads the property only once.
 */
function exactly(wanted: string[], text: string, property: Property | null, bind: Bind): string {
  const byText = (items: string[]) => `${text} = ANY(${bind(items)}::text[])`
  const numbers = property ? wanted.filter((item) => CANONICAL_NUMBER.test(item)) : []
  if (!property || numbers.length === 0) return byText(wanted)
  if (wanted.length > CONTAINED_MAX) return `(${byText(wanted)} OR ${property.value} = ANY(${bind(numbers)}::jsonb[]))`
  const contains = (literal: string) =>
    `${property.all} @> ${bind(`{${JSON.stringify(property.key)}:${literal}}`)}::jsonb`
  const others = wanted.filter((item) => !numbers.includes(item))
  const tests = numbers.flatMap((item) => [contains(item), contains(JSON.stringify(item))])
  return any(others.length > 0 ? [...tests, byText(others)] : tests)
}

function texts(wanted: JsonValue | undefined): string[] {
  const list = Array.isArray(wanted) ? wanted : [wanted]
  if (list.length > VALUES_MAX) throw errors.invalid(`A property filter takes at most ${VALUES_MAX} values.`)
  return list.map((item) => toStorableText(valueText(item)))
}

/** A filter value in the text form of stored values. */
function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}

function toPattern(text: string): string {
  if (text.length > PATTERN_CHARACTERS_MAX)
    throw errors.invalid(`A regular expression has at most ${PATTERN_CHARACTERS_MAX} characters.`)
  if (compilePattern(text) === null) throw errors.invalid('A regular expression cannot be compiled.')
  return text.replace(ESCAPE_OR_CLASS, (token) => POSTGRES_ESCAPES[token] ?? token)
}

/**
 * Escapes and bracket expressions of a pattern. Bracket expressions are matched as a whole, so escapes in them stay
 * unchanged.
 */
const ESCAPE_OR_CLASS = /\\[\s\S]|\[\^?\]?(?:[^\]\\]|\\[\s\S])*\]/g
/** Escapes that differ between PostgreSQL and RE2, which all other stores use: the boundaries of words and text. */
const POSTGRES_ESCAPES: Readonly<Record<string, string>> = { '\\b': '\\y', '\\B': '\\Y', '\\z': '\\Z' }

function toNumber(value: JsonValue | undefined): string {
  const text = valueText(value).trim()
  if (typeof value === 'boolean' || !new RegExp(NUMBER_PATTERN).test(text))
    throw errors.invalid(`${show(value)} is not a number.`)
  return text
}

/** Compares versions part by part. Caret and tilde work as in npm; `1.2.*` means at least 1.2.0 and below 1.3.0. */
function versionTest(operator: string, wanted: JsonValue | undefined, text: string, bind: Bind): string {
  const version = `hedgerow_version(${text})`
  const given = valueText(wanted).trim()
  const parts = VERSION.exec(operator === 'wildcard' ? given.replace(/(\.[*xX])+$/, '') : given)
  if (!parts) throw errors.invalid(`${show(wanted)} is not a version.`)
  const [major, minor, patch] = parts.slice(1, 4).map((part) => (part === undefined ? undefined : BigInt(part)))
  const literal = (numbers: bigint[]) => `${bind(numbers.map(String))}::numeric[]`
  const from = literal([major!, minor ?? 0n, patch ?? 0n])
  const range = (below: bigint[]) => `(${version} >= ${from} AND ${version} < ${literal(below)})`
  switch (operator) {
    case 'eq':
      return `${version} = ${from}`
    case 'neq':
      return `${version} <> ${from}`
    case 'gt':
      return `${version} > ${from}`
    case 'gte':
      return `${version} >= ${from}`
    case 'lt':
      return `${version} < ${from}`
    case 'lte':
      return `${version} <= ${from}`
    case 'tilde':
      return range(minor === undefined ? [major! + 1n, 0n, 0n] : [major!, minor + 1n, 0n])
    case 'caret':
      if (major! > 0n || minor === undefined) return range([major! + 1n, 0n, 0n])
      return minor > 0n || patch === undefined ? range([0n, minor + 1n, 0n]) : range([0n, 0n, patch + 1n])
    case 'wildcard':
      if (patch !== undefined) return `${version} = ${from}`
      return range(minor === undefined ? [major! + 1n, 0n, 0n] : [major!, minor + 1n, 0n])
    default:
      throw errors.invalid(`The operator ${show(`semver_${operator}`)} is not known.`)
  }
}

/** A value for error messages, truncated. */
function show(value: JsonValue | undefined): string {
  const text = value instanceof ExactNumber || typeof value !== 'string' ? stringifyJson(value ?? null) : `'${value}'`
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
