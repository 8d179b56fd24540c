/**
 * The HogQL syntax tree: the nodes that `@posthog/hogql-parser` returns, as far as queries use them, and functions that
 * build them. Trees are immutable.
 */

/** Position in the parsed text, as a character offset from its start. Nodes that the server builds have none. */
export interface Position {
  offset: number
}

interface Placed {
  start?: Position
  end?: Position
}

export type ConstantValue = string | number | boolean | null | bigint

export interface Constant extends Placed {
  node: 'Constant'
  value: ConstantValue
  /** `number` if JSON cannot represent the number; `value` then holds its text. */
  value_type?: 'number'
  /**
   * ClickHouse type to bind the value as, for values that the server binds. Otherwise the type follows from the value.
   */
  bindAs?: string
}
export interface Field extends Placed {
  node: 'Field'
  chain: (string | number)[]
}
export interface Placeholder extends Placed {
  node: 'Placeholder'
  expr: Expr
}
export interface Call extends Placed {
  node: 'Call'
  name: string
  args: Expr[]
  params?: Expr[] | null
  distinct?: boolean
  filter_expr?: Expr | null
  order_by?: OrderExpr[] | null
}
export interface Lambda extends Placed {
  node: 'Lambda'
  args: string[]
  expr: Expr
}
export interface And extends Placed {
  node: 'And'
  exprs: Expr[]
}
export interface Or extends Placed {
  node: 'Or'
  exprs: Expr[]
}
export interface Not extends Placed {
  node: 'Not'
  expr: Expr
}
export interface CompareOperation extends Placed {
  node: 'CompareOperation'
  op: string
  left: Expr
  right: Expr
  is_null_comparison_style?: boolean
}
export interface ArithmeticOperation extends Placed {
  node: 'ArithmeticOperation'
  op: '+' | '-' | '*' | '/' | '%'
  left: Expr
  right: Expr
}
export interface BetweenExpr extends Placed {
  node: 'BetweenExpr'
  expr: Expr
  low: Expr
  high: Expr
  negated: boolean
}
export interface TypeCast extends Placed {
  node: 'TypeCast'
  expr: Expr
  type_name: string
}
export interface Alias extends Placed {
  node: 'Alias'
  alias: string
  expr: Expr
}
export interface ArrayNode extends Placed {
  node: 'Array'
  exprs: Expr[]
}
export interface TupleNode extends Placed {
  node: 'Tuple'
  exprs: Expr[]
}
export interface Dict extends Placed {
  node: 'Dict'
  items: [Expr, Expr][]
}
export interface ArrayAccess extends Placed {
  node: 'ArrayAccess'
  array: Expr
  property: Expr
}
export interface TupleAccess extends Placed {
  node: 'TupleAccess'
  tuple: Expr
  index: number
}
/**
 * A property read in a form that does not depend on its definition. Only trees that the server builds contain this
 * node; the parser never returns it.
 */
export interface PropertyValue extends Placed {
  node: 'PropertyValue'
  /** `text`, `number` and `time` are null if the property has no such value; `exists` is never null. */
  as: 'text' | 'number' | 'time' | 'exists'
  field: Field
}
/** One of `OWN_TABLES`, which only trees that the server builds may read. The parser never returns this node. */
export interface OwnTable extends Placed {
  node: 'OwnTable'
  name: OwnTableName
}
export type OwnTableName = 'cohort_members' | 'person_copies'
export interface WindowFunction extends Placed {
  node: 'WindowFunction'
  name: string
  exprs: Expr[] | null
  args: Expr[] | null
  over_expr: WindowExpr | null
  over_identifier?: string | null
}
export interface WindowExpr extends Placed {
  node: 'WindowExpr'
  partition_by?: Expr[] | null
  order_by?: OrderExpr[] | null
  frame_method?: string | null
  frame_start?: WindowFrameExpr | null
  frame_end?: WindowFrameExpr | null
}
export interface WindowFrameExpr extends Placed {
  node: 'WindowFrameExpr'
  frame_type: string
  frame_value?: number | null
}
export interface OrderExpr extends Placed {
  node: 'OrderExpr'
  expr: Expr
  order: 'ASC' | 'DESC'
  with_fill?: unknown
}

export type Expr =
  | Constant
  | Field
  | Placeholder
  | Call
  | Lambda
  | And
  | Or
  | Not
  | CompareOperation
  | ArithmeticOperation
  | BetweenExpr
  | TypeCast
  | Alias
  | ArrayNode
  | TupleNode
  | Dict
  | ArrayAccess
  | TupleAccess
  | PropertyValue
  | OwnTable
  | WindowFunction
  | SelectQuery
  | SelectSetQuery

