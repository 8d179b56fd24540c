/** The property names that a project has seen. */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import type { Bind } from '../../workspace/kinds/index.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import { COLUMNS, FROM, KINDS, presentProperty, type propertyAnswer, type Row } from './definitions.ts'
import { CORE_NAMES, HIDDEN_ON_EVENTS, PROPERTY_LABELS } from './labels.ts'
import { isFalse, isTrue, readNames, searchCondition, wordsOf } from './search.ts'
import { virtualProperties } from './virtual-properties.ts'

export const propertyListQuery = pageQuery.extend({
  search: z.string().optional().describe('Words of the name or the label.'),
  type: z.string().optional().describe('`event` (default), `person`, `group` or `session`.'),
  group_type_index: z.string().optional().describe('0 to 4; needed for `group`.'),
  properties: z.string().optional().describe('Names, separated by commas: only these.'),
  is_numerical: z.string().optional().describe('`true`: only numbers.'),
  is_feature_flag: z.string().optional().describe('`true`: only values of flags; `false`: none of them.'),
  event_names: z.string().optional().describe('JSON list of events: says which properties were seen with them.'),
  filter_by_event_names: z.string().optional().describe('`true`: only properties seen with those events.'),
  excluded_properties: z.string().optional().describe('JSON list of names to leave out.'),
  exclude_core_properties: z.string().optional().describe('`true`: without those that SDKs send automatically.'),
  exclude_hidden: z.string().optional(),
  verified: z.string().optional(),
})
export type PropertyListQuery = z.output<typeof propertyListQuery>

/** The parsed parameters of a request. */
interface Wanted {
  query: PropertyListQuery
  type: keyof typeof KINDS
  /** -1 unless the type is `group`. */
  groupTypeIndex: number
  events: string[]
  excluded: string[]
  /** null for all. */
  only: string[] | null
  words: string[]
}

/** @throws ApiError 400 */
function readWanted(query: PropertyListQuery): Wanted {
  const { type = 'event', group_type_index: index } = query
  if (!Object.hasOwn(KINDS, type))
    throw errors.invalid(`"${type.slice(0, 100)}" is not a valid choice.`, 'type', 'invalid_choice')
  if (type === 'group' && !/^[0-4]$/.test(index ?? ''))
    throw errors.invalid('`group_type_index` must be set for `group` type', 'group_type_index')
  if (type !== 'group' && index !== undefined)
    throw errors.invalid('`group_type_index` must not be set for any other type', 'group_type_index')
  const events = readNames(query.event_names, 'event_names')
  if (events.length > 0 && type !== 'event')
    throw errors.invalid('Only properties of events are seen with events.', 'event_names')
  return {
    query,
    type: type as keyof typeof KINDS,
    groupTypeIndex: type === 'group' ? Number(index) : -1,
    events,
    excluded: readNames(query.excluded_properties, 'excluded_properties'),
    only: query.properties ? query.properties.split(',').map((name) => name.trim()) : null,
    words: wordsOf(query.search),
  }
}

interface PropertyList {
  count: number
  results: z.infer<typeof propertyAnswer>[]
  /** Number of stored properties. */
  stored: number
}

/**
 * A page of the properties, by name. Computed properties follow after the last page.
 * @throws ApiError 400
 */
export async function listProperties(
  { db, team }: ProjectContext,
  query: PropertyListQuery,
  page: Page,
): Promise<PropertyList> {
  const wanted = readWanted(query)
  const { type, words, only, excluded } = wanted
  const values: unknown[] = [team.id, KINDS[type], wanted.groupTypeIndex]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = conditionsOf(wanted, bind)
  const seen = seenWith(wanted.events, bind)
  if (isTrue(query.filter_by_event_names)) conditions.push(wanted.events.length > 0 ? seen : `EXISTS (${PAIR})`)
  const where = conditions.join(' AND ')
  const [counted, found] = await Promise.all([
    // The page query binds the list of events in its columns; a count that does not mention it would leave a parameter
    // without a type.
    db.$client.query<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT ${seen} FROM property_definitions p WHERE ${where}) counted`,
      values,
    ),
    db.$client.query<Row>(
      `SELECT ${COLUMNS.property}, ${seen} AS "isSeen" FROM ${FROM.property} WHERE ${where}
       ORDER BY ${seen} DESC NULLS LAST, p.verified DESC, p.name COLLATE "C" LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  const stored = counted.rows[0]!.count
  const virtual = type === 'person' ? virtualProperties(query, words, only, excluded) : []
  const isLastPage = page.offset < Math.max(1, stored) && page.offset + page.limit >= stored
  const results = [...found.rows.map(presentProperty), ...(isLastPage ? virtual : [])]
  return { count: stored + virtual.length, results, stored }
}

const PAIR = 'SELECT 1 FROM event_properties e WHERE e.team_id = p.team_id AND e.property = p.name'

/** SQL expression: whether a definition `p` was seen with some events. */
const seenWith = (events: readonly string[], bind: Bind): string =>
  events.length > 0 ? `EXISTS (${PAIR} AND e.event = ANY(${bind(events)}))` : 'NULL::boolean'

/** SQL conditions on definitions `p`; `$1` is the project, `$2` the kind and `$3` the type of groups. */
function conditionsOf({ query, type, excluded, only, words }: Wanted, bind: Bind): string[] {
  const conditions = ['p.team_id = $1', 'p.kind = $2', 'p.group_type_index = $3']
  if (words.length > 0) {
    const found = searchCondition(words, PROPERTY_LABELS, bind)
    // A person property that is not an initial value counts as "latest".
    const isLatest = type === 'person' && words.some((word) => 'latest'.includes(word.toLowerCase()))
    conditions.push(isLatest ? `(${found} OR p.name NOT LIKE '%initial%')` : found)
  }
  if (only) conditions.push(`p.name = ANY(${bind(only)})`)
  if (isTrue(query.is_numerical)) conditions.push(`p.is_numerical AND p.name NOT IN ('distinct_id', 'timestamp')`)
  if (isTrue(query.is_feature_flag)) conditions.push(`p.name LIKE '$feature/%'`)
  if (isFalse(query.is_feature_flag)) conditions.push(`p.name NOT LIKE '$feature/%'`)
  if (excluded.length > 0) conditions.push(`p.name <> ALL(${bind(excluded)})`)
  if (isTrue(query.exclude_hidden)) conditions.push('p.hidden IS NOT TRUE')
  if (isTrue(query.verified)) conditions.push('p.verified')
  if (isFalse(query.verified)) conditions.push('NOT p.verified')
  if (type === 'event' && isTrue(query.exclude_core_properties))
    conditions.push(`p.name NOT LIKE '$%' AND p.name <> ALL(${bind(CORE_NAMES)})`)
  else if (type === 'event')
    conditions.push(`p.name <> ALL(${bind(HIDDEN_ON_EVENTS)}) AND p.name NOT LIKE '$session\\_entry\\_%'`)
  return conditions
}

/** Which properties have been seen with which of some events. */
export async function seenTogether(
  { db, team }: ProjectContext,
  property: string,
  events: readonly string[],
): Promise<Record<string, boolean>> {
  const { rows } = await db.$client.query<{ event: string }>(
    'SELECT event FROM event_properties WHERE team_id = $1 AND property = $2 AND event = ANY($3)',
    [team.id, property, events.map(toStorableText)],
  )
  const seen = new Set(rows.map(({ event }) => event))
  return Object.fromEntries(events.map((name) => [name, seen.has(name)]))
}
