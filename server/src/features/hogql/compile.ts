/**
 * HogQL to ClickHouse. One walk over the tree resolves names and prints: tables of the schema get the project's guard and
 * names that no query can take, values become typed parameters, functions come from the list of those that are allowed.
 */
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import {
  type Call,
  type CompareOperation,
  type Constant,
  type CTE,
  type Expr,
  type Field,
  isSelect,
  type JoinExpr,
  type OrderExpr,
  type Select,
  type SelectQuery,
  type SelectSetQuery,
  type WindowExpr,
  type WindowFrameExpr,
} from './ast.ts'
import type { QueryContext } from './context.ts'
import { QueryError } from './errors.ts'
import { findCastType, findFunction } from './functions.ts'
import { printHogQL } from './print-hogql.ts'
import { TABLES, type ValueType } from './schema.ts'
import {
  accessPath,
  DerivedTable,
  type Names,
  type Place,
  type Printed,
  type PropertyForm,
  quoteName,
  quoteText,
  SchemaTable,
  type Source,
  unresolved,
  WrappedTable,
} from './tables-in-query.ts'

export interface CompileOptions {
  context: QueryContext
  /** Rows when the query names no limit, and at most. null: none is added (our own queries). */
  limit: { default: number; max: number } | null
}

export interface Compiled {
  sql: string
  parameters: Record<string, unknown>
  columns: string[]
  limit: number
  offset: number
}

const JOIN_TYPES =
  /^(?:(?:LEFT|RIGHT|FULL|INNER|CROSS)(?: (?:OUTER|ANY|ALL|SEMI|ANTI|INNER))?(?: (?:ANY|ALL))? JOIN|(?:ANY|ALL|INNER|ASOF)? ?JOIN|(?:ANY|ALL) (?:LEFT|RIGHT|INNER) JOIN|ASOF LEFT JOIN|LEFT ASOF JOIN)$/
const SET_OPERATORS = new Set(['UNION ALL', 'UNION DISTINCT', 'INTERSECT', 'INTERSECT DISTINCT', 'EXCEPT'])
const NUMBERS_MAX = 10_000_000
const COMPARISONS: Record<string, string> = {
  '==': 'equals',
  '!=': 'notEquals',
  '<': 'less',
  '>': 'greater',
  '<=': 'lessOrEquals',
  '>=': 'greaterOrEquals',
  like: 'like',
  ilike: 'ilike',
  'not like': 'notLike',
  'not ilike': 'notILike',
}
const ARITHMETIC: Record<string, string> = { '+': 'plus', '-': 'minus', '*': 'multiply', '/': 'divide', '%': 'modulo' }
/** Functions that know a zone themselves, which is quicker than converting every time. */
const STARTS = new Set([
  'toStartOfYear',
  'toStartOfQuarter',
  'toStartOfMonth',
  'toStartOfDay',
  'toStartOfHour',
  'toStartOfMinute',
  'toMonday',
])
const FRAMES: Record<string, string> = { PRECEDING: 'PRECEDING', FOLLOWING: 'FOLLOWING', 'CURRENT ROW': 'CURRENT ROW' }
/** Columns of a repeated value in an IN list go as one parameter. */
const LIST_AS_PARAMETER_MIN = 4

/** Names that the parser accepts for our own prefix; a query must not take them. */
const RESERVED = /^__/

class Scope {
  readonly sources: { name: string | null; source: Source }[] = []
  readonly aliases = new Map<string, Printed>()
  /** Aliases of the select list that were not reached yet. */
  readonly pending = new Map<string, Expr>()
  readonly resolving = new Set<string>()
  readonly lambdaArguments: string[] = []
  readonly windows = new Set<string>()
  /** While WHERE is read: a column goes before an alias of the same name, which may be an aggregate of it. */
  prefersColumns = false

  constructor(readonly ctes: Map<string, { text: string; columns: ReadonlyMap<string, Printed> } | Expr>) {}
}

interface CompiledSelect {
  sql: string
  columns: Map<string, Printed>
}

/**
 * Compiles a query.
 * @throws QueryError 400 naming what cannot be resolved and where
 */
export function compile(tree: Select, { context, limit }: CompileOptions): Compiled {
  return new Compiler(context).top(tree, limit)
}

class Compiler implements Names {
  private readonly parameters: Record<string, unknown> = {}
  private readonly parameterNames = new Map<string, string>()
  private tablesNamed = 0
  readonly guard: Names['guard']

  constructor(readonly context: QueryContext) {
    const versions = context.cohorts.flatMap(({ id, version }) => (version === null ? [] : [`(${id}, ${version})`]))
    this.guard = { teamId: String(context.team.id), cohortVersions: versions.join(', ') || '(0, 0)' }
  }

  next(): string {
    return `__t${this.tablesNamed++}`
  }

  top(tree: Select, limits: CompileOptions['limit']): Compiled {
    const own = { limit: readNumber(tree.limit, 'LIMIT'), offset: readNumber(tree.offset, 'OFFSET') ?? 0 }
    const limit = limits ? Math.min(own.limit ?? limits.default, limits.max) : (own.limit ?? Number.MAX_SAFE_INTEGER)
    const ties = tree.node === 'SelectQuery' && tree.limit_with_ties
    // One row more says whether there are more.
    const { sql, columns } = this.select({ ...tree, limit: null, offset: null } as Select, new Scope(new Map()))
    const page = limits
      ? ` LIMIT ${limit + 1}${ties ? ' WITH TIES' : ''}${own.offset > 0 ? ` OFFSET ${own.offset}` : ''}`
      : `${own.limit === null ? '' : ` LIMIT ${own.limit}`}${own.offset > 0 ? ` OFFSET ${own.offset}` : ''}`
    const whole = tree.node === 'SelectSetQuery' && page !== '' ? `SELECT * FROM (${sql})${page}` : `${sql}${page}`
    return { sql: whole, parameters: this.parameters, columns: [...columns.keys()], limit, offset: own.offset }
  }

  private bind(value: unknown, type: string): string {
    const key = `${type}:${typeof value}:${JSON.stringify(value)}`
    let name = this.parameterNames.get(key)
    if (!name) {
      name = `p${this.parameterNames.size}`
      this.parameterNames.set(key, name)
      this.parameters[name] = value
    }
    return `{${name}:${type}}`
  }

  // --- selects -----------------------------------------------------------------------------------------------------