export interface JoinExpr extends Placed {
  node: 'JoinExpr'
  table: Expr
  alias: string | null
  table_args?: Expr[] | null
  column_aliases?: string[] | null
  table_final?: boolean | null
  sample?: unknown
  join_type?: string | null
  constraint?: { node: 'JoinConstraint'; constraint_type: 'ON' | 'USING'; expr: Expr } | null
  next_join: JoinExpr | null
}
export interface CTE extends Placed {
  node: 'CTE'
  name: string
  expr: Expr
  cte_type: 'subquery' | 'column'
  recursive?: boolean
  columns?: string[] | null
}
export interface SelectQuery extends Placed {
  node: 'SelectQuery'
  select: Expr[]
  distinct?: boolean | null
  ctes?: CTE[] | null
  select_from?: JoinExpr | null
  array_join_op?: string | null
  array_join_list?: Expr[] | null
  where?: Expr | null
  prewhere?: Expr | null
  group_by?: Expr[] | null
  group_by_mode?: string | null
  with_totals?: boolean | null
  having?: Expr | null
  qualify?: Expr | null
  order_by?: OrderExpr[] | null
  limit?: Expr | null
  offset?: Expr | null
  limit_with_ties?: boolean | null
  limit_by?: { node: 'LimitByExpr'; n: Expr; offset_value: Expr | null; exprs: Expr[] } | null
  window_exprs?: Record<string, WindowExpr> | null
}
export interface SelectSetQuery extends Placed {
  node: 'SelectSetQuery'
  initial_select_query: SelectQuery | SelectSetQuery
  subsequent_select_queries: {
    node: 'SelectSetNode'
    set_operator: string
    select_query: SelectQuery | SelectSetQuery
  }[]
  limit?: Expr | null
  offset?: Expr | null
  order_by?: OrderExpr[] | null
}

export type Select = SelectQuery | SelectSetQuery
export type AnyNode = { node: string } & Record<string, unknown>

export const constant = (value: ConstantValue, bindAs?: string): Constant => ({
  node: 'Constant',
  value,
  ...(bindAs && { bindAs }),
})
export const field = (...chain: (string | number)[]): Field => ({ node: 'Field', chain })
export const call = (name: string, ...args: Expr[]): Call => ({ node: 'Call', name, args })
export const propertyValue = (as: PropertyValue['as'], of: Field): PropertyValue => ({
  node: 'PropertyValue',
  as,
  field: of,
})
export const ownTable = (name: OwnTableName): OwnTable => ({ node: 'OwnTable', name })
export const not = (expr: Expr): Not => ({ node: 'Not', expr })
export const alias = (name: string, expr: Expr): Alias => ({ node: 'Alias', alias: name, expr })
export const tuple = (...exprs: Expr[]): TupleNode => ({ node: 'Tuple', exprs })
export const array = (...exprs: Expr[]): ArrayNode => ({ node: 'Array', exprs })
export const compare = (op: string, left: Expr, right: Expr): CompareOperation => ({
  node: 'CompareOperation',
  op,
  left,
  right,
})

/** Joins conditions with AND; without conditions the result is `true`. */
export function and(...exprs: readonly Expr[]): Expr {
  const kept = exprs.filter((expr) => !isTrue(expr))
  if (kept.length === 0) return constant(true)
  return kept.length === 1 ? kept[0]! : { node: 'And', exprs: kept }
}

/** Joins conditions with OR; without conditions the result is `false`. */
export function or(...exprs: readonly Expr[]): Expr {
  if (exprs.some(isTrue)) return constant(true)
  if (exprs.length === 0) return constant(false)
  return exprs.length === 1 ? exprs[0]! : { node: 'Or', exprs: [...exprs] }
}

export function isTrue(expr: Expr): boolean {
  return expr.node === 'Constant' && expr.value === true
}

export function isSelect(node: Expr): node is Select {
  return node.node === 'SelectQuery' || node.node === 'SelectSetQuery'
}

/** Calls `visit` for every node of a tree, parents first. */
export function walk(node: unknown, visit: (node: AnyNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit)
    return
  }
  if (typeof node !== 'object' || node === null) return
  if ('node' in node) visit(node as AnyNode)
  for (const key in node) if (key !== 'start' && key !== 'end') walk((node as Record<string, unknown>)[key], visit)
}

/**
 * Copies a tree, replacing nodes by what `change` returns. If it returns `undefined`, the node and its children are
 * copied.
 */
export function replace<T>(node: T, change: (node: AnyNode) => unknown): T {
  if (Array.isArray(node)) return node.map((item) => replace(item, change)) as T
  if (typeof node !== 'object' || node === null) return node
  if ('node' in node) {
    const changed = change(node as unknown as AnyNode)
    if (changed !== undefined) return changed as T
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'start' || key === 'end' ? value : replace(value, change),
    ]),
  ) as T
}
