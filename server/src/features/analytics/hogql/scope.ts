/** Name resolution within a query, and small helpers shared by all parts of the compiler. */
import type { Expr } from './ast.ts'
import { QueryError } from './errors.ts'
import type { ValueType } from './schema.ts'
import type { Place, Printed, Source } from './tables-in-query.ts'

/** Prefix of generated names, which queries must not use. */
const RESERVED = /^__/

export class Scope {
  readonly sources: { name: string | null; source: Source }[] = []
  readonly aliases = new Map<string, Printed>()
  /** Aliases of the select list that are not compiled yet. */
  readonly pending = new Map<string, Expr>()
  readonly resolving = new Set<string>()
  readonly lambdaArguments: string[] = []
  readonly windows = new Set<string>()
  /**
   * True while WHERE is compiled. A column then takes precedence over an alias of the same name, which may be an
   * aggregate of it.
   */
  prefersColumns = false

  constructor(readonly ctes: Map<string, { text: string; columns: ReadonlyMap<string, Printed> } | Expr>) {}
}

export interface CompiledSelect {
  sql: string
  columns: Map<string, Printed>
}

export function checkName(name: string, place: Place): string {
  if (RESERVED.test(name)) throw new QueryError(`Names must not begin with "__": ${name.slice(0, 100)}`, place)
  return name
}

/** The value of a non-negative integer literal; null if there is no expression. */
export function readNumber(expr: Expr | null | undefined, where: string): number | null {
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

export function numberText(text: string, place: Place): string {
  if (/^-?inf(inity)?$/i.test(text)) return text.startsWith('-') ? '-inf' : 'inf'
  if (/^nan$/i.test(text)) return 'nan'
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text))
    throw new QueryError(`"${text.slice(0, 100)}" is not a number.`, place)
  return text.startsWith('-') ? `(${text})` : text
}

/** An expression that is never null. */
export const value = (sql: string, type: ValueType): Printed => ({ sql, type, isNullable: false })