  private select(tree: Select, outer: Scope): CompiledSelect {
    return tree.node === 'SelectSetQuery' ? this.selectSet(tree, outer) : this.selectQuery(tree, outer)
  }

  private selectSet(tree: SelectSetQuery, outer: Scope): CompiledSelect {
    const first = this.select(tree.initial_select_query, outer)
    let sql = `(${first.sql})`
    for (const { set_operator: operator, select_query: query } of tree.subsequent_select_queries) {
      if (!SET_OPERATORS.has(operator)) throw new QueryError(`Unsupported set operator ${operator}`, tree)
      sql += ` ${operator} (${this.select(query, outer).sql})`
    }
    const tail = this.printLimit(tree)
    return { sql: tail === '' ? sql : `SELECT * FROM (${sql})${tail}`, columns: first.columns }
  }

  private selectQuery(tree: SelectQuery, outer: Scope): CompiledSelect {
    const scope = new Scope(new Map(outer.ctes))
    const withs = (tree.ctes ?? []).map((cte) => this.commonTable(cte, scope))
    const joins = this.from(tree.select_from ?? null, scope)
    for (const expr of tree.select) if (expr.node === 'Alias') scope.pending.set(expr.alias, expr.expr)
    for (const name of Object.keys(tree.window_exprs ?? {})) scope.windows.add(name)
    const arrayJoins = (tree.array_join_list ?? []).map((expr) => this.arrayJoin(expr, scope))
    const { list, columns } = this.selectList(tree, scope)
    scope.prefersColumns = true
    const where = [tree.prewhere, tree.where].flatMap((expr) => (expr ? [this.condition(expr, scope)] : []))
    scope.prefersColumns = false
    const groupBy = tree.group_by?.map((expr) => this.groupKey(expr, scope))
    const having = tree.having ? this.condition(tree.having, scope) : null
    const qualify = tree.qualify ? this.condition(tree.qualify, scope) : null
    const windows = Object.entries(tree.window_exprs ?? {}).map(
      ([name, window]) => `${quoteName(checkName(name, tree))} AS (${this.window(window, scope)})`,
    )
    const orderBy = tree.order_by?.map((order) => this.order(order, scope))
    const limitBy = tree.limit_by
      ? ` LIMIT ${readNumber(tree.limit_by.n, 'LIMIT BY')}${tree.limit_by.offset_value ? ` OFFSET ${readNumber(tree.limit_by.offset_value, 'LIMIT BY')}` : ''} BY ${tree.limit_by.exprs.map((expr) => this.expr(expr, scope).sql).join(', ')}`
      : ''
    const { text: from, guards } = joins.print()
    const conditions = [...guards, ...where]
    const mode = tree.group_by_mode?.toUpperCase()
    if (mode && !['ALL', 'ROLLUP', 'CUBE'].includes(mode)) throw new QueryError(`Unsupported GROUP BY ${mode}`, tree)
    const keys = mode === 'ALL' ? 'ALL' : mode ? `${mode}(${groupBy?.join(', ')})` : groupBy?.join(', ')
    const sql = [
      withs.length > 0 ? `WITH ${withs.join(', ')} ` : '',
      `SELECT ${tree.distinct ? 'DISTINCT ' : ''}${list.join(', ')}`,
      from === '' ? '' : ` FROM ${from}`,
      arrayJoins.length > 0
        ? ` ${tree.array_join_op === 'LEFT ARRAY JOIN' ? 'LEFT ' : ''}ARRAY JOIN ${arrayJoins.join(', ')}`
        : '',
      conditions.length > 0 ? ` WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}` : '',
      keys ? ` GROUP BY ${keys}${tree.with_totals ? ' WITH TOTALS' : ''}` : '',
      having ? ` HAVING ${having}` : '',
      windows.length > 0 ? ` WINDOW ${windows.join(', ')}` : '',
      qualify ? ` QUALIFY ${qualify}` : '',
      orderBy?.length ? ` ORDER BY ${orderBy.join(', ')}` : '',
      limitBy,
      this.printLimit(tree),
    ].join('')
    return { sql, columns }
  }

  private printLimit(tree: Select): string {
    const limit = readNumber(tree.limit, 'LIMIT')
    const offset = readNumber(tree.offset, 'OFFSET')
    const ties = tree.node === 'SelectQuery' && tree.limit_with_ties ? ' WITH TIES' : ''
    return `${limit === null ? '' : ` LIMIT ${limit}${ties}`}${offset === null ? '' : ` OFFSET ${offset}`}`
  }

  private commonTable(cte: CTE, scope: Scope): string {
    checkName(cte.name, cte)
    if (cte.recursive) throw new QueryError('Recursive common table expressions are not supported.', cte)
    if (cte.cte_type === 'column' && !isSelect(cte.expr)) {
      const printed = this.expr(cte.expr, scope)
      scope.aliases.set(cte.name, { ...printed, sql: quoteName(cte.name), constant: undefined })
      return `${printed.sql} AS ${quoteName(cte.name)}`
    }
    const inner = this.select(cte.expr as Select, scope)
    if (cte.cte_type === 'column') {
      scope.aliases.set(cte.name, { sql: quoteName(cte.name), type: 'unknown', isNullable: true })
      return `(${inner.sql}) AS ${quoteName(cte.name)}`
    }
    // A name of ours, so that no sub-select takes it for a table of the database.
    const name = this.next()
    scope.ctes.set(cte.name, { text: name, columns: inner.columns })
    return `${name} AS (${inner.sql})`
  }

  // --- FROM --------------------------------------------------------------------------------------------------------

