/** Reports Zod issues in PostHog's words, and defines field types that work for both JSON and form bodies. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ExactNumber, parseJson, toStorableText } from '../json.ts'
import { isForm } from './bodies.ts'
import { type ApiError, errors } from './errors.ts'

type Issue = z.core.$ZodIssue

/** The first problem of a failed validation as an API error. */
export function validationError(issues: readonly Issue[]): ApiError {
  const issue = innermost(issues[0]!)
  const attr = issue.path.length > 0 ? issue.path.join('__') : null
  const { code, detail } = describe(issue)
  return errors.invalid(detail, attr, code)
}

/** For a union: the issue of the option that the value comes closest to. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const branches = issue.errors.map((branch) => branch[0]).filter((each) => each !== undefined)
  const closest =
    branches.find((each) => each.code !== 'invalid_type' && each.code !== 'invalid_value') ?? branches.at(-1)
  return closest
    ? innermost({ ...closest, path: [...issue.path, ...closest.path], input: issue.input } as Issue)
    : issue
}

function describe(issue: Issue): { code: string; detail: string } {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return { code: 'required', detail: 'This field is required.' }
    if (issue.input === null) return { code: 'null', detail: 'This field may not be null.' }
    if (issue.expected === 'array')
      return { code: 'not_a_list', detail: `Expected a list of items but got type "${pythonType(issue.input)}".` }
    if (issue.expected === 'string') return { code: 'invalid_input', detail: 'Not a valid string.' }
    return { code: 'invalid_input', detail: `Expected ${issue.expected}.` }
  }
  if (issue.code === 'too_small' && issue.origin === 'array')
    return { code: 'empty', detail: 'This list may not be empty.' }
  if (issue.code === 'too_big' && issue.origin === 'array')
    return { code: 'max_length', detail: `Ensure this field has no more than ${issue.maximum} elements.` }
  if (issue.code === 'too_small' && issue.origin === 'string') {
    if (issue.minimum === 1) return { code: 'blank', detail: 'This field may not be blank.' }
    return { code: 'min_length', detail: `Ensure this field has at least ${issue.minimum} characters.` }
  }
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return { code: 'max_length', detail: `Ensure this field has no more than ${issue.maximum} characters.` }
  }
  if (issue.code === 'too_small')
    return { code: 'min_value', detail: `Ensure this value is greater than or equal to ${issue.minimum}.` }
  if (issue.code === 'too_big')
    return { code: 'max_value', detail: `Ensure this value is less than or equal to ${issue.maximum}.` }
  if (issue.code === 'invalid_value' && issue.input === undefined)
    return { code: 'required', detail: 'This field is required.' }
  if (issue.code === 'invalid_value' && issue.input === null)
    return { code: 'null', detail: 'This field may not be null.' }
  if (issue.code === 'invalid_value')
    return { code: 'invalid_choice', detail: `"${showChoice(issue.input)}" is not a valid choice.` }
  const code = issue.code === 'custom' ? issue.params?.code : undefined
  return { code: typeof code === 'string' ? code : 'invalid_input', detail: issue.message }
}

const CHOICE_CHARACTERS_MAX = 200

const showChoice = (value: unknown): string =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, CHOICE_CHARACTERS_MAX)

/** The name that PostHog's framework has for the type of a JSON value. */
function pythonType(value: unknown): string {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return 'dict'
}

/**
 * Text as PostHog's fields accept it: numbers become text, and surrounding blanks are trimmed before anything else is
 * checked.
 */
export const textField = (charactersMax: number) =>
  z.preprocess((value) => (typeof value === 'number' ? String(value) : value), text(charactersMax))

/** The same, but blank text is refused. */
export const nonBlankField = (charactersMax: number) =>
  z.preprocess((value) => (typeof value === 'number' ? String(value) : value), nonBlank(charactersMax))

/**
 * Validates a value against a schema.
 * @throws ApiError 400 with the first problem
 */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true })
  if (!result.success) throw validationError(result.error.issues)
  return result.data
}

const TRUE = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const FALSE = new Set(['false', 'f', 'no', 'n', 'off', '0'])

/** A boolean, or its text form as sent by forms. */
export const flexibleBoolean = z.preprocess((value) => {
  const text = String(value).trim().toLowerCase()
  if (value === 1 || (typeof value === 'string' && TRUE.has(text))) return true
  if (value === 0 || (typeof value === 'string' && FALSE.has(text))) return false
  return value
}, z.boolean('Must be a valid boolean.'))

/** An integer, or its digits as sent by forms. */
export const flexibleInteger = (min: number, max: number) =>
  z.preprocess((value) => {
    if (value instanceof ExactNumber) return Number(value)
    return typeof value === 'string' && /^\s*[-+]?\d{1,15}\s*$/.test(value) ? Number(value) : value
  }, z.number('A valid integer is required.').int('A valid integer is required.').min(min).max(max))

/** Also reads the empty text that a form sends as null. */
export function nullable<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? null : value), schema.nullable())
}

export const nullableBoolean = nullable(flexibleBoolean)

export const list = <Schema extends z.ZodType>(schema: Schema, itemsMax = 1000) => z.array(schema).max(itemsMax)

/** Should be a list; the route validates it itself. */
export const uncheckedList = z.union([z.array(z.any()), z.any()])

/** Text, trimmed; may be blank. Characters that PostgreSQL cannot store are replaced. */
export const text = (charactersMax: number) => z.string().trim().max(charactersMax).overwrite(toStorableText)

/**
 * Validates the body of a request whose route declares its schema with `config.body`. A form that replaces or creates an
 * object can turn a checkbox off only by omitting it, so there a missing boolean is false (null if the field is nullable).
 * @throws ApiError 400 with the first problem
 */
export function readBody<Schema extends z.ZodObject>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  const body = request.body ?? {}
  if (typeof body !== 'object' || Array.isArray(body))
    throw errors.invalid('Invalid data. Expected a dictionary.', null)
  if (request.method === 'PATCH' || !isForm(request)) return validate(schema, body)
  const unsent = Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = unwrap(field as z.ZodType)
    if (name in body || (inner !== flexibleBoolean && inner !== nullableBoolean)) return []
    return [[name, inner === nullableBoolean ? null : false]]
  })
  return validate(schema, { ...body, ...Object.fromEntries(unsent) })
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema
}

/** Text, trimmed; blank is refused. */
export const nonBlank = (charactersMax: number) => z.string().trim().min(1).max(charactersMax).overwrite(toStorableText)

/** A JSON value that a form sends as text. */
export function jsonField<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => {
    if (typeof value !== 'string') return value
    try {
      return parseJson(value)
    } catch {
      return value
    }
  }, schema)
}

/** A list in a query parameter: as JSON text, or one value. */
export function jsonList(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string' || value === '') return null
  try {
    const json = parseJson(value)
    if (Array.isArray(json)) return json
  } catch {
    // Plain text.
  }
  return [value]
}

/** A flag in a query or form: on if present without a value, or `true`, `1`, `yes`, `on`. */
export function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  return value !== undefined && value !== null && ['', 'true', '1', 'yes', 'on'].includes(String(value).toLowerCase())
}

/** Query parameters `limit` and `offset`, which never cause an error: invalid values count as absent. */
export const pageQuery = z.object({
  limit: z.string().optional().describe('Rows per page, 100 by default.'),
  offset: z.string().optional().describe('Rows to skip.'),
})
