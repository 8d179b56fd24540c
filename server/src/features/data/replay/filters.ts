/**
 * The criteria of a list of recordings as one condition. Filters mean what they mean everywhere: those on persons, cohorts
 * and sessions apply to the recording's person and session; those on events find sessions in which such an event happened.
 */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import {
  and,
  compare,
  constant,
  type Expr,
  field,
  moment,
  not,
  or,
  parseExpr,
  selectTemplate,
  TABLES,
  tuple,
  walk,
} from '../../analytics/hogql/index.ts'
import {
  type Asker,
  column,
  entityCondition,
  holdsOfNothing,
  listCondition,
  operatorCondition,
  readNodeEntity,
} from '../../analytics/query/index.ts'
import type { ListParameters } from './list-parameters.ts'

/** Times of recordings, microseconds since 1970. */
export interface Bounds {
  from: number | null
  to: number | null
}

type Criteria = Pick<
  ListParameters,
  'entities' | 'properties' | 'consoleFilters' | 'predicates' | 'operand' | 'filterTestAccounts' | 'sessionIds'
>

const DAY_MICROS = 24 * 60 * 60 * 1_000_000
const DEPTH_MAX = 20
const CONSOLE_KEYS: Record<string, 'level' | 'message'> = {
  level: 'level',
  console_log_level: 'level',
  message: 'message',
  console_log_query: 'message',
}
/** Filters whose subject is an event. */
const ABOUT_EVENTS = new Set(['event', 'event_metadata', 'feature', 'element', 'group'])
const NUMBERS = [
  'duration',
  'active_seconds',
  'inactive_seconds',
  'click_count',
  'keypress_count',
  'mouse_activity_count',
  'console_log_count',
  'console_warn_count',
  'console_error_count',
  'activity_score',
]
const COLUMNS = new Map([
  ...NUMBERS.map((name) => [name, name] as const),
  ['start_url', 'start_url'],
  ['distinct_id', 'distinct_id'],
  ['snapshot_source', 'snapshot_source'],
  ['snapshot_library', 'snapshot_library'],
])

/** @throws ApiError 400 for invalid filters */
export function criteriaCondition(asker: Asker, criteria: Criteria, bounds: Bounds): Expr {
  return new CriteriaReader(asker, criteria, bounds).condition()
}

/** The events that the criteria ask for, each as a condition on an event. @throws ApiError 400 for invalid filters */
export function eventConditions(
  asker: Asker,
  { entities, properties }: Pick<Criteria, 'entities' | 'properties'>,
): Expr[] {
  const filters = (Array.isArray(properties) ? properties : []).filter(isJsonObject)
  return [
    ...entities.map((entity) => entityOf(entity, asker)),
    ...filters.filter(({ type }) => ABOUT_EVENTS.has(String(type ?? 'event'))).map((filter) => asker.filters([filter])),
  ]
}

class CriteriaReader {
  constructor(
    private readonly asker: Asker,
    private readonly criteria: Criteria,
    private readonly bounds: Bounds,
  ) {}

  condition(): Expr {
    const { entities, properties, consoleFilters, predicates, operand, filterTestAccounts } = this.criteria
    const optional = [
      ...entities.map((entity) => this.inEvents(entityOf(entity, this.asker))),
      ...(consoleFilters.length > 0 ? [this.inConsole(consoleFilters)] : []),
      ...this.topLevel(properties),
    ]
    return and(
      operand === 'OR' && optional.length > 0 ? or(...optional) : and(...optional),
      ...predicates.map((predicate) => this.filter(predicate, 'recording')),
      filterTestAccounts ? this.tree((this.asker.team.testAccountFilters ?? null) as JsonValue, 0) : constant(true),
    )
  }

  /** Filters of a plain list are criteria of their own. */
  private topLevel(properties: JsonValue): Expr[] {
    return Array.isArray(properties)
      ? properties.map((each) => this.tree(each, 1))
      : properties === null
        ? []
        : [this.tree(properties, 0)]
  }

  private tree(item: JsonValue | undefined, depth: number): Expr {
    if (depth > DEPTH_MAX) throw errors.invalid('Filter groups are nested too deeply.', 'properties')
    if (item === null || item === undefined) return constant(true)
    if (Array.isArray(item)) return and(...item.map((each) => this.tree(each, depth + 1)))
    if (!isJsonObject(item)) throw errors.invalid('A property filter must be an object.', 'properties')
    if (!Array.isArray(item.values) || item.key !== undefined) return this.filter(item, 'event')
    const own = item.values.map((each) => this.tree(each, depth + 1))
    return item.type === 'OR' && own.length > 0 ? or(...own) : and(...own)
  }

