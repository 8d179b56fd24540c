/** PostHog's grammar, compiled to WebAssembly. Parses text to a JSON tree. */
import createParser, { type HogQLParser } from '@posthog/hogql-parser'

export type Rule = 'parseSelect' | 'parseExpr' | 'parseOrderExpr'

export interface Grammar {
  rule: Rule
  text: string
}

const parser: HogQLParser = await createParser()

/** @returns the tree as JSON, or the grammar's error as JSON */
export function readGrammar({ rule, text }: Grammar): string {
  try {
    return parser[rule](text)
  } catch {
    return JSON.stringify({ error: true, type: 'SyntaxError', message: 'The query is too complex.' })
  }
}
