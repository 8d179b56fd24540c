/**
 * Finds the PostgreSQL statements in the server's source. HogQL and ClickHouse, whose tables have the same names, are left
 * out.
 */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { clickHouseMigrations, serverRoot } from '../platform/paths.ts'

const SOURCE = path.join(serverRoot, 'src')
const HOGQL = new Set(['selectTemplate', 'exprTemplate', 'parseSelect', 'parseExpr', 'parseOrderExpr'])
const CLICKHOUSE = /\b(reader|writer)\.(query|command|exec|insert)$/
/** Placeholder for a template's substitution; no SQL contains it. */
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

/** PostgreSQL tables whose rows belong to projects. */
export const teamTables: ReadonlySet<string> = new Set(
  serverFiles.flatMap((file) =>
    sourceOf(file)
      .split(/(?=\bpgTable\()/)
      .filter((text) => /'team_id'/.test(text))
      .flatMap((text) => /^pgTable\(\s*'(\w+)'/.exec(text)?.[1] ?? []),
  ),
)

/** Text of HogQL, where names in braces stand for values, or of ClickHouse, where `FINAL` follows a table. */
export const isForeignText = (text: string): boolean => /(?<!\$)\{\w+\}|\bFINAL\b/.test(text)

/** The tables that a text reads or writes, if it is SQL. */
export function tablesIn(sql: string): string[] {
  if (isForeignText(sql)) return []
  if (!/\b(SELECT|INSERT|UPDATE|DELETE|JOIN|FROM)\b/.test(sql)) return []
  return [...sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?(\w+)\b/g)].map(([, table]) => table!)
}

/** Strings and templates of a source file, without those for HogQL and ClickHouse. */
export const textsIn = (source: string): string[] => placedTextsIn(source).map(({ text }) => text)

/** The same, each with the source of the surrounding function; outside of functions, with the source of its declaration. */
export function placedTextsIn(source: string): { text: string; around: string }[] {
  const found: { text: string; around: string }[] = []
  const visit = (node: ts.Node, around: ts.Node): void => {
    if (ts.isCallExpression(node) && isForeign(node)) return
    const text = textOf(node)
    if (text !== null) found.push({ text, around: around.getText() })
    const isTop = node.parent?.kind === ts.SyntaxKind.SourceFile || ts.isMethodDeclaration(node)
    ts.forEachChild(node, (child) => visit(child, isTop ? node : around))
  }
  const file = parseSource(source)
  visit(file, file)
  return found
}

export const parseSource = (source: string): ts.SourceFile =>
  ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true)

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(PUT_IN)
}

/** ClickHouse tables that hold rows of projects. */
export const clickHouseTables: readonly string[] = fs
  .readdirSync(clickHouseMigrations)
  .flatMap((name) => fs.readFileSync(path.join(clickHouseMigrations, name), 'utf8').split(';'))
  .filter((statement) => /\bteam_id\b/.test(statement))
  .flatMap((statement) =>
    [...statement.matchAll(/\bCREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)].map(([, table]) => table!),
  )

/** Stands for a table that cannot be told from the source alone. */
export const UNKNOWN_TABLE = '?'

/**
 * The tables that the ClickHouse statements of a source file name. Every ClickHouse call passes its client an object with a
 * `query` or a `table`, or uses `insertLines`. So no statement is missed, even if its text is assembled elsewhere.
 */
export function clickHouseTablesIn(source: string): string[] {
  const found = new Set<string>()
  // Skips parsing; most files take this path.
  if (!/insertLines|\.(query|command|exec|insert)(<.*>)?\(\s*\{/.test(source)) return []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) for (const table of tablesOfCall(node)) found.add(table)
    ts.forEachChild(node, visit)
  }
  visit(parseSource(source))
  return [...found].sort()
}

function tablesOfCall({ expression, arguments: args }: ts.CallExpression): string[] {
  if (ts.isIdentifier(expression) && expression.text === 'insertLines') return tablesNamed(args[1]!)
  if (!ts.isPropertyAccessExpression(expression) || !/^(query|command|exec|insert)$/.test(expression.name.text))
    return []
  const [first] = args
  if (!first || !ts.isObjectLiteralExpression(first)) return []
  return first.properties.flatMap((property) => {
    const name = property.name && ts.isIdentifier(property.name) ? property.name.text : ''
    if (name !== 'query' && name !== 'table') return []
    return tablesNamed(ts.isPropertyAssignment(property) ? property.initializer : property)
  })
}

function tablesNamed(node: ts.Node): string[] {
  const text = textOf(node)
  if (text === null) return [UNKNOWN_TABLE]
  const named = clickHouseTables.filter((table) => new RegExp(`\\b${table}\\b`).test(text))
  // If only conditions are substituted, the text itself names the tables.
  const isOpen = new RegExp(`^${PUT_IN}|\\b(FROM|JOIN|INTO|TABLE)\\s+\\(?\\s*${PUT_IN}`).test(text)
  return isOpen ? [...named, UNKNOWN_TABLE] : named
}

function isForeign({ expression }: ts.CallExpression): boolean {
  const name = expression.getText()
  return HOGQL.has(name) || CLICKHOUSE.test(name)
}
