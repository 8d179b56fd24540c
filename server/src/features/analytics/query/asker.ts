/** One question being answered: for which project, at which moment, and what of the project's settings matters. */

import type { ClickHouseClient } from '@clickhouse/client'
import type { Interval } from '@hedgerow/shared/query/options'
import { DateTime } from 'luxon'
import type { Database, Pool } from '../../../platform/postgres/postgres.ts'
import { type Action, findActions, findActionsBy } from '../actions/index.ts'
import {
  actionKey,
  and,
  type Constant,
  compare,
  connectedSources,
  constant,
  type Expr,
  field,
  type Grammar,
  moment,
  type QueryContext,
  QueryError,
  type QueryRows,
  type QueryTeam,
  type RunOptions,
  readAhead,
  runQuery,
  type Select,
  selectTemplate,
  walk,
} from '../hogql/index.ts'
import { type DateRange, type DateRangeInput, readDate, resolveRange } from './dates.ts'
import { actionCondition } from './entities.ts'
import { type FilterContext, filtersToExpr } from './filters.ts'
import type { CleaningRule } from './path-cleaning.ts'

/** A project, as far as its questions depend on it. */
export interface AskingTeam extends QueryTeam {
  testAccountFilters: unknown
  pathCleaning: readonly CleaningRule[]
  /** Users are counted by distinct id instead of by person. */
  aggregatesByDistinctId: boolean
  personDisplayNames: readonly string[] | null
}

export interface QueryStores {
  db: Database
  reader: ClickHouseClient
}

export interface Cohort {
  id: number
  name: string
}

export interface GlobalFilters {
  properties?: unknown
  fixedProperties?: unknown
  filterTestAccounts?: boolean | null | undefined
}

export interface AskerOptions {
  now?: Date
  signal?: AbortSignal
  /** Of what runs in the background: the label of its statements (see RunOptions). */
  label?: string
  /** Asked through the older endpoints, whose rules differ in places. */
  isLegacy?: boolean
}

export class Asker {
  readonly now: Date
  readonly isLegacy: boolean
  /** HogQL of everything that was run, the longest last. */
  readonly ran: QueryRows[] = []
  private earliestKnown: Promise<Date | null> | null = null

  private constructor(
    readonly stores: QueryStores,
    readonly team: AskingTeam,
    readonly actions: ReadonlyMap<number, Action>,
    readonly cohorts: ReadonlyMap<number, Cohort>,
    private readonly options: AskerOptions,
  ) {
    this.now = options.now ?? new Date()
    this.isLegacy = options.isLegacy ?? false
  }

  /** @param node what will be asked; its actions are read */
  static async open(stores: QueryStores, team: AskingTeam, node: unknown, options: AskerOptions = {}): Promise<Asker> {
    const [actions, cohorts] = await Promise.all([
      findActions(stores.db.$client, team.id, actionIds(node)),
      findCohorts(stores.db.$client, team.id),
      readAhead([...textsOf(node), ...textsOf({ properties: team.testAccountFilters })]),
    ])
    return new Asker(stores, team, actions, cohorts, options)
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal
  }

  async run(tree: Select, options: RunOptions = {}): Promise<QueryRows> {
    const signal = options.signal ?? this.options.signal
    const actions = await this.actionConditions(tree)
    const rows = await runQuery({ pool: this.stores.db.$client, reader: this.stores.reader }, this.team, tree, {
      now: this.now,
      actions,
      ...(this.options.label && { label: this.options.label, isPatient: true }),
      ...options,
      ...(signal && { signal }),
    })
    this.ran.push(rows)
    return rows
  }

  /**
   * Conditions of the actions that a tree asks for with `matchesAction`.
   * @throws QueryError 400 when there is none, or more than one of a name
   */
  async actionConditions(tree: unknown): Promise<QueryContext['actions']> {
    const wanted = actionsAskedFor(tree)
    if (wanted.length === 0) return new Map()
    const found = await findActionsBy(
      this.stores.db.$client,
      this.team.id,
      wanted.map(({ value }) => value),
    )
    return new Map(
      wanted.map((place) => {
        const { value } = place
        const matches = found.filter(({ id, name }) => (typeof value === 'string' ? name === value : id === value))
        const shown = typeof value === 'string' ? `the name '${value.slice(0, 200)}'` : `the id ${value}`
        if (matches.length > 1) throw new QueryError(`There are several actions with ${shown}. Use an id.`, place)
        if (matches.length === 0) throw new QueryError(`There is no action with ${shown}.`, place)
        return [actionKey(value), actionCondition(matches[0]!, this)]
      }),
    )
  }

  filterContext(subject: FilterContext['subject']): FilterContext {
    return {
      subject,
      timezone: this.team.timezone,
      now: this.now,
      pathCleaning: this.team.pathCleaning,
      cohortIds: new Set(this.cohorts.keys()),
    }
  }

  filters(filters: unknown): Expr {
    return filtersToExpr(filters, this.filterContext('event'))
  }

