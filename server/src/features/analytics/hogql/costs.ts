/**
 * Functions whose cost grows faster than their arguments, or whose result is as large as somebody asks for. The engine looks at
 * its time limit between two blocks of rows, of up to 65,409 rows each, so what one row may cost is bounded here: an argument
 * that is written out when the query is compiled, any other when it is computed.
 */
import type { Expr } from './ast.ts'
import { QueryError } from './errors.ts'
import { quoteText } from './tables-in-query.ts'

/** Comparing two texts takes as many steps as the product of their lengths: 65,536 for two of this length, in bytes. */
const COMPARED_BYTES_MAX = 256
const COMPARE = new Set(['editDistance', 'damerauLevenshteinDistance', 'jaroWinklerSimilarity'])

/** Functions with an argument that says how large the result is: its position, and the most that it may be. */
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
/** Aggregates with a parameter that says how much is kept for each group. */
const KEPT_MAX = 10_000
const KEEP = /^(topK|topKWeighted|groupArraySorted|groupArrayMovingSum|groupArrayMovingAvg)(?![a-z])/

/** Functions with a regular expression, and its position. */
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
/** `{n}` in a pattern is n copies, and every character of a text may be tried with each of them. */
const PATTERN_COPIES_MAX = 300

/**
 * Keeps the arguments of a call within bounds.
 * @param list the arguments as they were printed
 * @returns the arguments to print, some of them with a check around them
 * @throws QueryError when an argument that is written out is beyond its bound
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

/** @throws QueryError when an aggregate is to keep too much for each group */
export function assertParameters(name: string, params: readonly Expr[]): void {
  if (!KEEP.test(name)) return
  for (const each of params)
    if ((numberIn(each) ?? 0) > KEPT_MAX) throw new QueryError(`${name} keeps at most ${KEPT_MAX} values.`, each)
}

/** @throws QueryError when a regular expression can take more steps than a row may cost */
export function assertCheapPattern(pattern: string, at: Expr | null = null): void {
  if (pattern.length > PATTERN_LENGTH_MAX)
    throw new QueryError(`A regular expression has at most ${PATTERN_LENGTH_MAX} characters.`, at)
  let copies = 0
  for (const [, least, most] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) copies += Number(most || least)
  if (copies > PATTERN_COPIES_MAX)
    throw new QueryError(`The repetitions {n} of a regular expression add up to at most ${PATTERN_COPIES_MAX}.`, at)
}

/** The argument itself, or an error when a condition on `_bound`, which stands for it, holds. It is printed once only, since arguments nest. */
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
