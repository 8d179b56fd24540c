/**
 * Limits for functions whose cost grows faster than their input, or whose result can be arbitrarily large. ClickHouse
 * checks its time limit only between blocks of up to 65,409 rows, so the cost of each row must be bounded here.
 * Constant arguments are checked when the query is compiled, all others when it runs.
 */
import type { Expr } from './ast.ts'
import { QueryError } from './errors.ts'
import { quoteText } from './tables-in-query.ts'

/**
 * Maximum size in bytes of strings to compare. Comparing two strings takes as many steps as the product of their
 * lengths: 65,536 at this size.
 */
const COMPARED_BYTES_MAX = 256
const COMPARE = new Set(['editDistance', 'damerauLevenshteinDistance', 'jaroWinklerSimilarity'])

/** Functions with an argument for the size of the result: its index and maximum value. */
const SIZES: Record<string, { at: number; max: number }> = {
  repeat: { at: 1, max: 10_000 },
  leftPad: { at: 1, max: 10_000 },
  rightPad: { at: 1, max: 10_000 },
  leftPadUTF8: { at: 1, max: 10_000 },
  rightPadUTF8: { at: 1, max: 10_000 },
  toFixedString: { at: 1, max: 10_000 },
  arrayResize: { at: 1, max: 100_000 },
  ngrams: { at: 1, max: 100 },
}
/** Maximum for aggregates with a parameter for the number of values to keep per group. */
const KEPT_MAX = 10_000
const KEEP = /^(topK|topKWeighted|groupArraySorted|groupArrayMovingSum|groupArrayMovingAvg)(?![a-z])/

/** Functions that take a regular expression, and its argument index. */
const PATTERNS: Record<string, number> = {
  match: 1,
  extract: 1,
  extractAll: 1,
  extractAllGroupsVertical: 1,
  extractGroups: 1,
  countMatches: 1,
  regexpExtract: 1,
  replaceRegexpAll: 1,
  replaceRegexpOne: 1,
  splitByRegexp: 0,
  multiMatchAny: 1,
  multiMatchAnyIndex: 1,
}
const PATTERN_LENGTH_MAX = 1_000
/**
 * Maximum sum of `{n}` counts in a pattern. `{n}` expands to n copies, and each character of the text may be tried
 * against each copy.
 */
const PATTERN_COPIES_MAX = 300

/**
 * Keeps the arguments of a call within limits.
 * @param list the arguments as printed SQL
 * @returns the arguments to print, some wrapped in a runtime check
 * @throws QueryError if a constant argument exceeds its limit
 */
export function boundArguments(name: string, args: readonly Expr[], list: readonly string[]): string[] {
  const size = SIZES[name]
  const pattern = PATTERNS[name]
  if (pattern !== undefined) for (const each of textsIn(args[pattern])) assertCheapPattern(each, args[pattern])
  return list.map((sql, position) => {
    if (COMPARE.has(name) && position < 2) {
      const message = `${name} compares texts of at most ${COMPARED_BYTES_MAX} bytes. Shorten them with substring().`
      const [text] = textsIn(args[position])
      if (text === undefined) return checked(sql, `length(_bound) > ${COMPARED_BYTES_MAX}`, message, 'text')
      if (Buffer.byteLength(text) > COMPARED_BYTES_MAX) throw new QueryError(message, args[position] ?? null)
    }
    if (size?.at === position) {
      const message = `The result of ${name} may have a length of at most ${size.max}.`
      const own = numberIn(args[position])
      if (own === undefined) return checked(sql, `_bound > ${size.max}`, message, 'number')
      if (own > size.max) throw new QueryError(message, args[position] ?? null)
    }
    return sql
  })
}

/** @throws QueryError if an aggregate would keep too many values per group */
export function assertParameters(name: string, params: readonly Expr[]): void {
  if (!KEEP.test(name)) return
  for (const each of params)
    if ((numberIn(each) ?? 0) > KEPT_MAX) throw new QueryError(`${name} keeps at most ${KEPT_MAX} values.`, each)
}

/** @throws QueryError if matching a regular expression could take too many steps per row */
export function assertCheapPattern(pattern: string, at: Expr | null = null): void {
  if (pattern.length > PATTERN_LENGTH_MAX)
    throw new QueryError(`A regular expression has at most ${PATTERN_LENGTH_MAX} characters.`, at)
  let copies = 0
  for (const [, least, most] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) copies += Number(most || least)
  if (copies > PATTERN_COPIES_MAX)
    throw new QueryError(`The repetitions {n} of a regular expression add up to at most ${PATTERN_COPIES_MAX}.`, at)
}

/**
 * Wraps an argument so that the query fails when `condition` holds; `_bound` in the condition is the argument. The
 * argument is printed only once, because arguments nest.
 */
function checked(sql: string, condition: string, message: string, type: 'text' | 'number'): string {
  const failure = `throwIf(ifNull(${condition}, 0), ${quoteText(message)})`
  const body = type === 'text' ? `substring(_bound, 1 + ${failure})` : `_bound + ${failure}`
  return `arrayMap(_bound -> ${body}, [${sql}])[1]`
}

function textsIn(expr: Expr | undefined): string[] {
  if (expr?.node === 'Constant') return typeof expr.value === 'string' ? [expr.value] : []
  return expr?.node === 'Array' ? expr.exprs.flatMap((each) => textsIn(each)) : []
}

function numberIn(expr: Expr | undefined): number | undefined {
  if (expr?.node !== 'Constant') return undefined
  if (typeof expr.value === 'number') return expr.value
  return expr.value_type === 'number' ? Number(expr.value) : undefined
}
