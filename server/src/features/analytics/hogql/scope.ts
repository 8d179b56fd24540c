/** What names mean at a place of a query, and the small things that every part of the compiler needs. */
import type { Expr } from './ast.ts'
import { QueryError } from './errors.ts'
import type { ValueType } from './schema.ts'
import type { Place, Printed, Source } from './tables-in-query.ts'

/** Names that the parser accepts for our own prefix; a query must not take them. */
const RESERVED = /^__/

export class Scope {
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

export interface CompiledSelect {
  sql: string
  columns: Map<string, Printed>
}

export function checkName(name: string, place: Place): string {
  if (RESERVED.test(name)) throw new QueryError(`Names must not begin with "__": ${name.slice(0, 100)}`, place)
  return name
}

/** A whole number that is written out, or null when there is none. */
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