  /** The filters of a whole query; with the project's for test accounts where it says so. */
  globalFilters({ properties, fixedProperties, filterTestAccounts }: GlobalFilters): Expr {
    return and(
      this.filters(properties),
      this.filters(fixedProperties),
      filterTestAccounts ? this.filters(this.team.testAccountFilters) : constant(true),
    )
  }

  async range(input: DateRangeInput | null | undefined, interval: Interval): Promise<DateRange> {
    const earliest = input?.date_from === 'all' ? await this.earliest() : null
    return resolveRange(input ?? {}, interval, this.team, this.now, earliest)
  }

  /** A date expression as a moment in the project's zone. @throws ApiError 400 */
  readMoment(text: string, attr: string): DateTime {
    return readDate(text, attr, this.team.timezone, DateTime.fromJSDate(this.now, { zone: this.team.timezone })).time
  }

  /** Time of the project's first event; older than 2015 is a clock gone wrong. */
  private earliest(): Promise<Date | null> {
    this.earliestKnown ??= this.run(
      selectTemplate(
        "SELECT toString(toUnixTimestamp(min(timestamp))), count() FROM events WHERE timestamp >= '2015-01-01T00:00:00Z'",
      ),
    ).then(({ rows }) => (Number(rows[0]?.[1]) > 0 ? new Date(Number(rows[0]![0]) * 1000) : null))
    return this.earliestKnown
  }

  /** Who is counted as one: a person, a group, or by the project's wish a distinct id. */
  actor(groupTypeIndex?: number | null): Expr {
    if (groupTypeIndex !== null && groupTypeIndex !== undefined) return field(`$group_${groupTypeIndex}`)
    return field('person_id')
  }

  /** Leaves out events that belong to no group, where groups are counted. */
  hasActor(groupTypeIndex?: number | null): Expr {
    return groupTypeIndex === null || groupTypeIndex === undefined
      ? constant(true)
      : compare('!=', field(`$group_${groupTypeIndex}`), constant(''))
  }
}

/** Events between two moments, both included. */
export function within(range: { from: number; to: number }): Expr {
  return and(compare('>=', field('timestamp'), moment(range.from)), compare('<=', field('timestamp'), moment(range.to)))
}

/** The constants that `matchesAction` is called with. */
function actionsAskedFor(tree: unknown): (Constant & { value: string | number })[] {
  const wanted: (Constant & { value: string | number })[] = []
  walk(tree, (node) => {
    if (node.node !== 'Call' || String(node.name).toLowerCase() !== 'matchesaction') return
    const [first] = node.args as Expr[]
    if (first?.node === 'Constant' && (typeof first.value === 'string' || typeof first.value === 'number'))
      wanted.push({ ...first, value: first.value })
  })
  return wanted
}

function actionIds(node: unknown): number[] {
  const ids = new Set<number>()
  const visit = (item: unknown) => {
    if (Array.isArray(item)) item.forEach(visit)
    else if (typeof item === 'object' && item !== null) {
      const { kind, type, id, actionId, event_type: eventType, key } = item as Record<string, unknown>
      if (eventType === 'actions' && Number.isInteger(Number(key))) ids.add(Number(key))
      const { seq_event_type: nextType, seq_event: next } = item as Record<string, unknown>
      if (nextType === 'actions' && Number.isInteger(Number(next))) ids.add(Number(next))
      if ((kind === 'ActionsNode' || type === 'actions') && Number.isInteger(Number(id))) ids.add(Number(id))
      if (Number.isInteger(actionId)) ids.add(actionId as number)
      Object.values(item).forEach(visit)
    }
  }
  visit(node)
  return [...ids]
}

async function findCohorts(pool: Pool, teamId: number): Promise<Map<number, Cohort>> {
  const cohorts = await connectedSources().cohorts(pool, teamId)
  return new Map(cohorts.map((cohort) => [cohort.id, cohort]))
}

/** HogQL in a node, wherever a node may have some. */
function textsOf(node: unknown): Grammar[] {
  const texts: Grammar[] = []
  const add = (rule: Grammar['rule'], text: unknown) => {
    // What stands after a title's dashes is no part of the expression.
    if (typeof text === 'string')
      texts.push({ rule, text: rule === 'parseSelect' ? text : text.split(/\s+--\s+/)[0]!.trim() })
  }
  const visit = (item: unknown) => {
    if (Array.isArray(item)) item.forEach(visit)
    else if (typeof item === 'object' && item !== null) {
      const each = item as Record<string, unknown>
      if (each.kind === 'HogQLQuery') add('parseSelect', each.query)
      if (each.type === 'hogql') add('parseExpr', each.key ?? each.property)
      if (each.breakdown_type === 'hogql') for (const text of [each.breakdown].flat()) add('parseExpr', text)
      for (const name of ['math_hogql', 'funnelAggregateByHogQL', 'pathsHogQLExpression']) add('parseExpr', each[name])
      for (const name of ['select', 'where'])
        if (Array.isArray(each[name])) for (const text of each[name]) add('parseExpr', text)
      if (Array.isArray(each.orderBy)) for (const text of each.orderBy) add('parseOrderExpr', text)
      Object.values(each).forEach(visit)
    }
  }
  visit(node)
  return texts
}
