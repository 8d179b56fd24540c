/** Text to syntax tree, by PostHog's own grammar compiled to WebAssembly. */
import createParser, { type HogQLParser } from '@posthog/hogql-parser'
import { type Expr, isSelect, type OrderExpr, type Position, replace, type Select, walk } from './ast.ts'
import { QueryError } from './errors.ts'

/** Longer texts are no questions; the grammar takes time that grows with the text. */
const TEXT_CHARACTERS_MAX = 100_000
/** The grammar and what comes after it call themselves; a stack has an end. */
const DEPTH_MAX = 200
const BRACKETS_MAX = 120
const TEMPLATES_KEPT_MAX = 2_000

const parser: HogQLParser = await createParser()

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

function parse(text: string, rule: 'parseSelect' | 'parseExpr' | 'parseOrderExpr'): unknown {
  if (text.length > TEXT_CHARACTERS_MAX)
    throw new QueryError(`A query has at most ${TEXT_CHARACTERS_MAX} characters.`, null, 'syntax_error')
  if (text.trim() === '') throw new QueryError('The query is empty.', null, 'syntax_error')
  // The grammar's own text handling ends at a NUL.
  if (text.includes('\0')) throw new QueryError('The query contains a NUL character.', null, 'syntax_error')
  assertShallow(text)
  let json: string
  try {
    json = parser[rule](text.toWellFormed())
  } catch {
    throw new QueryError('The query is too complex.', null, 'syntax_error')
  }
  const tree = JSON.parse(json) as { error?: true; type?: string; message?: string; start: Position; end: Position }
  if (tree.error) throw new QueryError(tree.message || 'The query cannot be read.', tree, 'syntax_error')
  let depth = 0
  const measure = (node: unknown, level: number): void => {
    depth = Math.max(depth, level)
    if (depth > DEPTH_MAX * 4) throw new QueryError('The query is nested too deeply.', null, 'syntax_error')
    if (Array.isArray(node)) for (const item of node) measure(item, level + 1)
    else if (typeof node === 'object' && node !== null)
      for (const key in node) if (key !== 'start' && key !== 'end') measure((node as never)[key], level + 1)
  }
  measure(tree, 0)
  return tree
}

/** Before the grammar sees it: thousands of open brackets would end its stack, and the process with it. */
function assertShallow(text: string): void {
  let open = 0
  for (const char of text) {
    if (char === '(' || char === '[' || char === '{') open++
    else if (char === ')' || char === ']' || char === '}') open--
    if (open > BRACKETS_MAX) throw new QueryError('The query is nested too deeply.', null, 'syntax_error')
  }
}

const templates = new Map<string, { tree: unknown }>()

function readTemplate(text: string, read: (text: string) => unknown): unknown {
  const known = templates.get(text)
  if (known) return known.tree
  if (templates.size >= TEMPLATES_KEPT_MAX) templates.delete(templates.keys().next().value!)
  const tree = replace(read(text), () => undefined)
  walk(tree, (node) => {
    delete node.start
    delete node.end
  })
  templates.set(text, { tree })
  return tree
}

type Values = Readonly<Record<string, Expr>>

/** A query of our own: HogQL with `{name}` where an expression or a sub-select goes. Its text is parsed once. */
export function selectTemplate(text: string, values: Values = {}): Select {
  return fill(readTemplate(text, parseSelect), values) as Select
}

/** An expression of our own, likewise. */
export function exprTemplate(text: string, values: Values = {}): Expr {
  return fill(readTemplate(text, parseExpr), values) as Expr
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
