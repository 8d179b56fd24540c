/**
 * Parses text into syntax trees. The grammar takes milliseconds for a line and a second for a page. `readAhead`
 * therefore parses user-written text in a worker thread before it is needed; the trees are cached.
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

/** Longer texts are rejected: parse time grows with length. */
const TEXT_CHARACTERS_MAX = 50_000
/** The grammar and the compiler recurse, so nesting must be limited to protect the stack. */
const DEPTH_MAX = 800
const BRACKETS_MAX = 120
const TEMPLATES_KEPT_MAX = 2_000
/** Total size of cached trees as JSON. The tree of a long query takes megabytes. */
const READ_CHARACTERS_MAX = 32 * 1024 * 1024
/** Texts up to this length are faster to parse here than to send to a thread. */
const SHORT_CHARACTERS = 40

const pool = new ThreadPool<Grammar, string>(parseThreadScript, {
  threadsMax: 1,
  waitingMax: 64,
  taskMsMax: 30_000,
  heapMb: 512,
})
/** The thread starts with the first query that needs it. */
export const queryParser = closing('query parser', 'Parses HogQL written by users.', () => pool.close())

const alreadyRead = new LRUCache<string, string>({
  maxSize: READ_CHARACTERS_MAX,
  sizeCalculation: (json, key) => key.length + json.length,
})

/**
 * Parses texts in a worker thread and caches the trees, so parsing them again takes microseconds.
 * @throws QueryError 400 if a text takes too long to parse
 * @throws ApiError 503 if too many texts are waiting
 */
export async function readAhead(texts: readonly Grammar[]): Promise<void> {
  for (const grammar of texts) {
    const key = keyOf(grammar)
    if (alreadyRead.get(key) || grammar.text.length <= SHORT_CHARACTERS || !isReadable(grammar.text)) continue
    try {
      alreadyRead.set(key, await pool.run({ ...grammar, text: grammar.text.toWellFormed() }))
    } catch (error) {
      if (error instanceof ThreadPoolBusy)
        throw errors.unavailable('Too many queries are being parsed. Try again in a moment.')
      throw new QueryError('The query is too complex to be read.', null, 'syntax_error')
    }
  }
}

const keyOf = ({ rule, text }: Grammar) => `${rule}:${text}`

/** @throws QueryError 400 with the position of the error */
export function parseSelect(text: string): Select {
  const tree = parse(text, 'parseSelect')
  if (!isSelect(tree as Expr)) throw new QueryError('The query must be a SELECT.')
  return tree as Select
}

/** @throws QueryError 400 with the position of the error */
export function parseExpr(text: string): Expr {
  return parse(text, 'parseExpr') as Expr
}

/** @throws QueryError 400 with the position of the error */
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
 * Writes integers of 16 or more digits as text, as the grammar does for even longer ones, so no digit is lost. Matches
 * within string values are impossible, because their quotes are escaped.
 */
function keepDigits(json: string): string {
  return json.replace(/"value":(-?\d{16,})(?=[,}])/g, '"value":"$1","value_type":"number"')
}

/** @throws QueryError 400 for text that must not reach the grammar */
function assertReadable(text: string): void {
  if (text.length > TEXT_CHARACTERS_MAX)
    throw new QueryError(`A query has at most ${TEXT_CHARACTERS_MAX} characters.`, null, 'syntax_error')
  if (text.trim() === '') throw new QueryError('The query is empty.', null, 'syntax_error')
  // The grammar treats NUL as the end of the text.
  if (text.includes('\0')) throw new QueryError('The query contains a NUL character.', null, 'syntax_error')
  let open = 0
  for (const char of text) {
    if (char === '(' || char === '[' || char === '{') open++
    else if (char === ')' || char === ']' || char === '}') open--
    // Thousands of open brackets would overflow the grammar's stack and crash the process.
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

/** All templates parsed so far, for the test that compares them with the grammar. */
export const knownTemplates = (): ReadonlyMap<string, Expr> => new Map(templates.entries())

type Values = Readonly<Record<string, Expr>>

/** A query of the server: HogQL with `{name}` placeholders for expressions and sub-selects. The text is parsed once. */
export function selectTemplate(text: string, values: Values = {}): Select {
  return fill(templates.memo(text), values) as Select
}

/** Like `selectTemplate`, for an expression. */
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

/** Name of a `{name}` placeholder, with dots if it has several parts; null if it is not a plain name. */
export function placeholderName(expr: Expr): string | null {
  return expr.node === 'Field' ? expr.chain.join('.') : null
}
