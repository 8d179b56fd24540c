/** Prints a tree as HogQL: the `hogql` field in API responses, and the names of columns without an alias. */
import type { Expr, JoinExpr, OrderExpr, Select, WindowExpr } from './ast.ts'

const list = (exprs: readonly Expr[]) => exprs.map(printHogQL).join(', ')
const name = (text: string | number) =>
  typeof text === 'number' || /^[A-Za-z_$][\w$]*$|^\*$/.test(text)
    ? String(text)
    : `\`${text.replace(/[\\`]/g, '\\$&')}\``
const nested = (expr: Expr) =>
  /^(And|Or|Not|CompareOperation|ArithmeticOperation|BetweenExpr|Lambda)$/.test(expr.node)
    ? `(${printHogQL(expr)})`
    : printHogQL(expr)

export function printHogQL(expr: Expr): string {
  switch (expr.node) {
    case 'Constant': {
      const { value } = expr
      if (typeof value === 'string' && expr.value_type !== 'number')
        return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
      return Array.isArray(value)
        ? `[${value.map((item) => printHogQL({ node: 'Constant', value: item })).join(', ')}]`
        : value === null
          ? 'NULL'
          : String(value)
    }
    case 'Field':
      return expr.chain.map(name).join('.')
    case 'PropertyValue':
      return expr.as === 'text'
        ? printHogQL(expr.field)
        : `${{ exists: 'isNotNull', number: 'toFloat', time: 'toDateTime' }[expr.as]}(${printHogQL(expr.field)})`
    case 'OwnTable':
      return expr.name
    case 'Placeholder':
      return `{${printHogQL(expr.expr)}}`
    case 'Call': {
      const params = expr.params?.length ? `(${list(expr.params)})` : ''
      const filter = expr.filter_expr ? ` FILTER (WHERE ${printHogQL(expr.filter_expr)})` : ''
      return `${expr.name}${params}(${expr.distinct ? 'DISTINCT ' : ''}${list(expr.args)})${filter}`
    }
    case 'Lambda':
      return `(${expr.args.join(', ')}) -> ${printHogQL(expr.expr)}`
    case 'And':
    case 'Or':
      return expr.exprs.map(nested).join(` ${expr.node.toUpperCase()} `)
    case 'Not':
      return `NOT ${nested(expr.expr)}`
    case 'CompareOperation': {
      const op = expr.op === '==' ? '=' : expr.op.toUpperCase()
      if (expr.is_null_comparison_style) return `${nested(expr.left)} IS ${expr.op === '==' ? '' : 'NOT '}NULL`
      return `${nested(expr.left)} ${op} ${nested(expr.right)}`
    }
    case 'BetweenExpr':
      return `${nested(expr.expr)} ${expr.negated ? 'NOT ' : ''}BETWEEN ${nested(expr.low)} AND ${nested(expr.high)}`
    case 'ArithmeticOperation':
      return `${nested(expr.left)} ${expr.op} ${nested(expr.right)}`
    case 'TypeCast':
      return `CAST(${printHogQL(expr.expr)} AS ${expr.type_name})`
    case 'Alias':
      return `${printHogQL(expr.expr)} AS ${name(expr.alias)}`
    case 'Array':
      return `[${list(expr.exprs)}]`
    case 'Tuple':
      return expr.exprs.length === 1 ? `tuple(${list(expr.exprs)})` : `(${list(expr.exprs)})`
    case 'Dict':
      return `{${expr.items.map(([key, item]) => `${printHogQL(key)}: ${printHogQL(item)}`).join(', ')}}`
    case 'ArrayAccess':
      return `${nested(expr.array)}[${printHogQL(expr.property)}]`
    case 'TupleAccess':
      return `${nested(expr.tuple)}.${expr.index}`
    case 'WindowFunction':
      return `${expr.name}(${list(expr.exprs?.length ? expr.exprs : (expr.args ?? []))}) OVER ${expr.over_identifier ? name(expr.over_identifier) : `(${expr.over_expr ? printWindow(expr.over_expr) : ''})`}`
    case 'SelectQuery':
    case 'SelectSetQuery':
      return `(${printSelect(expr)})`
    default:
      return String((expr as { node: string }).node)
  }
}

const order = ({ expr, order: direction }: OrderExpr) => `${printHogQL(expr)} ${direction}`

function printWindow(window: WindowExpr): string {
  return [
    window.partition_by?.length ? `PARTITION BY ${list(window.partition_by)}` : '',
    window.order_by?.length ? `ORDER BY ${window.order_by.map(order).join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function printJoin(join: JoinExpr): string {
  const args = join.table_args ? `(${list(join.table_args)})` : ''
  const constraint = join.constraint ? ` ${join.constraint.constraint_type} ${printHogQL(join.constraint.expr)}` : ''
  const own = `${join.join_type ? `${join.join_type} ` : ''}${printHogQL(join.table)}${args}${join.alias ? ` AS ${name(join.alias)}` : ''}${constraint}`
  return join.next_join ? `${own} ${printJoin(join.next_join)}` : own
}

export function printSelect(tree: Select): string {
  if (tree.node === 'SelectSetQuery') {
    const rest = tree.subsequent_select_queries.map((each) => ` ${each.set_operator} ${printSelect(each.select_query)}`)
    return `${printSelect(tree.initial_select_query)}${rest.join('')}`
  }
  const ctes = tree.ctes?.map((cte) =>
    cte.cte_type === 'column'
      ? `${printHogQL(cte.expr)} AS ${name(cte.name)}`
      : `${name(cte.name)} AS ${printHogQL(cte.expr)}`,
  )
  const clauses: [string, string | null | undefined][] = [
    ['WITH', ctes?.join(', ')],
    [tree.distinct ? 'SELECT DISTINCT' : 'SELECT', list(tree.select)],
    ['FROM', tree.select_from && printJoin(tree.select_from)],
    [tree.array_join_op ?? 'ARRAY JOIN', tree.array_join_list && list(tree.array_join_list)],
    ['PREWHERE', tree.prewhere && printHogQL(tree.prewhere)],
    ['WHERE', tree.where && printHogQL(tree.where)],
    ['GROUP BY', tree.group_by && list(tree.group_by)],
    ['HAVING', tree.having && printHogQL(tree.having)],
    ['ORDER BY', tree.order_by?.map(order).join(', ')],
    ['LIMIT', tree.limit_by && `${printHogQL(tree.limit_by.n)} BY ${list(tree.limit_by.exprs)}`],
    ['LIMIT', tree.limit && printHogQL(tree.limit)],
    ['OFFSET', tree.offset && printHogQL(tree.offset)],
  ]
  return clauses.flatMap(([word, text]) => (text ? [`${word} ${text}`] : [])).join(' ')
}
