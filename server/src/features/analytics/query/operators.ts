/**
 * Semantics of the property filter operators. One rule covers missing values (no such property, null, no person or
 * group): positive operators do not match them, and their negations do.
 */
import type { Operator } from '@hedgerow/shared/query/options'
import { DateTime } from 'luxon'
import { type Micros, parseMoment } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { compilePattern } from '../../../platform/patterns.ts'
import { and, call, compare, constant, type Expr, moment, not, or } from '../hogql/index.ts'
import { anyOf } from './elements.ts'
import { type CleaningRule, cleanPath } from './path-cleaning.ts'
import { versionCondition } from './versions.ts'

export interface OperatorContext {
  /** The project's time zone, for dates without an offset. */
  timezone: string
  /** Reference time of relative dates. */
  now: Date
  pathCleaning: readonly CleaningRule[]
}

/** The value that a filter tests, in the forms that operators need. Each form is null if there is no such value. */
export interface Subject {
  text: Expr
  number: Expr
  exists: Expr
  time: Expr
}

const VALUES_MAX = 10_000
const DENIES = {
  is_not: 'exact',
  not_in: 'in',
  not_icontains: 'icontains',
  not_icontains_multi: 'icontains_multi',
  not_starts_with: 'starts_with',
  not_ends_with: 'ends_with',
  not_regex: 'regex',
  is_not_set: 'is_set',
} as const satisfies Partial<Record<Operator, Operator>>
type Denial = keyof typeof DENIES

/** True if an operator matches a missing value. */
export function holdsOfNothing(operator: string): operator is Denial {
  return Object.hasOwn(DENIES, operator)
}

/** A column, or any other expression, as the subject of a filter. */
export function column(of: Expr): Subject {
  const text = call('toString', of)
  return { text, number: call('toFloat', of), exists: call('isNotNull', of), time: call('toDateTime', of) }
}

/**
 * Matches if any item of a list satisfies an operator; negations match if no item satisfies the positive operator.
 * Items are strings.
 * @throws ApiError 400, like `operatorCondition`
 */
export function listCondition(
  list: Expr,
  operator: string,
  value: JsonValue | undefined,
  context: OperatorContext,
): Expr {
  if (holdsOfNothing(operator)) return not(listCondition(list, DENIES[operator], value, context))
  if (operator === 'is_set') return call('notEmpty', list)
  return anyOf(list, (each) => operatorCondition(column(each), operator, value, context))
}

/** @throws ApiError 400 for unknown operators and invalid values */
export function operatorCondition(
  of: Subject,
  operator: string,
  value: JsonValue | undefined,
  context: OperatorContext,
): Expr {
  if (holdsOfNothing(operator)) return not(operatorCondition(of, DENIES[operator], value, context))
  const anyText = (test: (text: string) => Expr) => or(...valueTexts(value).map(test))
  const single = Array.isArray(value) ? value[0] : value
  const known = operator as Exclude<Operator, Denial | `semver_${string}`>
  switch (known) {
    case 'exact':
    case 'is':
      return equals(of.text, valueTexts(value))
    case 'in':
      if (!Array.isArray(value)) throw errors.invalid('The operators in and not_in take a list.', 'properties')
      return equals(of.text, valueTexts(value))
    case 'icontains':
    case 'icontains_multi':
      return anyText((text) => contains(of.text, text))
    case 'starts_with':
      return anyText((text) => call('startsWith', call('lowerUTF8', of.text), constant(text.toLowerCase())))
    case 'ends_with':
      return anyText((text) => call('endsWith', call('lowerUTF8', of.text), constant(text.toLowerCase())))
    case 'regex':
      return anyText((text) => call('match', of.text, pattern(text)))
    case 'gt':
      return compare('>', of.number, constant(toNumber(single)))
    case 'gte':
    case 'min':
      return compare('>=', of.number, constant(toNumber(single)))
    case 'lt':
      return compare('<', of.number, constant(toNumber(single)))
    case 'lte':
    case 'max':
      return compare('<=', of.number, constant(toNumber(single)))
    case 'between':
    case 'not_between': {
      const pair = Array.isArray(value) && value.length === 2 ? value.map(toNumber) : null
      if (!pair || pair[0]! > pair[1]!)
        throw errors.invalid(`The operator ${operator} takes a list of two numbers, the smaller first.`, 'properties')
      const [low, high] = pair as [number, number]
      // `not_between` is not the negation of `between`: values that are not numbers match neither.
      return operator === 'between'
        ? and(compare('>=', of.number, constant(low)), compare('<=', of.number, constant(high)))
        : or(compare('<', of.number, constant(low)), compare('>', of.number, constant(high)))
    }
    case 'is_set':
      return of.exists
    case 'is_date_exact':
      return compare('==', of.time, moment(readMoment(single, context)))
    case 'is_date_before':
      return compare('<', of.time, moment(readMoment(single, context)))
    case 'is_date_after':
      return compare('>', of.time, moment(readMoment(single, context)))
    case 'is_cleaned_path_exact': {
      const clean = (expr: Expr) => cleanPath(expr, context.pathCleaning)
      return anyText((text) => compare('==', clean(of.text), clean(constant(text))))
    }
    default:
      known satisfies never
      if (operator.startsWith('semver_'))
        return versionCondition(of.text, operator.slice('semver_'.length), valueText(single))
      throw errors.invalid(`The operator '${operator.slice(0, 50)}' is not known.`, 'properties')
  }
}

function equals(text: Expr, wanted: readonly string[]): Expr {
  const [only] = wanted
  if (wanted.length === 1) return compare('==', text, constant(only!))
  return compare('in', text, { node: 'Tuple', exprs: wanted.map((each) => constant(each)) })
}

/** @throws ApiError 400 for invalid patterns. ClickHouse alone would not notice them on empty input. */
function pattern(text: string): Expr {
  if (compilePattern(text) === null) throw errors.invalid('A regular expression cannot be compiled.', 'properties')
  return constant(text)
}

function contains(text: Expr, part: string): Expr {
  return compare('>', call('positionCaseInsensitiveUTF8', text, constant(part)), constant(0))
}

/** The values of a filter as strings; a single value becomes a list of one. */
export function valueTexts(value: JsonValue | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  if (list.length > VALUES_MAX) throw errors.invalid(`A filter has at most ${VALUES_MAX} values.`, 'properties')
  return list.map(valueText)
}

export function valueText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}

function toNumber(value: JsonValue | undefined): number {
  const text = valueText(value).trim()
  const number = value instanceof ExactNumber ? Number(value.text) : Number(text)
  if (typeof value === 'boolean' || text === '' || !Number.isFinite(number))
    throw errors.invalid(`${text === '' ? 'Nothing' : text.slice(0, 100)} is not a number.`, 'properties')
  return number
}

function readMoment(value: JsonValue | undefined, { timezone, now }: OperatorContext): Micros {
  const text = valueText(value).trim()
  const moment = parseMoment(text, timezone, DateTime.fromJSDate(now, { zone: timezone }))
  if (moment === null) throw errors.invalid(`"${text.slice(0, 100)}" is not a date.`, 'properties')
  return moment
}
