/** Reads the parameters of the list of recordings. Nothing is ignored silently: an unknown parameter is an error. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { readFlag } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, toStorableText } from '../../../platform/json.ts'
import { type Cursor, readCursor } from './cursor.ts'
import { ORDERS, type Order } from './schemas.ts'

export interface ListParameters {
  dateFrom: string | null
  dateTo: string | null
  /** Events and actions in API format. */
  entities: JsonObject[]
  properties: JsonValue
  consoleFilters: JsonObject[]
  predicates: JsonObject[]
  operand: 'AND' | 'OR'
  filterTestAccounts: boolean
  sessionIds: string[] | null
  distinctIds: string[] | null
  personUuid: string | null
  firstSession: string | null
  hideViewed: 'current-user' | 'any-user' | null
  order: Order
  isAscending: boolean
  limit: number
  offset: number
  after: Cursor | null
}

const LIMIT_DEFAULT = 50
const LIMIT_MAX = 1_000
const OFFSET_MAX = 1_000_000
const IDS_MAX = 10_000

/** Accepted because clients send them; they change nothing. */
const WITHOUT_EFFECT = ['kind', 'version', 'hogql_filtering', 'user_modified_filters', 'add_events_to_property_queries']
/** Added by the HTTP layer or by clients to every request. */
const GENERAL = ['format', 'personal_api_key', 'refresh', 'client_query_id']

const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.enum(values).optional())
const number = (max: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number('A valid integer is required.').int('A valid integer is required.').min(0).max(max).optional(),
  )
const anything = z.unknown().optional()

const shape = {
  date_from: z.string().nullish(),
  date_to: z.string().nullish(),
  events: anything,
  actions: anything,
  properties: anything,
  console_log_filters: anything,
  console_logs_filters: anything,
  having_predicates: anything,
  session_recording_duration: anything,
  operand: choice(['AND', 'OR']),
  filter_test_accounts: anything,
  session_ids: anything,
  distinct_ids: anything,
  person_uuid: z.string().nullish(),
  session_recording_id: z.string().nullish(),
  hide_viewed_recordings: anything,
  comment_text: anything,
  order: choice(ORDERS),
  order_direction: choice(['ASC', 'DESC']),
  limit: number(Number.MAX_SAFE_INTEGER),
  offset: number(OFFSET_MAX),
  after: z.string().nullish(),
}
const known = new Set([...Object.keys(shape), ...WITHOUT_EFFECT, ...GENERAL])
const schema = z.object(shape)

/**
 * @param given as in a query string, or as an object whose values are JSON already
 * @throws ApiError 400
 */
export function readListParameters(given: Readonly<Record<string, unknown>>, validate: Validate): ListParameters {
  for (const name of Object.keys(given))
    if (!known.has(name)) throw errors.invalid(`Unknown parameter: ${name.slice(0, 100)}`, name.slice(0, 100))
  const query = validate(schema, given)
  const order = query.order ?? 'start_time'
  const isAscending = query.order_direction === 'ASC'
  const duration = readObject(query.session_recording_duration, 'session_recording_duration')
  return {
    dateFrom: query.date_from || null,
    dateTo: query.date_to || null,
    entities: [...readObjects(query.events, 'events'), ...readObjects(query.actions, 'actions').map(asAction)],
    properties: readJson(query.properties, 'properties'),
    consoleFilters: readObjects(query.console_log_filters ?? query.console_logs_filters, 'console_log_filters'),
    predicates: [
      ...readObjects(query.having_predicates, 'having_predicates'),
      ...(duration ? [{ key: 'duration', type: 'recording', ...duration }] : []),
    ],
    operand: query.operand ?? 'AND',
    filterTestAccounts: query.filter_test_accounts !== undefined && readFlag(query.filter_test_accounts),
    sessionIds: asksForComments(query.comment_text) ? [] : readTexts(query.session_ids, 'session_ids'),
    distinctIds: readTexts(query.distinct_ids, 'distinct_ids'),
    personUuid: query.person_uuid ? readUuid(query.person_uuid) : null,
    firstSession: query.session_recording_id ? toStorableText(query.session_recording_id) : null,
    hideViewed: readHiding(query.hide_viewed_recordings),
    order,
    isAscending,
    limit: Math.min(query.limit || LIMIT_DEFAULT, LIMIT_MAX),
    offset: query.offset ?? 0,
    after: query.after ? readCursor(query.after, order, isAscending) : null,
  }
}

type Validate = <Schema extends z.ZodType>(schema: Schema, value: unknown) => z.output<Schema>

/** Values in a query string are JSON text; elsewhere they are JSON already. */
export function readJson(value: unknown, attr: string): JsonValue {
  if (value === undefined || value === '') return null
  if (typeof value !== 'string') return value as JsonValue
  try {
    return parseJson(value)
  } catch {
    throw errors.invalid(`${attr} is not valid JSON.`, attr)
  }
}

/** @throws ApiError 400 unless it is a list of objects */
export function readObjects(value: unknown, attr: string): JsonObject[] {
  const json = readJson(value, attr)
  if (json === null) return []
  if (!Array.isArray(json) || !json.every(isJsonObject))
    throw errors.invalid(`${attr} must be a list of objects.`, attr)
  return json
}

function readObject(value: unknown, attr: string): JsonObject | null {
  const json = readJson(value, attr)
  if (json !== null && !isJsonObject(json)) throw errors.invalid(`${attr} must be an object.`, attr)
  return json
}

/** @throws ApiError 400 unless it is a list of texts, or null if it is absent */
export function readTexts(value: unknown, attr: string): string[] | null {
  const json = readJson(value, attr)
  if (json === null) return null
  if (!Array.isArray(json) || !json.every((item) => typeof item === 'string'))
    throw errors.invalid(`${attr} must be a list of strings.`, attr)
  if (json.length > IDS_MAX) throw errors.invalid(`${attr} has more than ${IDS_MAX} items.`, attr)
  return json.map(toStorableText)
}

const asAction = (entity: JsonObject): JsonObject => ({ ...entity, type: 'actions' })

function readUuid(text: string): string {
  if (!isUuid(text)) throw errors.invalid('Must be a valid UUID.', 'person_uuid')
  return text.toLowerCase()
}

/**
 * Whether only recordings with a certain comment are wanted. Recordings have no comments here, so none is found then, as in
 * any project without comments.
 * @param value a filter such as `{"key": "comment_text", "operator": "icontains", "value": "odd"}`, or the text itself
 */
function asksForComments(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (typeof value === 'string' && !/^\s*[{[]/.test(value)) return true
  const filter = readObject(value, 'comment_text')
  if (!filter) return false
  const { operator, value: wanted } = filter
  if (operator === 'is_set') return true
  const isEmpty = wanted === undefined || wanted === null || wanted === '' || (Array.isArray(wanted) && !wanted.length)
  return !isEmpty
}

function readHiding(value: unknown): ListParameters['hideViewed'] {
  if (value === undefined || value === null || value === '' || value === false || value === 'false') return null
  if (value === 'current-user' || value === 'any-user') return value
  if (value === true || value === 'true') return 'current-user'
  throw errors.invalid(
    `"${String(value).slice(0, 100)}" is not a valid choice.`,
    'hide_viewed_recordings',
    'invalid_choice',
  )
}
