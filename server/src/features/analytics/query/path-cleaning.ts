/** Rules that make one name of many addresses: `/users/17` becomes `/users/<id>`. */
import { call, constant, type Expr } from '../hogql/index.ts'

export interface CleaningRule {
  alias?: string | null
  regex?: string | null
  order?: number
}

/** An expression whose value went through the rules, one after the other; rules without a pattern are left out. */
export function cleanPath(value: Expr, rules: readonly CleaningRule[]): Expr {
  return rules.reduce(
    (cleaned, { regex, alias }) =>
      regex ? call('replaceRegexpAll', cleaned, constant(regex), constant(alias ?? '')) : cleaned,
    value,
  )
}