  private from(first: JoinExpr | null, scope: Scope): { print(): { text: string; guards: string[] } } {
    if (!first) return { print: () => ({ text: '', guards: [] }) }
    const chain: JoinExpr[] = []
    for (let join: JoinExpr | null = first; join; join = join.next_join) chain.push(join)
    // Rows without a partner carry an empty project, which a guard outside would throw away.
    const isOuter = chain.some((join) => /RIGHT|FULL/.test(join.join_type ?? ''))
    const parts: { join: JoinExpr; table: { print(): string }; guard: () => string | null; constraint: string }[] = []
    for (const join of chain) {
      if (join.sample) throw new QueryError('SAMPLE is not supported.', join)
      if (join.column_aliases) throw new QueryError('Column lists after a table alias are not supported.', join)
      const isFirst = parts.length === 0
      const table = this.table(join, scope, isFirst && !isOuter)
      if (scope.sources.some(({ name }) => name !== null && name === table.name))
        throw new QueryError(
          `Already have joined a table called "${table.name}". Can't join another one with the same name.`,
          join,
        )
      scope.sources.push({ name: table.name, source: table.source })
      const { constraint } = join
      const condition = constraint
        ? constraint.constraint_type === 'USING'
          ? this.using(constraint.expr, scope)
          : this.condition(constraint.expr, scope)
        : ''
      parts.push({
        join,
        table: table.source,
        guard: () => (table.source instanceof SchemaTable ? table.source.guard() : null),
        constraint: condition,
      })
    }
    return {
      print: () => {
        let text = ''
        for (const { join, table, constraint } of parts) {
          if (text === '') text = table.print()
          else text += ` ${joinType(join)} ${table.print()}${constraint ? ` ON ${constraint}` : ''}`
        }
        return { text, guards: parts.flatMap(({ guard }) => guard() ?? []) }
      },
    }
  }

  private using(expr: Expr, scope: Scope): string {
    const names = expr.node === 'Tuple' ? expr.exprs : [expr]
    const right = scope.sources.at(-1)!.source
    return names
      .map((each) => {
        if (each.node !== 'Field') throw new QueryError('USING takes names of columns.', each)
        const other = right.resolve(each.chain, 'typed', each)
        const own = scope.sources
          .slice(0, -1)
          .flatMap(({ source }) => source.resolve(each.chain, 'typed', each) ?? [])[0]
        if (!other || !own) throw unresolved(each.chain, each)
        return `${own.sql} = ${other.sql}`
      })
      .join(' AND ')
  }

  private table(
    join: JoinExpr,
    scope: Scope,
    mayStandOpen: boolean,
  ): { name: string | null; source: Source & { print(): string } } {
    const { table } = join
    if (join.alias) checkName(join.alias, join)
    if (isSelect(table)) {
      const { sql, columns } = this.select(table, scope)
      return { name: join.alias, source: new DerivedTable(this, `(${sql})`, columns) }
    }
    if (table.node !== 'Field') throw new QueryError('A table or a sub-select is expected here.', join)
    const name = table.chain.join('.')
    if (join.table_args) return { name: join.alias ?? name, source: this.tableFunction(name, join, scope) }
    const cte = scope.ctes.get(name)
    if (cte && 'text' in cte) return { name: join.alias ?? name, source: new DerivedTable(this, cte.text, cte.columns) }
    const schema = Object.hasOwn(TABLES, name) ? TABLES[name]! : null
    if (!schema || schema.isInternal) throw new QueryError(`Unknown table "${name.slice(0, 200)}".`, table)
    return {
      name: join.alias ?? name,
      source: mayStandOpen ? new SchemaTable(this, schema) : new WrappedTable(this, schema),
    }
  }

  private tableFunction(name: string, join: JoinExpr, scope: Scope): DerivedTable {
    if (name !== 'numbers') throw new QueryError(`Unsupported table function "${name.slice(0, 200)}".`, join)
    const values = join.table_args!.map((argument) => {
      const value = readNumber(argument, 'numbers')
      if (value === null || value > NUMBERS_MAX)
        throw new QueryError(`numbers() takes whole numbers up to ${NUMBERS_MAX}.`, join)
      return value
    })
    if (values.length < 1 || values.length > 2) throw new QueryError('numbers() takes one or two arguments.', join)
    void scope
    return new DerivedTable(
      this,
      `(SELECT number FROM numbers(${values.join(', ')}))`,
      new Map([['number', { sql: 'number', type: 'number' as ValueType, isNullable: false }]]),
    )
  }

  // --- parts of a select -------------------------------------------------------------------------------------------

  private selectList(tree: SelectQuery, scope: Scope): { list: string[]; columns: Map<string, Printed> } {
    const list: string[] = []
    const columns = new Map<string, Printed>()
    const add = (name: string, printed: Printed, isAlias: boolean) => {
      let unique = name
      for (let number = 1; columns.has(unique); number++) unique = `${name}_${number}`
      list.push(`${printed.sql} AS ${quoteName(unique)}`)
      columns.set(unique, { ...printed, sql: quoteName(unique), constant: undefined, isInstant: false })
      if (isAlias)
        scope.aliases.set(name, { ...printed, sql: quoteName(unique), constant: undefined, isInstant: false })
    }
    for (const expr of tree.select) {
      if (expr.node === 'Field' && expr.chain.at(-1) === '*') {
        for (const [name, printed] of this.star(expr, scope)) add(name, printed, false)
      } else if (expr.node === 'Alias') {
        if (/^team_id$/i.test(expr.alias)) throw new QueryError('team_id may not be used as an alias.', expr)
        checkName(expr.alias, expr)
        scope.resolving.add(expr.alias)
        const printed = this.expr(expr.expr, scope)
        scope.resolving.delete(expr.alias)
        scope.pending.delete(expr.alias)
        add(expr.alias, printed, true)
      } else {
        const name = expr.node === 'Field' ? String(expr.chain.at(-1)) : printHogQL(expr)
        add(name, this.expr(expr, scope), false)
      }
    }
    return { list, columns }
  }

  private star(expr: Field, scope: Scope): [string, Printed][] {
    const table = expr.chain.length > 1 ? String(expr.chain[0]) : null
    const sources = scope.sources.filter(({ name }) => table === null || name === table)
    if (sources.length === 0 || expr.chain.length > 2) throw unresolved(expr.chain, expr)
    return sources.flatMap(({ source }) =>
      source
        .columnNames()
        .map((name) => [name, this.zoned(source.resolve([name], 'typed', expr)!)] as [string, Printed]),
    )
  }

  private arrayJoin(expr: Expr, scope: Scope): string {
    if (expr.node !== 'Alias') throw new QueryError('ARRAY JOIN needs an alias: ARRAY JOIN list AS item.', expr)
    checkName(expr.alias, expr)
    const printed = this.expr(expr.expr, scope)
    scope.aliases.set(expr.alias, { sql: quoteName(expr.alias), type: 'unknown', isNullable: true })
    return `${printed.sql} AS ${quoteName(expr.alias)}`
  }

  private groupKey(expr: Expr, scope: Scope): string {
    // A number is the position in the select list.
    return expr.node === 'Constant' && typeof expr.value === 'number' && Number.isInteger(expr.value)
      ? String(expr.value)
      : this.expr(expr, scope).sql
  }

