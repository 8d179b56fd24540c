/** PostHog's grammar, compiled to WebAssembly: text to a tree as JSON. */
import createParser, { type HogQLParser } from '@posthog/hogql-parser'

export type Rule = 'parseSelect' | 'parseExpr' | 'parseOrderExpr'

export interface Grammar {
  rule: Rule
  text: string
}

const parser: HogQLParser = await createParser()

/** JSON of the tree, or of the grammar's complaint. */
export function readGrammar({ rule, text }: Grammar): string {
  try {
    return parser[rule](text)
  } catch {
    return JSON.stringify({ error: true, type: 'SyntaxError', message: 'The query is too complex.' })
  }
}
