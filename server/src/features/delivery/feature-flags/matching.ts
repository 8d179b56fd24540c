/**
 * Matches a property against a flag condition. SDKs with local evaluation must get the same result, so these are their
 * rules (version 2 of property matching). Text is case-insensitive and numbers are compared by their digits. Order
 * comparisons are numeric if both sides are numbers, and textual otherwise. Versions are compared part by part.
 */
import type { RE2JS } from 're2js'
import { ExactNumber, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { compilePattern } from '../../../platform/patterns.ts'

const PATTERN_CHARACTERS_MAX = 1000

const TEXT_OPERATORS = new Set([
  'exact',
  'is_not',
  'icontains',
  'not_icontains',
  'starts_with',
  'not_starts_with',
  'ends_with',
  'not_ends_with',
  'regex',
  'not_regex',
])
const OPERATORS = new Set([
  ...TEXT_OPERATORS,
  'in',
  'not_in',
  'is_set',
  'is_not_set',
  'gt',
  'gte',
  'lt',
  'lte',
  'min',
  'max',
  'is_date_exact',
  'is_date_before',
  'is_date_after',
  'semver_eq',
  'semver_neq',
  'semver_gt',
  'semver_gte',
  'semver_lt',
  'semver_lte',
  'semver_tilde',
  'semver_caret',
  'semver_wildcard',
])
/** Operators that match if the property is missing. */
const NEGATIONS = new Set([
  'is_not',
  'not_in',
  'not_icontains',
  'not_starts_with',
  'not_ends_with',
  'not_regex',
  'is_not_set',
])

export function isOperator(name: string): boolean {
  return OPERATORS.has(name)
}

/** @returns the problem with an operator's value, or null */
export function operatorProblem(operator: string, wanted: JsonValue | undefined): string | null {
  if (operator === 'is_set' || operator === 'is_not_set') return null
  if (wanted === undefined || wanted === null) return `the operator ${operator} needs a value`
  if (Array.isArray(wanted) && wanted.length === 0) return `the operator ${operator} needs at least one value`
  if (operator.endsWith('regex')) {
    const pattern = textOf(wanted)
    if (pattern.length > PATTERN_CHARACTERS_MAX)
      return `a regular expression has at most ${PATTERN_CHARACTERS_MAX} characters`
    if (compile(pattern) === null) return 'the regular expression cannot be compiled'
  }
  if (operator.startsWith('is_date') && readDate(wanted, new Date()) === null) return 'the value is not a time'
  if (operator.startsWith('semver')) {
    if (operator === 'semver_wildcard' ? wildcardBounds(textOf(wanted)) === null : readVersion(textOf(wanted)) === null)
      return 'the value is not a version'
  }
  return null
}

/**
 * @param properties of the person or group; properties not listed here are missing
 * @param now reference time of relative times
 */
export function matchesProperty(
  condition: { key: string; operator?: string; value?: JsonValue },
  properties: JsonObject,
  now: Date,
): boolean {
  const operator = condition.operator || 'exact'
  const actual = Object.hasOwn(properties, condition.key) ? properties[condition.key] : undefined
  if (actual === undefined) return NEGATIONS.has(operator)
  if (operator === 'is_set') return true
  if (operator === 'is_not_set') return false
  if (actual === null && !TEXT_OPERATORS.has(operator) && operator !== 'in' && operator !== 'not_in') return false
  const wanted = condition.value ?? null
  switch (operator) {
    case 'exact':
    case 'in':
      return isExactly(wanted, actual)
    case 'is_not':
    case 'not_in':
      return !isExactly(wanted, actual)
    case 'icontains':
    case 'not_icontains':
      return lower(textOf(actual)).includes(lower(textOf(wanted))) === (operator === 'icontains')
    case 'starts_with':
    case 'not_starts_with':
      return lower(textOf(actual)).startsWith(lower(textOf(wanted))) === (operator === 'starts_with')
    case 'ends_with':
    case 'not_ends_with':
      return lower(textOf(actual)).endsWith(lower(textOf(wanted))) === (operator === 'ends_with')
    case 'regex':
    case 'not_regex': {
      const pattern = compile(textOf(wanted))
      // An invalid pattern matches nothing, and its negation matches nothing either.
      return pattern !== null && pattern.matcher(textOf(actual)).find() === (operator === 'regex')
    }
    case 'gt':
    case 'gte':
    case 'min':
    case 'lt':
    case 'lte':
    case 'max':
      return compares(operator, actual, wanted)
    case 'is_date_exact':
    case 'is_date_before':
    case 'is_date_after':
      return comparesDates(operator, actual, wanted, now)
    default:
      return operator.startsWith('semver_') && comparesVersions(operator, textOf(actual), textOf(wanted))
  }
}

/** Text conversion as in JavaScript, which SDKs use: lists are joined with commas; objects become JSON. */
function textOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return value.map((item) => (item === null ? '' : textOf(item))).join(',')
  return typeof value === 'object' ? stringifyJson(value) : String(value)
}