  private order(order: OrderExpr, scope: Scope): string {
    if (order.with_fill) throw new QueryError('WITH FILL is not supported.', order)
    return `${this.groupKey(order.expr, scope)} ${order.order === 'DESC' ? 'DESC' : 'ASC'}`
  }

  private window(window: WindowExpr, scope: Scope): string {
    const parts: string[] = []
    if (window.partition_by?.length)
      parts.push(`PARTITION BY ${window.partition_by.map((expr) => this.expr(expr, scope).sql).join(', ')}`)
    if (window.order_by?.length)
      parts.push(`ORDER BY ${window.order_by.map((order) => this.order(order, scope)).join(', ')}`)
    if (window.frame_method) {
      const method = window.frame_method.toUpperCase()
      if (method !== 'ROWS' && method !== 'RANGE') throw new QueryError(`Unsupported frame ${method}`, window)
      const [start, end] = [window.frame_start, window.frame_end].map((frame) => (frame ? frameBound(frame) : null))
      if (start) parts.push(end ? `${method} BETWEEN ${start} AND ${end}` : `${method} ${start}`)
    }
    return parts.join(' ')
  }

  // --- expressions -------------------------------------------------------------------------------------------------

  /** An expression whose null counts as false: no need to say so again. */
  private condition(expr: Expr, scope: Scope): string {
    if (expr.node === 'And') return expr.exprs.map((each) => `(${this.condition(each, scope)})`).join(' AND ')
    if (expr.node === 'Or') return expr.exprs.map((each) => `(${this.condition(each, scope)})`).join(' OR ')
    if (expr.node === 'CompareOperation') return this.compare(expr, scope, true).sql
    if (expr.node === 'BetweenExpr' && !expr.negated) return this.between(expr, scope).sql
    const printed = this.expr(expr, scope)
    if (printed.constant !== undefined) return printed.constant ? '1' : '0'
    if (printed.type === 'string' || printed.type === 'datetime' || printed.type === 'uuid')
      throw new QueryError('A condition is expected here.', expr)
    return printed.sql
  }

  private expr(expr: Expr, scope: Scope): Printed {
    return this.zoned(this.raw(expr, scope))
  }

  /** Times leave the compiler in the project's zone. */
  private zoned(printed: Printed): Printed {
    if (!printed.isInstant) return printed
    const { timezone } = this.context.team
    return timezone === 'UTC'
      ? { ...printed, isInstant: false }
      : { ...printed, isInstant: false, sql: `toTimeZone(${printed.sql}, ${quoteText(timezone)})` }
  }

  private raw(expr: Expr, scope: Scope): Printed {
    switch (expr.node) {
      case 'Constant':
        return this.constant(expr)
      case 'Field':
        return this.field(expr, 'typed', scope)
      case 'PropertyValue':
        return this.field(expr.field, expr.as, scope)
      case 'Call':
        return this.call(expr, scope)
      case 'And':
      case 'Or':
        if (expr.exprs.length === 0) return value('1', 'boolean')
        return value(
          `${expr.node.toLowerCase()}(${expr.exprs.map((each) => this.boolean(each, scope)).join(', ')})`,
          'boolean',
        )
      case 'Not':
        return value(`not(${this.boolean(expr.expr, scope)})`, 'boolean')
      case 'CompareOperation':
        return this.compare(expr, scope, false)
      case 'BetweenExpr':
        return this.between(expr, scope)
      case 'ArithmeticOperation': {
        const [left, right] = [this.expr(expr.left, scope), this.expr(expr.right, scope)]
        const type =
          left.type === 'datetime' || left.type === 'date'
            ? left.type
            : left.type === 'number' && right.type === 'number'
              ? 'number'
              : 'unknown'
        return {
          sql: `${ARITHMETIC[expr.op]}(${left.sql}, ${right.sql})`,
          type,
          isNullable: left.isNullable || right.isNullable,
        }
      }
      case 'TypeCast':
        return this.cast(expr.expr, expr.type_name, expr, scope)
      case 'Array':
        return value(`[${expr.exprs.map((each) => this.expr(each, scope).sql).join(', ')}]`, 'array')
      case 'Tuple':
        return value(`tuple(${expr.exprs.map((each) => this.expr(each, scope).sql).join(', ')})`, 'unknown')
      case 'Dict':
        return value(
          `map(${expr.items.flatMap((pair) => pair.map((each) => this.expr(each, scope).sql)).join(', ')})`,
          'unknown',
        )
      case 'ArrayAccess':
        return this.arrayAccess(expr, scope)
      case 'TupleAccess':
        return {
          sql: `tupleElement(${this.expr(expr.tuple, scope).sql}, ${expr.index})`,
          type: 'unknown',
          isNullable: true,
        }
      case 'Lambda':
        return this.lambda(expr.args, expr.expr, expr, scope)
      case 'WindowFunction':
        return this.windowFunction(expr, scope)
      case 'SelectQuery':
      case 'SelectSetQuery':
        return { sql: `(${this.select(expr, scope).sql})`, type: 'unknown', isNullable: true }
      case 'Alias':
        throw new QueryError('An alias may only stand in the select list.', expr)
      case 'Placeholder':
        throw new QueryError('Unresolved placeholder.', expr)
      default:
        throw new QueryError(`Unsupported expression ${String((expr as { node?: unknown }).node)}`, expr as Place)
    }
  }

  /** Never null, for what turns truth around. */
  private boolean(expr: Expr, scope: Scope): string {
    const printed = this.expr(expr, scope)
    if (printed.constant !== undefined) return printed.constant ? '1' : '0'
    return printed.isNullable ? `ifNull(${printed.sql}, 0)` : printed.sql
  }

