/** Zod issues in PostHog's words, and the field types that are the same for JSON and form bodies. */
import { z } from 'zod'
import { parseJson } from '../json.ts'
import { type ApiError, errors } from './errors.ts'

type Issue = z.core.$ZodIssue

/** The first problem of a failed validation as an API error. */
export function validationError(issues: readonly Issue[]): ApiError {
  const issue = issues[0]!
  const attr = issue.path.length > 0 ? issue.path.join('__') : null
  const { code, detail } = describe(issue)
  return errors.invalid(detail, attr, code)
}

function describe(issue: Issue): { code: string; detail: string } {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return { code: 'required', detail: 'This field is required.' }
    if (issue.input === null) return { code: 'null', detail: 'This field may not be null.' }
    return { code: 'invalid_input', detail: `Expected ${issue.expected}.` }
  }
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
  if (issue.code === 'invalid_value')
    return { code: 'invalid_choice', detail: `"${String(issue.input)}" is not a valid choice.` }
  return { code: 'invalid_input', detail: issue.message }
}

/**
 * Checks a value against a schema.
 * @throws ApiError 400 with the first problem
 */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true })
  if (!result.success) throw validationError(result.error.issues)
  return result.data
}

/** Text, trimmed; blank is refused. */
export const nonBlank = (charactersMax: number) => z.string().trim().min(1).max(charactersMax)

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

/** A list as it arrives: from JSON, as JSON text in a form, or as one field of a form that was not repeated. */
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

/** A flag of a query or form: on when present without a value, or `true`, `1`, `yes`, `on`. */
export function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  return value !== undefined && value !== null && ['', 'true', '1', 'yes', 'on'].includes(String(value).toLowerCase())
}

/** Query parameters `limit` and `offset`, which are never an error: what cannot be read counts as absent. */
export const pageQuery = z.object({
  limit: z.string().optional().describe('Rows per page, 100 by default.'),
  offset: z.string().optional().describe('Rows to skip.'),
})
