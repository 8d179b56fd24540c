/** Values of custom properties: their types, and how they are stored. */
import { DateTime } from 'luxon'
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber, toStorableText } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import { DATA_TYPES, type DataType, type Definition } from './definitions.ts'

const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i
const NOT_FINITE = /^\s*[-+]?(nan|inf(inity)?)\s*$/i

export type Scalar = string | number | boolean
/** The column for values of each type. */
export const VALUE_COLUMNS: Record<DataType, string> = {
  string: 'text_value',
  numeric: 'number_value',
  boolean: 'boolean_value',
  datetime: 'time_value',
}

/** A stored value: one column per type, exactly one of which is set. */
export interface Slots {
  text: string | null
  number: number | null
  boolean: boolean | null
  time: string | null
}
/** Selects the columns of `Slots`; table alias `v`. */
export const SLOTS =
  'v.text_value AS text, v.number_value AS number, v.boolean_value AS boolean, v.time_value::text AS time'

/** A value as the property's current type reads it; null if it was set under another type. */
export function slotValue(displayType: Definition['displayType'], slots: Slots): Scalar | null {
  switch (DATA_TYPES[displayType]) {
    case 'string':
      return slots.text
    case 'numeric':
      return slots.number
    case 'boolean':
      return slots.boolean
    case 'datetime':
      return slots.time === null ? null : formatTime(slots.time)
  }
}

/**
 * Converts a value to the form in which its property stores it.
 * @throws ApiError 400 when it does not convert
 */
export function convertValue({ name, displayType, options }: Definition, given: unknown): Scalar {
  const value = given instanceof ExactNumber ? Number(given) : given
  const refuse = (what: string) => errors.invalid(`Custom property '${name}' expects ${what}`, 'value')
  switch (displayType) {
    case 'text':
      if (typeof value === 'number') return String(given instanceof ExactNumber ? given : value)
      if (typeof value === 'string') return toStorableText(value)
      throw refuse('a text value')
    case 'select':
      if (typeof value === 'string' && options?.some(({ label }) => label === value)) return value
      throw refuse(`one of its options: ${(options ?? []).map(({ label }) => label).join(', ')}`)
    case 'boolean': {
      if (typeof value === 'boolean') return value
      const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
      if (word === 'true' || word === 'false') return word === 'true'
      throw refuse('a boolean value')
    }
    case 'date':
    case 'datetime': {
      const time = typeof value === 'string' ? DateTime.fromISO(value.trim().replace(' ', 'T'), { zone: 'UTC' }) : null
      if (time?.isValid && time.year >= 1 && time.year <= 9999) return time.toUTC().toISO()!
      throw refuse('an ISO-8601 datetime')
    }
    default: {
      if (typeof value === 'string' && NOT_FINITE.test(value)) throw refuse('a finite numeric value')
      const number =
        typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value) ? Number(value) : null
      if (number === null) throw refuse('a numeric value')
      if (!Number.isFinite(number)) throw refuse('a finite numeric value')
      return number
    }
  }
}