  private constant(expr: Constant): Printed {
    const { value: own, value_type: valueType, bindAs } = expr
    if (bindAs === 'DateTime') {
      if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(String(own))) throw new Error('a time is not written as one')
      return { sql: `toDateTime64('${own}', 6, 'UTC')`, type: 'datetime', isNullable: false, constant: own }
    }
    if (bindAs) {
      const type: ValueType = /DateTime/.test(bindAs)
        ? 'datetime'
        : /Array/.test(bindAs)
          ? 'array'
          : /UUID/.test(bindAs)
            ? 'uuid'
            : /String/.test(bindAs)
              ? 'string'
              : 'number'
      return { sql: this.bind(own, bindAs), type, isNullable: false, constant: own }
    }
    if (own === null) return { sql: 'NULL', type: 'unknown', isNullable: true, constant: null }
    if (typeof own === 'boolean')
      return { sql: own ? 'true' : 'false', type: 'boolean', isNullable: false, constant: own }
    if (valueType === 'number' || typeof own === 'bigint')
      return { ...value(numberText(String(own), expr), 'number'), constant: own }
    if (typeof own === 'number') return { ...value(numberText(String(own), expr), 'number'), constant: own }
    return { ...value(this.bind(own.replaceAll('\0', ''), 'String'), 'string'), constant: own }
  }

  private field(expr: Field, form: PropertyForm, scope: Scope): Printed {
    const { chain } = expr
    const name = String(chain[0])
    if (name === '*') return value('*', 'unknown')
    if (scope.lambdaArguments.includes(name))
      return chain.length === 1
        ? { sql: quoteName(name), type: 'unknown', isNullable: true }
        : accessPath({ sql: quoteName(name), type: 'unknown', isNullable: true }, chain.slice(1), chain, expr)
    const alias = scope.aliases.get(name)
    const isColumn = alias && scope.prefersColumns ? this.column(chain, form, scope, expr) : null
    if (isColumn) return isColumn
    if (alias) return chain.length === 1 ? alias : this.aliasPath(alias, chain, form, scope, expr)
    const found = this.column(chain, form, scope, expr)
    if (found) return found
    const pending = scope.pending.get(name)
    if (pending && chain.length === 1 && !scope.resolving.has(name)) {
      scope.resolving.add(name)
      const printed = this.expr(pending, scope)
      scope.resolving.delete(name)
      return { ...printed, constant: undefined }
    }
    throw unresolved(chain, expr)
  }

  /** An alias may have the name of the column it was made of; a path goes to the column then. */
  private aliasPath(alias: Printed, chain: Field['chain'], form: PropertyForm, scope: Scope, place: Place): Printed {
    return this.column(chain, form, scope, place) ?? accessPath(alias, chain.slice(1), chain, place)
  }

  private column(chain: Field['chain'], form: PropertyForm, scope: Scope, place: Place): Printed | null {
    if (chain.length > 1) {
      const named = scope.sources.find(({ name }) => name === String(chain[0]))
      const found = named?.source.resolve(chain.slice(1), form, place)
      if (found) return found
    }
    const found = scope.sources.flatMap(({ source }) => source.resolve(chain, form, place) ?? [])
    if (found.length > 1)
      throw new QueryError(`Ambiguous query. Found multiple sources for field: ${chain.join('.')}`, place)
    return found[0] ?? null
  }

  private arrayAccess(expr: Expr & { node: 'ArrayAccess' }, scope: Scope): Printed {
    // properties['a b'] is the same as properties.`a b`.
    const chain = chainOf(expr)
    if (chain) {
      const name = String(chain[0])
      const isOwn =
        scope.lambdaArguments.includes(name) || (scope.aliases.has(name) && !this.column(chain, 'typed', scope, expr))
      const found = isOwn ? null : this.column(chain, 'typed', scope, expr)
      if (found) return found
    }
    const [list, index] = [this.expr(expr.array, scope), this.expr(expr.property, scope)]
    if ((list.type === 'object' || list.type === 'string') && typeof index.constant === 'string')
      return accessPath(list, [index.constant], [], expr)
    return { sql: `arrayElement(${list.sql}, ${index.sql})`, type: 'unknown', isNullable: true }
  }

  private lambda(names: string[], body: Expr, place: Place, scope: Scope): Printed {
    for (const name of names) checkName(name, place)
    scope.lambdaArguments.push(...names)
    const printed = this.expr(body, scope)
    scope.lambdaArguments.splice(-names.length)
    return value(`(${names.map(quoteName).join(', ')}) -> ${printed.sql}`, 'unknown')
  }

  private cast(expr: Expr, name: string, place: Place, scope: Scope): Printed {
    const printed = this.expr(expr, scope)
    if (/^datetime|^timestamp/i.test(name)) return this.time(printed)
    const type = findCastType(name)
    if (!type) throw new QueryError(`Unsupported type "${name.slice(0, 100)}"`, place)
    const kind: ValueType =
      type === 'String'
        ? 'string'
        : type === 'Bool'
          ? 'boolean'
          : type === 'Date'
            ? 'date'
            : type === 'UUID'
              ? 'uuid'
              : 'number'
    return { sql: `accurateCastOrNull(${printed.sql}, '${type}')`, type: kind, isNullable: true }
  }

  private time(printed: Printed): Printed {
    const zone = quoteText(this.context.team.timezone)
    if (printed.type === 'string')
      return { sql: `parseDateTime64BestEffortOrNull(${printed.sql}, 6, ${zone})`, type: 'datetime', isNullable: true }
    return { sql: `toDateTime64(${printed.sql}, 6, ${zone})`, type: 'datetime', isNullable: printed.isNullable }
  }

  private windowFunction(expr: Expr & { node: 'WindowFunction' }, scope: Scope): Printed {
    const found = findFunction(expr.name)
    if (!found || found.kind === 'function') throw unsupported(expr.name, expr)
    const parameters = expr.args?.length && expr.exprs?.length ? expr.args : null
    const list = (expr.exprs?.length ? expr.exprs : (expr.args ?? [])).map((each) => this.expr(each, scope).sql)
    const values = parameters ? `(${parameters.map((each) => this.expr(each, scope).sql).join(', ')})` : ''
    if (expr.over_identifier) checkName(expr.over_identifier, expr)
    const over = expr.over_identifier
      ? quoteName(expr.over_identifier)
      : `(${expr.over_expr ? this.window(expr.over_expr, scope) : ''})`
    return { sql: `${found.name}${values}(${list.join(', ')}) OVER ${over}`, type: 'unknown', isNullable: true }
  }

  private call(expr: Call, scope: Scope): Printed {
    const special = this.specialCall(expr, scope)
    if (special) return special
    const found = findFunction(expr.name)
    if (!found || found.kind === 'window') throw unsupported(expr.name, expr)
    if (found.kind === 'function' && (expr.distinct || expr.filter_expr || expr.params?.length))
      throw new QueryError(`${expr.name} is no aggregate function.`, expr)
    if (expr.order_by?.length) throw new QueryError('ORDER BY within a call is not supported.', expr)
    const list = expr.args.map((argument) =>
      argument.node === 'Field' && argument.chain[0] === '*' ? '' : this.expr(argument, scope).sql,
    )
    let { name } = found
    if (expr.filter_expr) {
      name += 'If'
      list.push(this.condition(expr.filter_expr, scope))
    }
    const params = expr.params?.length
      ? `(${expr.params.map((each) => (each.node === 'Constant' && typeof each.value === 'number' ? numberText(String(each.value), each) : this.literal(each))).join(', ')})`
      : ''
    return {
      sql: `${name}${params}(${expr.distinct ? 'DISTINCT ' : ''}${list.filter((each) => each !== '').join(', ')})`,
      type: returnType(name),
      isNullable: !NEVER_NULL.test(name),
    }
  }

  private literal(expr: Expr): string {
    if (expr.node === 'Constant' && typeof expr.value === 'string') return quoteText(expr.value)
    throw new QueryError('Parameters of a function must be constants.', expr)
  }

  /** Functions that mean something of their own here. Null for all others. */
  private specialCall(expr: Call, scope: Scope): Printed | null {
    const { name, args } = expr
    const zone = quoteText(this.context.team.timezone)
    const now = () =>
      `toDateTime64(${quoteText(this.context.now.toISOString().slice(0, 23).replace('T', ' '))}, 6, 'UTC')`
    const first = () => {
      if (args.length === 0) throw new QueryError(`${name} needs an argument.`, expr)
      return this.expr(args[0]!, scope)
    }
    switch (name.toLowerCase()) {
      case 'now':
      case 'now64':
        return { sql: now(), type: 'datetime', isNullable: false, isInstant: true }
      case 'today':
        return value(`toDate(${now()}, ${zone})`, 'date')
      case 'yesterday':
        return value(`(toDate(${now()}, ${zone}) - 1)`, 'date')
      case 'toint': {
        const text = `toString(${first().sql})`
        return {
          sql: `ifNull(toInt64OrNull(${text}), accurateCastOrNull(trunc(toFloat64OrNull(${text})), 'Int64'))`,
          type: 'number',
          isNullable: true,
        }
      }
      case 'tofloat':
        return { sql: `toFloat64OrNull(toString(${first().sql}))`, type: 'number', isNullable: true }
      case 'tobool': {
        const argument = first()
        if (argument.type === 'boolean') return argument
        return {
          sql: `transform(lower(toString(${argument.sql})), ['true', '1', 'false', '0'], [true, true, false, false], NULL)`,
          type: 'boolean',
          isNullable: true,
        }
      }
      case 'todatetime':
        if (args.length > 1) return null
        return this.time(first())
      case 'todate': {
        if (args.length !== 1) return null
        const argument = this.raw(args[0]!, scope)
        if (argument.isInstant)
          return { sql: `toDate(${argument.sql}, ${zone})`, type: 'date', isNullable: argument.isNullable }
        const time = argument.type === 'string' ? this.time(argument) : argument
        return { sql: `toDate(${time.sql})`, type: 'date', isNullable: time.isNullable }
      }
      case 'tostartofweek': {
        first()
        const argument = this.raw(args[0]!, scope)
        const mode = args[1] ? this.expr(args[1], scope).sql : this.context.team.weekStartDay === 1 ? '1' : '0'
        if (argument.isInstant)
          return {
            sql: `toStartOfWeek(${argument.sql}, ${mode}, ${zone})`,
            type: 'date',
            isNullable: argument.isNullable,
          }
        return { sql: `toStartOfWeek(${argument.sql}, ${mode})`, type: 'date', isNullable: argument.isNullable }
      }
      case '_casewithexpression':
        return this.caseWith(args, scope)
      case 'if':
      case 'multiif': {
        const printed = args.map((argument, index) =>
          index % 2 === 0 && index < args.length - 1 ? null : this.expr(argument, scope),
        )
        const list = args.map((argument, index) => printed[index]?.sql ?? this.condition(argument, scope))
        const values = printed.filter((each) => each !== null)
        const type = values.every((each) => each.type === values[0]!.type) ? values[0]?.type : undefined
        return {
          sql: `${args.length > 3 ? 'multiIf' : 'if'}(${list.join(', ')})`,
          type: type ?? 'unknown',
          isNullable: values.some((each) => each.isNullable),
        }
      }
      case 'ifnull':
      case 'coalesce': {
        const printed = args.map((argument) => this.expr(argument, scope))
        return {
          sql: `${name.toLowerCase() === 'ifnull' ? 'ifNull' : 'coalesce'}(${printed.map(({ sql }) => sql).join(', ')})`,
          type: printed[0]?.type ?? 'unknown',
          isNullable: printed.every((each) => each.isNullable),
        }
      }
      case 'count':
        return null
      default: {
        const found = findFunction(name)
        if (found && STARTS.has(found.name) && args.length === 1) {
          const argument = this.raw(args[0]!, scope)
          const isDate = found.name === 'toMonday' || /Year|Quarter|Month/.test(found.name)
          const type: ValueType = isDate ? 'date' : 'datetime'
          if (argument.isInstant)
            return { sql: `${found.name}(${argument.sql}, ${zone})`, type, isNullable: argument.isNullable }
          return { sql: `${found.name}(${this.zoned(argument).sql})`, type, isNullable: argument.isNullable }
        }
        return null
      }
    }
  }

  private caseWith([subject, ...rest]: Expr[], scope: Scope): Printed {
    if (!subject || rest.length === 0) throw new QueryError('CASE needs a value and branches.')
    const parts: string[] = []
    const isNullable: boolean[] = []
    for (let index = 0; index + 1 < rest.length; index += 2) {
      parts.push(
        this.compare({ node: 'CompareOperation', op: '==', left: subject, right: rest[index]! }, scope, true).sql,
      )
      const then = this.expr(rest[index + 1]!, scope)
      parts.push(then.sql)
      isNullable.push(then.isNullable)
    }
    const otherwise = rest.length % 2 === 1 ? this.expr(rest.at(-1)!, scope) : null
    parts.push(otherwise?.sql ?? 'NULL')
    return { sql: `multiIf(${parts.join(', ')})`, type: 'unknown', isNullable: true }
  }

  private between(expr: Expr & { node: 'BetweenExpr' }, scope: Scope): Printed {
    const low = this.compare({ node: 'CompareOperation', op: '>=', left: expr.expr, right: expr.low }, scope, false)
    const high = this.compare({ node: 'CompareOperation', op: '<=', left: expr.expr, right: expr.high }, scope, false)
    const inside = `and(${low.sql}, ${high.sql})`
    return value(expr.negated ? `not(${inside})` : inside, 'boolean')
  }

  // --- comparisons -------------------------------------------------------------------------------------------------

  private compare(expr: CompareOperation, scope: Scope, nullIsFalse: boolean): Printed {
    const op = expr.op.toLowerCase().replace(/^global /, '')
    if (op === 'in cohort' || op === 'not in cohort') return this.inCohort(expr, op === 'not in cohort', scope)
    if (op === 'in' || op === 'not in') return this.isIn(expr, op === 'not in', scope, nullIsFalse)
    if (op in REGEX) {
      const { isNegated, isInsensitive } = REGEX[op]!
      const [left, right] = [this.expr(expr.left, scope), this.expr(expr.right, scope)]
      const pattern = isInsensitive ? `concat('(?i)', ${right.sql})` : right.sql
      const matched = left.isNullable ? `ifNull(match(${left.sql}, ${pattern}), 0)` : `match(${left.sql}, ${pattern})`
      return value(isNegated ? `not(${matched})` : matched, 'boolean')
    }
    const name = COMPARISONS[op]
    if (!name) throw new QueryError(`Unsupported operator ${expr.op}`, expr)
    const isOrder = /^[<>]=?$/.test(op)
    const { left, right } = this.operands(expr, isOrder, scope)
    const isNegative = op === '!=' || op.startsWith('not ')
    if ((op === '==' || op === '!=') && (left.constant === null || right.constant === null)) {
      const other = right.constant === null ? left : right
      return value(`${op === '==' ? 'isNull' : 'isNotNull'}(${other.sql})`, 'boolean')
    }
    const sql = `${name}(${left.sql}, ${right.sql})`
    if (!left.isNullable && !right.isNullable) return value(sql, 'boolean')
    if ((op === '==' || op === '!=') && left.isNullable && right.isNullable) {
      const both =
        op === '=='
          ? `and(isNull(${left.sql}), isNull(${right.sql}))`
          : `or(isNotNull(${left.sql}), isNotNull(${right.sql}))`
      return value(`ifNull(${sql}, ${both})`, 'boolean')
    }
    if (nullIsFalse && !isNegative) return { sql, type: 'boolean', isNullable: true }
    return value(`ifNull(${sql}, ${isNegative ? 1 : 0})`, 'boolean')
  }

  /** Both sides, with a constant text made what the other side is. */
  private operands(expr: CompareOperation, isOrder: boolean, scope: Scope): { left: Printed; right: Printed } {
    let left = this.raw(expr.left, scope)
    let right = this.raw(expr.right, scope)
    // "9" is less than "10" when a number asks.
    if (isOrder && typeof right.constant === 'number' && left.type === 'string') left = asNumber(left)
    if (isOrder && typeof left.constant === 'number' && right.type === 'string') right = asNumber(right)
    return { left: this.fit(left, right, expr.left), right: this.fit(right, left, expr.right) }
  }

  private fit(own: Printed, other: Printed, place: Expr): Printed {
    if (typeof own.constant === 'string' && !('bindAs' in place)) {
      if (other.type === 'datetime') return this.timeConstant(own.constant, place)
      if (other.type === 'uuid') {
        if (!isUuid(own.constant)) throw new QueryError(`"${own.constant.slice(0, 100)}" is not a uuid.`, place)
        return value(this.bind(own.constant, 'UUID'), 'uuid')
      }
      if (other.type === 'date') {
        const date = DateTime.fromISO(own.constant.trim().replace(' ', 'T'), { zone: this.context.team.timezone })
        if (!date.isValid) throw new QueryError(`"${own.constant.slice(0, 100)}" is not a date.`, place)
        return value(`toDate(${quoteText(date.toISODate())})`, 'date')
      }
    }
    if (other.type === 'number' && own.constant !== undefined && typeof own.constant === 'string') {
      const number = Number(own.constant)
      if (own.constant.trim() !== '' && Number.isFinite(number))
        return { ...value(numberText(String(number), place), 'number'), constant: number }
    }
    // A number beside a property that is kept as text compares as the property's text would.
    if (other.type === 'string' && typeof own.constant === 'number')
      return value(this.bind(String(own.constant), 'String'), 'string')
    if (other.type === 'string' && typeof own.constant === 'boolean')
      return value(this.bind(String(own.constant), 'String'), 'string')
    return own
  }

  private timeConstant(text: string, place: Place): Printed {
    const time = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: this.context.team.timezone })
    if (!time.isValid || time.year < 1900 || time.year > 2299)
      throw new QueryError(`"${text.slice(0, 100)}" is not a date.`, place)
    const digits = /\.(\d{4,6})/.exec(text)?.[1]?.padEnd(6, '0')
    const base = time.toUTC().toFormat('yyyy-MM-dd HH:mm:ss')
    return { ...value(`toDateTime64('${base}.${digits ?? time.toFormat('SSS')}', 6, 'UTC')`, 'datetime') }
  }

  private isIn(expr: CompareOperation, isNegated: boolean, scope: Scope, nullIsFalse: boolean): Printed {
    const left = this.raw(expr.left, scope)
    const { right } = expr
    const items = right.node === 'Tuple' || right.node === 'Array' ? right.exprs : null
    const nulls = items?.some((item) => item.node === 'Constant' && item.value === null) ?? false
    const list = items?.filter((item) => !(item.node === 'Constant' && item.value === null))
    let sql: string
    if (isSelect(right)) sql = `in(${left.sql}, (${this.select(right, scope).sql}))`
    else if (list && list.length === 0) sql = '0'
    else if (list) sql = `in(${left.sql}, ${this.inList(list, left, scope)})`
    else if (right.node === 'Field' && right.chain.length === 1 && isTable(scope.ctes.get(String(right.chain[0]))))
      sql = `in(${left.sql}, (SELECT * FROM ${(scope.ctes.get(String(right.chain[0])) as { text: string }).text}))`
    else {
      const printed = this.fit(this.raw(right, scope), left, right)
      const isList = printed.type === 'array' || (printed.constant === undefined && printed.type === 'unknown')
      sql = isList ? `has(${printed.sql}, ${left.sql})` : `in(${left.sql}, tuple(${printed.sql}))`
    }
    if (nulls) sql = `or(ifNull(${sql}, 0), isNull(${left.sql}))`
    else if (left.isNullable && (isNegated || !nullIsFalse)) sql = `ifNull(${sql}, 0)`
    return {
      ...value(isNegated ? `not(${sql})` : sql, 'boolean'),
      isNullable: left.isNullable && nullIsFalse && !isNegated,
    }
  }

  private inList(list: readonly Expr[], left: Printed, scope: Scope): string {
    const texts = list.map((item) =>
      item.node === 'Constant' && typeof item.value === 'string' && !item.bindAs ? item.value : null,
    )
    if (list.length >= LIST_AS_PARAMETER_MIN && texts.every((text) => text !== null)) {
      if (left.type === 'uuid') {
        texts.forEach((text, index) => {
          if (!isUuid(text)) throw new QueryError(`"${text.slice(0, 100)}" is not a uuid.`, list[index])
        })
        return this.bind(texts, 'Array(UUID)')
      }
      if (left.type !== 'datetime' && left.type !== 'date' && left.type !== 'number')
        return this.bind(
          texts.map((text) => text.replaceAll('\0', '')),
          'Array(String)',
        )
    }
    return `tuple(${list.map((item) => this.fit(this.raw(item, scope), left, item).sql).join(', ')})`
  }

  private inCohort(expr: CompareOperation, isNegated: boolean, scope: Scope): Printed {
    const left = this.expr(expr.left, scope)
    const wanted = expr.right.node === 'Constant' ? expr.right.value : null
    const cohort = this.context.cohorts.find(({ id, name }) =>
      typeof wanted === 'number' ? id === wanted : name === wanted,
    )
    if (!cohort)
      throw new QueryError(
        typeof wanted === 'string' || typeof wanted === 'number'
          ? `Could not find a cohort with ${typeof wanted === 'number' ? 'id' : 'the name'} "${String(wanted).slice(0, 200)}"`
          : 'IN COHORT takes the number or the name of a cohort.',
        expr.right,
      )
    const sql = `in(${left.sql}, (SELECT person_id FROM cohort_people WHERE team_id = ${this.guard.teamId} AND cohort_id = ${cohort.id} AND version = ${cohort.version ?? 0}))`
    return value(isNegated ? `not(ifNull(${sql}, 0))` : left.isNullable ? `ifNull(${sql}, 0)` : sql, 'boolean')
  }
}

