/**
 * Lossless JSON. `JSON.parse` rounds integers beyond 2^53 and turns `1e400` into `Infinity`. Text that may contain such
 * numbers goes through a slower, lossless parser, which keeps the exact digits as an ExactNumber.
 */
import { randomBytes } from 'node:crypto'
import { parse as parseLossless } from 'lossless-json'
import { numbersIn } from './json-scan.ts'

export type JsonValue = string | number | boolean | null | ExactNumber | JsonValue[] | JsonObject
export type JsonObject = { [key: string]: JsonValue | undefined }

// ExactNumber serializes itself as a marked string, which stringifyJson unwraps. The mark is random per process, so no
// external text can pose as a number.
const MARK = `exact-${randomBytes(16).toString('hex')}:`
const MARKED = new RegExp(`"${MARK}(-?[0-9.eE+-]+)"`, 'g')

/** A number whose decimal text does not survive a round trip through a double. */
export class ExactNumber {
  constructor(readonly text: string) {}
  toJSON(): string {
    return MARK + this.text
  }
  toString(): string {
    return this.text
  }
  valueOf(): number {
    return Number(this.text)
  }
}

// Only a run of 16 digits, or an exponent of three digits, can name a number that a double cannot hold.
const MAY_BE_INEXACT = /\d{16}|[eE]\+?\d{3}/
// Digits inside a quoted string are the common false positive (IDs, hashes); a number token follows one of these characters.
// What is left, numbers in sentences and the coordinates of recorders, which doubles hold exactly, is looked at one by one.
const INEXACT_TOKEN = /[:[,\s]-?(?:\d{16,}|\d+(?:\.\d+)?[eE]\+?\d{3,}|\d+\.\d{16,}|\d{2,}\.\d{14,})/

/** `1e400` is the shortest number that a double cannot hold. */
const INEXACT_CHARACTERS_MIN = 5

function holdsInexactNumber(text: string): boolean {
  if (!MAY_BE_INEXACT.test(text) || !INEXACT_TOKEN.test(text)) return false
  for (const number of numbersIn(text, INEXACT_CHARACTERS_MIN)) {
    const isSuspect = number.length > 15 || /[eE]/.test(number)
    if (isSuspect && parseNumber(number) instanceof ExactNumber) return true
  }
  return false
}

function parseNumber(text: string): number | ExactNumber {
  const value = Number(text)
  if (!Number.isFinite(value)) return new ExactNumber(text)
  return String(value) === text || sameDecimal(text, value) ? value : new ExactNumber(text)
}

/** Whether the double prints to the same decimal value as the text, whatever its notation (`1.50`, `1e3`). */
function sameDecimal(text: string, value: number): boolean {
  return normalizeDecimal(text) === normalizeDecimal(String(value))
}

function normalizeDecimal(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return text
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  return `${sign}${trimmed}e${Number(exponent) - fraction.length + (digits.length - trimmed.length)}`
}

/**
 * Parses JSON text, keeping every number exact.
 * @throws SyntaxError when the text is not JSON, RangeError when it is nested too deeply for the stack.
 */
export function parseJson(text: string): JsonValue {
  if (holdsInexactNumber(text)) {
    // JSON.parse goes first: it decides what is valid JSON, and it treats `__proto__` as an ordinary key.
    JSON.parse(text)
    return parseLossless(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) as JsonValue
  }
  return JSON.parse(text) as JsonValue
}

/** JSON text of a value; an ExactNumber is written with its own digits. */
export function stringifyJson(value: unknown): string {
  return writeExactNumbers(JSON.stringify(value))
}

/** Restores the digits of ExactNumbers in the output of `JSON.stringify`. */
export function writeExactNumbers(text: string): string {
  return text?.includes(MARK) ? text.replace(MARKED, '$1') : text
}

/** True for a plain JSON object: not null, not an array, not an ExactNumber. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

const UNSTORABLE = /\\u0000|\\ud[89a-f][0-9a-f]{2}/i

/**
 * A copy that PostgreSQL's `jsonb` can hold: NUL becomes U+FFFD and lone surrogates become U+FFFD, in keys and values.
 * Returns the same object when nothing had to change.
 */
export function toStorableJson<T extends JsonValue>(value: T): T {
  return UNSTORABLE.test(stringifyJson(value)) ? (cleanJson(value) as T) : value
}

/** Like {@link toStorableJson}, but returns JSON text. */
export function storableJsonText(value: JsonValue): string {
  const text = stringifyJson(value)
  return UNSTORABLE.test(text) ? stringifyJson(cleanJson(value)) : text
}

/** Text that PostgreSQL can hold (it stores neither NUL nor lone surrogates). */
export function toStorableText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed()
}

function cleanJson(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) return value.map(cleanJson)
  if (!isJsonObject(value)) return value ?? null
  const entries = Object.entries(value).map(([key, item]) => [toStorableText(key), cleanJson(item)] as const)
  return Object.fromEntries(entries)
}

// ClickHouse parses neither lone surrogates, nor integers beyond 64 bits, nor numbers beyond a double. `JSON.stringify`
// writes a lone surrogate, and nothing else, as an escape that begins with `\ud`.
const LONG_DIGITS = /\d{19}/
const LONG_EXPONENT = /[eE][+-]?\d{3}/
const INT64_MIN = -(2n ** 63n)
const UINT64_MAX = 2n ** 64n - 1n

/**
 * The JSON text of a value in a form that ClickHouse can parse, both as its JSON type and with its functions. Nearly always
 * that is the text itself. Otherwise lone surrogates become U+FFFD, and a number that does not fit becomes the nearest
 * double, or its digits as text if there is none.
 * @param text the value's JSON text
 */
export function queryableJsonText(value: JsonObject, text: string): string {
  const isSuspect = text.includes('\\ud') || LONG_DIGITS.test(text) || LONG_EXPONENT.test(text)
  return isSuspect ? stringifyJson(makeQueryable(value)) : text
}

function makeQueryable(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number' || value instanceof ExactNumber) return makeNumberQueryable(value)
  if (Array.isArray(value)) return value.map(makeQueryable)
  if (!isJsonObject(value)) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), makeQueryable(item)]))
}

function makeNumberQueryable(value: number | ExactNumber): JsonValue {
  const text = value instanceof ExactNumber ? value.text : JSON.stringify(value)
  const double = Number(text)
  if (!Number.isFinite(double)) return text
  if (!/^-?\d+$/.test(text)) return double
  const isInRange = BigInt(text) >= INT64_MIN && BigInt(text) <= UINT64_MAX
  // Without an exponent it would be parsed as an integer again.
  return isInRange ? value : new ExactNumber(double.toExponential())
}
