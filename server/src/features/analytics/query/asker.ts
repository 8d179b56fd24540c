/** The context in which a query runs: the project with its relevant settings, and the time. */

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

/** The project settings that query results depend on. */
export interface AskingTeam extends QueryTeam {
  testAccountFilters: unknown
  pathCleaning: readonly CleaningRule[]
  /** Users are counted by distinct ID instead of by person. */
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
  /** For background queries: label of their statements, see `RunOptions`. */
  label?: string
  /** Runs in the background and may take minutes. */
  isPatient?: boolean
  /** Sent through the legacy endpoints, whose rules differ in places. */
  isLegacy?: boolean
}

export class Asker {
  readonly now: Date
  readonly isLegacy: boolean
  /** Every query that was run, in order. */
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

  /** @param node the query to run; the actions it references are loaded */
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
      ...(this.options.isPatient && { isPatient: true }),
      ...(this.options.label && { label: this.options.label, isPatient: true }),
      ...options,
      ...(signal && { signal }),
    })
    this.ran.push(rows)
    return rows
  }

  /**
   * Conditions of the actions that a tree references with `matchesAction`.
   * @throws QueryError 400 if there is no such action, or several with the same name
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
        if (matches.length > 1) throw new QueryError(`There are several actions with ${shown}. Use an ID.`, place)
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

  /** Filters that apply to the whole query, including the project's test account filters if requested. */
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

  /** Parses a date expression into a time in the project's time zone. @throws ApiError 400 */
  readMoment(text: string, attr: string): DateTime {
    return readDate(text, attr, this.team.timezone, DateTime.fromJSDate(this.now, { zone: this.team.timezone })).time
  }

  /** Time of the project's first event. Events before 2015 are ignored: they come from wrong clocks. */
  private earliest(): Promise<Date | null> {
    this.earliestKnown ??= this.run(
      selectTemplate(
        "SELECT toString(toUnixTimestamp(min(timestamp))), count() FROM events WHERE timestamp >= '2015-01-01T00:00:00Z'",
      ),
    ).then(({ rows }) => (Number(rows[0]?.[1]) > 0 ? new Date(Number(rows[0]![0]) * 1000) : null))
    return this.earliestKnown
  }

  /** Expression for the unit of counting: a group, or the person. */
  actor(groupTypeIndex?: number | null): Expr {
    if (groupTypeIndex !== null && groupTypeIndex !== undefined) return field(`$group_${groupTypeIndex}`)
    return field('person_id')
  }

  /** Where groups are counted, excludes events without a group. */
  hasActor(groupTypeIndex?: number | null): Expr {
    return groupTypeIndex === null || groupTypeIndex === undefined
      ? constant(true)
      : compare('!=', field(`$group_${groupTypeIndex}`), constant(''))
  }
}

/** Events between two times, both inclusive. */
export function within(range: { from: number; to: number }): Expr {
  return and(compare('>=', field('timestamp'), moment(range.from)), compare('<=', field('timestamp'), moment(range.to)))
}

/** The constant arguments of all `matchesAction` calls. */
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

/** All HogQL texts in a query node. */
function textsOf(node: unknown): Grammar[] {
  const texts: Grammar[] = []
  const add = (rule: Grammar['rule'], text: unknown) => {
    // The part after ` -- ` is a title, not HogQL.
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