const REGEX: Record<string, { isNegated: boolean; isInsensitive: boolean }> = {
  '=~': { isNegated: false, isInsensitive: false },
  '!~': { isNegated: true, isInsensitive: false },
  '=~*': { isNegated: false, isInsensitive: true },
  '!~*': { isNegated: true, isInsensitive: true },
}
const NEVER_NULL =
  /^(count|uniq|isNull|isNotNull|notEmpty|empty|countIf|uniqIf|uniqExact|groupArray|groupUniqArray|assumeNotNull)/

function returnType(name: string): ValueType {
  if (
    /^(count|uniq|sum|avg|quantile|median|length|round|floor|ceil|abs|toInt|toFloat|dateDiff|toUnix|toYear|toMonth|toHour|toDayOf)/.test(
      name,
    ) &&
    !/^(quantiles|sumMap)/.test(name)
  )
    return 'number'
  if (/^(lower|upper|concat|toString|substring|trim|replace|domain|path|extract$|toJSONString)/.test(name))
    return 'string'
  if (
    /^(group(Uniq)?Array|array(Map|Filter|Sort|Reverse|Concat|Distinct|Slice|PushBack|Zip)|splitBy|range|topK)/.test(
      name,
    )
  )
    return 'array'
  if (/^(isNull|isNotNull|empty|notEmpty|startsWith|endsWith|match|has|not|and|or|equals|less|greater)/.test(name))
    return 'boolean'
  if (/^(parseDateTime|toDateTime64|toTimeZone|toStartOf)/.test(name)) return 'datetime'
  return 'unknown'
}

