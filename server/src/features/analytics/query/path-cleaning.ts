/** Rules that merge similar URLs into one path: `/users/17` becomes `/users/<id>`. */
import { call, constant, type Expr } from '../hogql/index.ts'

export interface CleaningRule {
  alias?: string | null
  regex?: string | null
  order?: number
}

/** Applies the rules to a value one after the other, skipping rules without a pattern. */
export function cleanPath(value: Expr, rules: readonly CleaningRule[]): Expr {
  return rules.reduce(
    (cleaned, { regex, alias }) =>
      regex ? call('replaceRegexpAll', cleaned, constant(regex), constant(alias ?? '')) : cleaned,
    value,
  )
}