/** Only A to Z, like the SDKs: other letters fold differently in different languages. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function isExactly(wanted: JsonValue, actual: JsonValue): boolean {
  const text = wholeText(actual)
  return (Array.isArray(wanted) ? wanted : [wanted]).some((item) => wholeText(item) === text)
}

const wholeText = (value: JsonValue) => (typeof value === 'string' ? value : stringifyJson(sorted(value))).toLowerCase()

/** Sorts keys, so that objects compare by content. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object' || value instanceof ExactNumber) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}

function compile(pattern: string): RE2JS | null {
  return pattern.length > PATTERN_CHARACTERS_MAX ? null : compilePattern(pattern)
}

function compares(operator: string, actual: JsonValue, wanted: JsonValue): boolean {
  const [left, right] = [numberOf(actual), numberOf(wanted)]
  const isNumeric = Number.isFinite(left) && Number.isFinite(right)
  const order = isNumeric ? left - right : compareTexts(textOf(actual), textOf(wanted))
  switch (operator) {
    case 'gt':
      return order > 0
    case 'gte':
    case 'min':
      return order >= 0
    case 'lt':
      return order < 0
    default:
      return order <= 0
  }
}

function numberOf(value: JsonValue): number {
  return typeof value === 'number' ? value : Number.parseFloat(textOf(value))
}

const compareTexts = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

function comparesDates(operator: string, actual: JsonValue, wanted: JsonValue, now: Date): boolean {
  const limit = readDate(wanted, now)
  const time = absoluteDate(actual)
  if (limit === null || time === null) return false
  const order = time.getTime() - limit.getTime()
  return operator === 'is_date_before' ? order < 0 : operator === 'is_date_after' ? order > 0 : order === 0
}

/** Parses a time, or a time relative to now such as `-7d`. */
function readDate(value: JsonValue, now: Date): Date | null {
  const relative = typeof value === 'string' ? /^-?(\d{1,4})([hdwmy])$/.exec(value) : null
  if (!relative) return typeof value === 'boolean' ? null : absoluteDate(value)
  const count = Number(relative[1])
  const date = new Date(now)
  switch (relative[2]) {
    case 'h':
      date.setUTCHours(date.getUTCHours() - count)
      return date
    case 'd':
      date.setUTCDate(date.getUTCDate() - count)
      return date
    case 'w':
      date.setUTCDate(date.getUTCDate() - 7 * count)
      return date
    case 'm':
      return monthsBefore(date, count)
    default:
      return yearsBefore(date, count)
  }
}

/**
 * Goes back month by month, each time clamping the day to the length of the month, like the SDKs: March 31 minus two
 * months is January 28.
 */
function monthsBefore(date: Date, months: number): Date {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  let day = date.getUTCDate()
  for (let step = 1; step <= months && day > 28; step++)
    day = Math.min(day, new Date(Date.UTC(year, month - step + 1, 0)).getUTCDate())
  date.setUTCFullYear(year, month - months, day)
  return date
}

function yearsBefore(date: Date, years: number): Date {
  const isLeapDay = years > 0 && date.getUTCMonth() === 1 && date.getUTCDate() === 29
  date.setUTCFullYear(date.getUTCFullYear() - years, date.getUTCMonth(), isLeapDay ? 28 : date.getUTCDate())
  return date
}

const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/

/** Parses times like JavaScript, except that times without an offset are in UTC, whatever the server's time zone. */
function absoluteDate(value: JsonValue): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const date = new Date(typeof value === 'string' ? value.replace(WITHOUT_OFFSET, '$1T$2Z') : value)
  return Number.isNaN(date.getTime()) ? null : date
}

type Version = [number, number, number]
const PART = /^(0|[1-9]\d*)$/

/** Major, minor and patch. Everything after a hyphen or plus is ignored, and missing parts are 0. */
function readVersion(text: string): Version | null {
  const base = text.trim().replace(/^[vV]/, '').split('-')[0]!.split('+')[0]!
  if (base === '' || base.startsWith('.')) return null
  const parts = base.split('.')
  const numbers = [parts[0], parts[1], parts[2]].map((part) =>
    part ? (PART.test(part) ? Number(part) : Number.NaN) : 0,
  )
  return numbers.some(Number.isNaN) ? null : (numbers as Version)
}

/** The range of a wildcard: `1.*` is all of 1, `1.2.*` is all of 1.2. */
function wildcardBounds(text: string): [Version, Version] | null {
  const parts = text.trim().replace(/^[vV]/, '').replace(/\.\*$/, '').replace(/\*$/, '').split('.')
  if (!parts.every((part) => PART.test(part))) return null
  const [major, minor] = parts.map(Number)
  if (minor === undefined)
    return [
      [major!, 0, 0],
      [major! + 1, 0, 0],
    ]
  return [
    [major!, minor, 0],
    [major!, minor + 1, 0],
  ]
}

function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}

function comparesVersions(operator: string, actual: string, wanted: string): boolean {
  const version = readVersion(actual)
  if (!version) return false
  const isWithin = (from: Version, below: Version) =>
    compareVersions(version, from) >= 0 && compareVersions(version, below) < 0
  if (operator === 'semver_wildcard') {
    const bounds = wildcardBounds(wanted)
    return bounds !== null && isWithin(...bounds)
  }
  const limit = readVersion(wanted)
  if (!limit) return false
  const order = compareVersions(version, limit)
  const [major, minor, patch] = limit
  switch (operator) {
    case 'semver_eq':
      return order === 0
    case 'semver_neq':
      return order !== 0
    case 'semver_gt':
      return order > 0
    case 'semver_gte':
      return order >= 0
    case 'semver_lt':
      return order < 0
    case 'semver_lte':
      return order <= 0
    case 'semver_tilde':
      return isWithin(limit, [major, minor + 1, 0])
    case 'semver_caret':
      return isWithin(limit, major > 0 ? [major + 1, 0, 0] : minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1])
    default:
      return false
  }
}