const asNumber = ({ sql }: Printed): Printed => ({ sql: `toFloat64OrNull(${sql})`, type: 'number', isNullable: true })

const value = (sql: string, type: ValueType): Printed => ({ sql, type, isNullable: false })

function unsupported(name: string, place: Place): QueryError {
  return new QueryError(`Unsupported function call '${name.slice(0, 200)}(...)'`, place)
}

function isTable(cte: unknown): boolean {
  return typeof cte === 'object' && cte !== null && 'text' in cte
}

function checkName(name: string, place: Place): string {
  if (RESERVED.test(name)) throw new QueryError(`Names must not begin with "__": ${name.slice(0, 100)}`, place)
  return name
}

function chainOf(expr: Expr): (string | number)[] | null {
  if (expr.node === 'Field') return expr.chain
  if (expr.node !== 'ArrayAccess' || expr.property.node !== 'Constant' || typeof expr.property.value !== 'string')
    return null
  const chain = chainOf(expr.array)
  return chain ? [...chain, expr.property.value] : null
}

function joinType(join: JoinExpr): string {
  const type = (join.join_type ?? 'JOIN').toUpperCase().replace(/\s+/g, ' ').trim()
  if (type === ',') return 'CROSS JOIN'
  if (!JOIN_TYPES.test(type)) throw new QueryError(`Unsupported join ${type.slice(0, 50)}`, join)
  return type
}

function frameBound(frame: WindowFrameExpr): string {
  const type = FRAMES[frame.frame_type]
  if (!type) throw new QueryError(`Unsupported frame ${frame.frame_type}`, frame)
  if (type === 'CURRENT ROW') return type
  return typeof frame.frame_value === 'number' ? `${Math.trunc(frame.frame_value)} ${type}` : `UNBOUNDED ${type}`
}

/** A whole number that is written out, or null when there is none. */
function readNumber(expr: Expr | null | undefined, where: string): number | null {
  if (!expr) return null
  if (
    expr.node === 'Constant' &&
    typeof expr.value === 'number' &&
    Number.isInteger(expr.value) &&
    expr.value >= 0 &&
    expr.value <= 1e12
  )
    return expr.value
  throw new QueryError(`${where} takes a whole number.`, expr)
}

function numberText(text: string, place: Place): string {
  if (/^-?inf(inity)?$/i.test(text)) return text.startsWith('-') ? '-inf' : 'inf'
  if (/^nan$/i.test(text)) return 'nan'
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text))
    throw new QueryError(`"${text.slice(0, 100)}" is not a number.`, place)
  return text.startsWith('-') ? `(${text})` : text
}