  private filter(filter: JsonObject, defaultType: string): Expr {
    const type = String(filter.type ?? defaultType)
    const key = String(filter.key ?? '')
    if (type === 'log_entry' || (type === 'recording' && key.startsWith('console_log_') && key in CONSOLE_KEYS))
      return this.inConsole([filter])
    if (type === 'recording') return this.ofRecording(key, filter)
    if (type === 'events' || type === 'actions') return this.inEvents(entityOf(filter, this.asker))
    const condition = this.asker.filters([filter])
    if (type === 'hogql') return isAboutRecording(parseExpr(key)) ? condition : this.inEvents(condition)
    if (!ABOUT_EVENTS.has(type)) return condition
    // What no event may be like: sessions with such an event are left out.
    return holdsOfNothing(String(filter.operator ?? 'exact'))
      ? not(this.inEvents(not(condition)))
      : this.inEvents(condition)
  }

  private ofRecording(key: string, { operator, value }: JsonObject): Expr {
    const how = typeof operator === 'string' && operator !== '' ? operator : 'exact'
    const context = this.asker.filterContext('event')
    if (key === 'visited_page') return listCondition(field('all_urls'), how, value, context)
    const name = COLUMNS.get(key)
    if (!name) throw errors.invalid(`Recordings have no field '${key.slice(0, 100)}'.`, 'having_predicates')
    return operatorCondition(column(field(name)), how, value, context)
  }

  private inEvents(condition: Expr): Expr {
    const { from, to } = this.bounds
    const { sessionIds } = this.criteria
    const session = field('$session_id')
    const where = and(
      compare('!=', session, constant('')),
      // A session may begin before its recording, and go on after it.
      from === null ? constant(true) : compare('>=', field('timestamp'), moment(from - DAY_MICROS)),
      to === null ? constant(true) : compare('<=', field('timestamp'), moment(to + DAY_MICROS)),
      sessionIds ? compare('in', session, tuple(...sessionIds.map((id) => constant(id)))) : constant(true),
      condition,
    )
    return compare(
      'in',
      field('session_id'),
      selectTemplate('SELECT {session} FROM events WHERE {where}', { session, where }),
    )
  }

  /** Recordings with an entry on the console that fulfils all, or any, of the filters. */
  private inConsole(filters: readonly JsonObject[]): Expr {
    const conditions = filters.map((filter) => this.consoleCondition(filter))
    const where = this.criteria.operand === 'OR' ? or(...conditions) : and(...conditions)
    return compare(
      'in',
      field('session_id'),
      selectTemplate('SELECT log_source_id FROM console_logs_log_entries WHERE {where}', { where }),
    )
  }

  private consoleCondition({ key, operator, value }: JsonObject): Expr {
    const name = Object.hasOwn(CONSOLE_KEYS, String(key)) ? CONSOLE_KEYS[String(key)]! : null
    if (!name)
      throw errors.invalid(`Console entries have no field '${String(key).slice(0, 100)}'.`, 'console_log_filters')
    const wanted = name === 'level' ? [value].flat().map((level) => (level === 'log' ? 'info' : level!)) : value
    const how = typeof operator === 'string' && operator !== '' ? operator : name === 'level' ? 'exact' : 'icontains'
    return operatorCondition(column(field(name)), how, wanted, this.asker.filterContext('event'))
  }
}

/** The condition of an event or an action in API format, with its filters. */
function entityOf(entity: JsonObject, asker: Asker): Expr {
  const { id, properties } = entity
  const type = entity.type ?? 'events'
  if (type === 'events' && (id === null || id === undefined || id === ''))
    return entityCondition({ kind: 'EventsNode', event: null, ...(properties ? { properties } : {}) }, asker)
  return entityCondition(readNodeEntity(id, type, properties), asker)
}

/** Whether an expression reads nothing but what is known about recordings. */
function isAboutRecording(expr: Expr): boolean {
  const { columns, joins } = TABLES.session_replay_events!
  let isOwn = true
  walk(expr, (node) => {
    if (node.node !== 'Field') return
    const [first] = node.chain as (string | number)[]
    if (!Object.hasOwn(columns, String(first)) && !Object.hasOwn(joins, String(first))) isOwn = false
  })
  return isOwn
}
