/**
 * The SQL for PostgreSQL that stands in the server's source. HogQL and ClickHouse, whose tables have the same names, are
 * left out.
 */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { serverRoot } from '../platform/paths.ts'

const SOURCE = path.join(serverRoot, 'src')
const HOGQL = new Set(['selectTemplate', 'exprTemplate', 'parseSelect', 'parseExpr', 'parseOrderExpr'])
const CLICKHOUSE = /\b(reader|writer)\.(query|command|exec|insert)$/
/** Stands for what a template puts in; no SQL holds it. */
export const PUT_IN = '\uFFFC'

/** The server's files without tests, relative to its source folder. */
export const serverFiles = fs
  .readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'))

export const sourceOf = (file: string): string => fs.readFileSync(path.join(SOURCE, file), 'utf8')

/** The folder of a file: `analytics/insights`. */
export const featureOf = (file: string): string => path.dirname(file).replace(/^features\//, '')

/** Tables by name, with the feature that declares them. */
export const tableOwners: ReadonlyMap<string, string> = new Map(
  serverFiles.flatMap((file) =>
    [...sourceOf(file).matchAll(/pgTable\(\s*'(\w+)'/g)].map(([, table]) => [table!, featureOf(file)] as const),
  ),
)

/** Tables that a text reads or writes, if it is SQL. */
export function tablesIn(sql: string): string[] {
  if (!/\b(SELECT|INSERT|UPDATE|DELETE|JOIN|FROM)\b/.test(sql)) return []
  return [...sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(\w+)\b/g)].map(([, table]) => table!)
}

/** Strings and templates of a source, without those for HogQL and ClickHouse. */
export function textsIn(source: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isForeign(node)) return
    if (ts.isStringLiteralLike(node)) found.push(node.text)
    else if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(PUT_IN))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true))
  return found
}

function isForeign({ expression }: ts.CallExpression): boolean {
  const name = expression.getText()
  return HOGQL.has(name) || CLICKHOUSE.test(name)
}
