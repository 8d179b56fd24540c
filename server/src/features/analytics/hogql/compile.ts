/**
 * Compiles HogQL to ClickHouse SQL. One walk over the tree resolves names and prints SQL. Schema tables get the project
 * guard and aliases that no query can use, values become typed parameters, and only functions on the allowlist may be
 * called.
 */

import { errors } from '../../../platform/http/errors.ts'
import {
  type CTE,
  type Expr,
  type Field,
  isSelect,
  type JoinExpr,
  type Select,
  type SelectQuery,
  type SelectSetQuery,
} from './ast.ts'
import type { QueryContext } from './context.ts'
import { QueryError } from './errors.ts'
import { ExpressionCompiler } from './expressions.ts'
import { printHogQL } from './print-hogql.ts'
import { OWN_TABLES, TABLES, type Table, type ValueType } from './schema.ts'
import { type CompiledSelect, checkName, readNumber, Scope } from './scope.ts'
import {
  DerivedTable,
  type Names,
  type Printed,
  quoteName,
  SchemaTable,
  type Source,
  unresolved,
  WrappedTable,
} from './tables-in-query.ts'

export interface CompileOptions {
  context: QueryContext
  /** Row limit if the query has none, and the maximum. null adds no limit (for the server's own queries). */
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
/**
 * Compiles a query.
 * @throws QueryError 400 with the name that cannot be resolved and its position
 */
export function compile(tree: Select, { context, limit }: CompileOptions): Compiled {
  return new Compiler(context).top(tree, limit)
}

class Compiler extends ExpressionCompiler implements Names {
  private tablesNamed = 0

  next(): string {
    return `__t${this.tablesNamed++}`
  }

  top(tree: Select, limits: CompileOptions['limit']): Compiled {
    const own = { limit: readNumber(tree.limit, 'LIMIT'), offset: readNumber(tree.offset, 'OFFSET') ?? 0 }
    const limit = limits ? Math.min(own.limit ?? limits.default, limits.max) : (own.limit ?? Number.MAX_SAFE_INTEGER)
    const ties = tree.node === 'SelectQuery' && tree.limit_with_ties
    // One extra row tells whether there are more.
    const { sql, columns } = this.select({ ...tree, limit: null, offset: null } as Select, new Scope(new Map()))
    const page = limits
      ? ` LIMIT ${limit + 1}${ties ? ' WITH TIES' : ''}${own.offset > 0 ? ` OFFSET ${own.offset}` : ''}`
      : `${own.limit === null ? '' : ` LIMIT ${own.limit}`}${own.offset > 0 ? ` OFFSET ${own.offset}` : ''}`
    const whole = tree.node === 'SelectSetQuery' && page !== '' ? `SELECT * FROM (${sql})${page}` : `${sql}${page}`
    return { sql: whole, parameters: this.parameters, columns: [...columns.keys()], limit, offset: own.offset }
  }

  // --- selects -----------------------------------------------------------------------------------------------------

  protected select(tree: Select, outer: Scope): CompiledSelect {
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
    // A generated name, so that no sub-select mistakes it for a database table.
    const name = this.next()
    scope.ctes.set(cte.name, { text: name, columns: inner.columns })
    return `${name} AS (${inner.sql})`
  }

  // --- FROM --------------------------------------------------------------------------------------------------------

  private from(first: JoinExpr | null, scope: Scope): { print(): { text: string; guards: string[] } } {
    if (!first) return { print: () => ({ text: '', guards: [] }) }
    const chain: JoinExpr[] = []
    for (let join: JoinExpr | null = first; join; join = join.next_join) chain.push(join)
    // In outer joins, rows without a match have an empty team_id. A guard outside the table would drop them.
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
    const printable = (schema: Table) => (mayStandOpen ? new SchemaTable(this, schema) : new WrappedTable(this, schema))
    if (table.node === 'OwnTable') return { name: join.alias ?? table.name, source: printable(OWN_TABLES[table.name]) }
    if (table.node !== 'Field') throw new QueryError('A table or a sub-select is expected here.', join)
    const name = table.chain.join('.')
    if (join.table_args) return { name: join.alias ?? name, source: this.tableFunction(name, join) }
    const cte = scope.ctes.get(name)
    if (cte && 'text' in cte) return { name: join.alias ?? name, source: new DerivedTable(this, cte.text, cte.columns) }
    const schema = Object.hasOwn(TABLES, name) ? TABLES[name]! : null
    if (!schema || schema.isInternal) throw new QueryError(`Unknown table "${name.slice(0, 200)}".`, table)
    if (name === 'system.accounts' && this.context.team.readsAccounts === false)
      throw errors.forbidden("API key missing required scope 'account:read'")
    if (name === 'system.accounts' && this.context.accounts?.isClosed !== false)
      throw new QueryError(
        'Some members of this project may not see accounts. All members share query answers, so queries cannot read accounts.',
        table,
      )
    return { name: join.alias ?? String(table.chain.at(-1)), source: printable(schema) }
  }

  private tableFunction(name: string, join: JoinExpr): DerivedTable {
    if (name !== 'numbers') throw new QueryError(`Unsupported table function "${name.slice(0, 200)}".`, join)
    const values = join.table_args!.map((argument) => {
      const value = readNumber(argument, 'numbers')
      if (value === null || value > NUMBERS_MAX)
        throw new QueryError(`numbers() takes whole numbers up to ${NUMBERS_MAX}.`, join)
      return value
    })
    if (values.length < 1 || values.length > 2) throw new QueryError('numbers() takes one or two arguments.', join)
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
}

function joinType(join: JoinExpr): string {
  const type = (join.join_type ?? 'JOIN').toUpperCase().replace(/\s+/g, ' ').trim()
  if (type === ',') return 'CROSS JOIN'
  if (!JOIN_TYPES.test(type)) throw new QueryError(`Unsupported join ${type.slice(0, 50)}`, join)
  return type
}
