/**
 * Text to syntax tree. The grammar takes milliseconds for a line and a second for a page, so texts from outside are read in
 * a thread before they are needed (`readAhead`); what it read is kept for a while.
 */
import { LRUCache } from 'lru-cache'
import { errors } from '../../../platform/http/errors.ts'
import { parseThreadScript } from '../../../platform/paths.ts'
import { closing } from '../../../platform/services.ts'
import { ThreadPool, ThreadPoolBusy } from '../../../platform/threads/thread-pool.ts'
import { type Expr, isSelect, type OrderExpr, type Position, replace, type Select } from './ast.ts'
import { QueryError } from './errors.ts'
import { type Grammar, type Rule, readGrammar } from './grammar.ts'
import { parseTemplate } from './template-parser.ts'

/** Longer texts are no questions; the grammar takes time that grows with the text. */
const TEXT_CHARACTERS_MAX = 50_000
/** The grammar and what comes after it call themselves; a stack has an end. */
const DEPTH_MAX = 800
const BRACKETS_MAX = 120
const TEMPLATES_KEPT_MAX = 2_000
/** All trees that are kept, as JSON; a long query has one of megabytes. */
const READ_CHARACTERS_MAX = 32 * 1024 * 1024
/** Shorter texts take no longer to read here than to send to a thread. */
const SHORT_CHARACTERS = 40

const pool = new ThreadPool<Grammar, string>(parseThreadScript, {
  threadsMax: 1,
  waitingMax: 64,
  taskMsMax: 30_000,
  heapMb: 512,
})
/** The thread starts with the first query that needs it. */
export const queryParser = closing('query parser', 'Reads SQL that people wrote.', () => pool.close())

const alreadyRead = new LRUCache<string, string>({
  maxSize: READ_CHARACTERS_MAX,
  sizeCalculation: (json, key) => key.length + json.length,
})

/**
 * Reads texts in a thread, so that reading them again is a matter of microseconds.
 * @throws QueryError 400 when one takes too long, ApiError 503 when too many wait to be read
 */
export async function readAhead(texts: readonly Grammar[]): Promise<void> {
  for (const grammar of texts) {
    const key = keyOf(grammar)
    if (alreadyRead.get(key) || grammar.text.length <= SHORT_CHARACTERS || !isReadable(grammar.text)) continue
    try {
      alreadyRead.set(key, await pool.run({ ...grammar, text: grammar.text.toWellFormed() }))
    } catch (error) {
      if (error instanceof ThreadPoolBusy)
        throw errors.unavailable('Too many queries are being read. Try again in a moment.')
      throw new QueryError('The query is too complex to be read.', null, 'syntax_error')
    }
  }
}

const keyOf = ({ rule, text }: Grammar) => `${rule}:${text}`

/** @throws QueryError 400 with the place of the mistake */
export function parseSelect(text: string): Select {
  const tree = parse(text, 'parseSelect')
  if (!isSelect(tree as Expr)) throw new QueryError('The query must be a SELECT.')
  return tree as Select
}

/** @throws QueryError 400 with the place of the mistake */
export function parseExpr(text: string): Expr {
  return parse(text, 'parseExpr') as Expr
}

/** @throws QueryError 400 with the place of the mistake */
export function parseOrder(text: string): OrderExpr {
  return parse(text, 'parseOrderExpr') as OrderExpr
}

function parse(text: string, rule: Rule): unknown {
  assertReadable(text)
  const key = keyOf({ rule, text })
  const json = alreadyRead.get(key) ?? readGrammar({ rule, text: text.toWellFormed() })
  alreadyRead.set(key, json)
  const tree = JSON.parse(keepDigits(json)) as { error?: true; message?: string; start?: Position; end?: Position }
  if (tree.error) {
    const { start, end } = tree
    throw new QueryError(
      tree.message || 'The query cannot be read.',
      start ? { start, ...(end && { end }) } : null,
      'syntax_error',
    )
  }
  assertShallow(tree)
  return tree
}

/**
 * Whole numbers of 16 digits and more as the grammar writes still longer ones: as text, so that all of their digits stay.
 * What stands within a text of the query has its quotation marks escaped, and is not taken for one.
 */
function keepDigits(json: string): string {
  return json.replace(/"value":(-?\d{16,})(?=[,}])/g, '"value":"$1","value_type":"number"')
}

/** @throws QueryError 400 for texts that the grammar should not be given */
function assertReadable(text: string): void {
  if (text.length > TEXT_CHARACTERS_MAX)
    throw new QueryError(`A query has at most ${TEXT_CHARACTERS_MAX} characters.`, null, 'syntax_error')
  if (text.trim() === '') throw new QueryError('The query is empty.', null, 'syntax_error')
  // The grammar's own text handling ends at a NUL.
  if (text.includes('\0')) throw new QueryError('The query contains a NUL character.', null, 'syntax_error')
  let open = 0
  for (const char of text) {
    if (char === '(' || char === '[' || char === '{') open++
    else if (char === ')' || char === ']' || char === '}') open--
    // Thousands of open brackets would end the grammar's stack, and the process with it.
    if (open > BRACKETS_MAX) throw new QueryError('The query is nested too deeply.', null, 'syntax_error')
  }
}

function isReadable(text: string): boolean {
  try {
    assertReadable(text)
    return true
  } catch {
    return false
  }
}

function assertShallow(tree: unknown): void {
  const visit = (node: unknown, depth: number): void => {
    if (depth > DEPTH_MAX) throw new QueryError('The query is nested too deeply.', null, 'syntax_error')
    if (Array.isArray(node)) for (const item of node) visit(item, depth + 1)
    else if (typeof node === 'object' && node !== null)
      for (const [key, item] of Object.entries(node)) if (key !== 'start' && key !== 'end') visit(item, depth + 1)
  }
  visit(tree, 0)
}

const templates = new LRUCache<string, Expr>({ max: TEMPLATES_KEPT_MAX, memoMethod: (text) => parseTemplate(text) })

/** The templates that were read so far, for the test that holds them against the grammar. */
export const knownTemplates = (): ReadonlyMap<string, Expr> => new Map(templates.entries())

type Values = Readonly<Record<string, Expr>>

/** A query of our own: HogQL with `{name}` where an expression or a sub-select goes. Its text is parsed once. */
export function selectTemplate(text: string, values: Values = {}): Select {
  return fill(templates.memo(text), values) as Select
}

/** An expression of our own, likewise. */
export function exprTemplate(text: string, values: Values = {}): Expr {
  return fill(templates.memo(text), values) as Expr
}

function fill(tree: unknown, values: Values): unknown {
  return replace(tree, (node) => {
    if (node.node !== 'Placeholder') return undefined
    const name = placeholderName(node.expr as Expr)
    const value = name === null ? undefined : values[name]
    if (!value) throw new Error(`template without a value for ${name}`)
    return value
  })
}

/** Name of a `{name}` placeholder; with dots when it has parts; null when it is something else. */
export function placeholderName(expr: Expr): string | null {
  return expr.node === 'Field' ? expr.chain.join('.') : null
}
