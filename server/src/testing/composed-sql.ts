/**
 * Finds SQL that templates compose of pieces that can be read from the source alone: constants, members of constant objects,
 * and calls of functions such as `joinUser('u', 'm.user_id')`, from the same file or imported. Templates with a piece that
 * is only known at run time, such as the conditions of a list, are left out.
 */
import path from 'node:path'
import ts from 'typescript'
import { parseSource, sourceOf } from './sql-texts.ts'

type Declared = ts.Expression | ts.FunctionDeclaration

/** The value of a name, with the file that declares it. */
interface Found {
  node: Declared
  file: string
}

/** Values of parameters, by name. */
type Given = ReadonlyMap<string, string>

/** @param file relative to the source folder of the server */
export function composedTextsIn(file: string): string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    const text = ts.isTemplateExpression(node) ? resolve(node, file) : null
    if (text !== null) texts.push(text)
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  return texts
}

/** The text of an expression, or null if it cannot be read from the source. */
function resolve(node: Declared, file: string, given: Given = new Map()): string | null {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    const pieces = node.templateSpans.map(({ expression, literal }) => [resolve(expression, file, given), literal.text])
    return pieces.some(([value]) => value === null) ? null : [node.head.text, ...pieces.flat()].join('')
  }
  if (ts.isCallExpression(node)) return resolveCall(node, file, given)
  if (ts.isIdentifier(node) && given.has(node.text)) return given.get(node.text)!
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null
  const found = find(node, file)
  return found && resolve(found.node, found.file)
}

function resolveCall({ expression, arguments: args }: ts.CallExpression, file: string, given: Given): string | null {
  const called = find(expression, file)
  if (!called || !(ts.isArrowFunction(called.node) || ts.isFunctionDeclaration(called.node))) return null
  const { parameters } = called.node
  const returned = returnedBy(called.node)
  const values = args.map((arg) => resolve(arg, file, given))
  if (!returned || values.length !== parameters.length || values.includes(null)) return null
  return resolve(returned, called.file, new Map(parameters.map(({ name }, index) => [name.getText(), values[index]!])))
}

/** The expression that a function returns, if it does nothing else. */
function returnedBy({ body }: ts.ArrowFunction | ts.FunctionDeclaration): ts.Expression | undefined {
  if (!body || !ts.isBlock(body)) return body
  const [only] = body.statements
  return body.statements.length === 1 && only && ts.isReturnStatement(only) ? only.expression : undefined
}

/** The value of a name, or of a member of a constant object, in a file. */
function find(node: ts.Expression, file: string): Found | null {
  if (ts.isIdentifier(node)) return findNamed(node.text, file)
  if (!ts.isPropertyAccessExpression(node)) return null
  const object = find(node.expression, file)
  const literal = object && ts.isAsExpression(object.node) ? object.node.expression : object?.node
  if (!object || !literal || !ts.isObjectLiteralExpression(literal)) return null
  const member = literal.properties.find(({ name }) => name?.getText() === node.name.text)
  return member && ts.isPropertyAssignment(member) ? { node: member.initializer, file: object.file } : null
}

function findNamed(name: string, file: string): Found | null {
  for (const statement of treeOf(file).statements) {
    const node = declaredBy(statement, name)
    if (node) return { node, file }
    const source = sourceOfName(statement, name)
    if (source) return findNamed(source.name, path.posix.join(path.posix.dirname(file), source.from))
  }
  return null
}

function declaredBy(statement: ts.Statement, name: string): Declared | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name ? statement : undefined
  if (!ts.isVariableStatement(statement)) return undefined
  return statement.declarationList.declarations.find((each) => each.name.getText() === name)?.initializer
}

/** The server file, and the name in it, from which a statement imports or re-exports a name. */
function sourceOfName(statement: ts.Statement, name: string): { name: string; from: string } | null {
  const isImport = ts.isImportDeclaration(statement)
  if (!isImport && !ts.isExportDeclaration(statement)) return null
  const names = isImport ? statement.importClause?.namedBindings : statement.exportClause
  const from = statement.moduleSpecifier
  if (!names || !from || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return null
  if (!ts.isNamedImports(names) && !ts.isNamedExports(names)) return null
  const taken = names.elements.find((element) => element.name.text === name)
  return taken ? { name: (taken.propertyName ?? taken.name).text, from: from.text } : null
}

const trees = new Map<string, ts.SourceFile>()
function treeOf(file: string): ts.SourceFile {
  const tree = trees.get(file) ?? parseSource(sourceOf(file))
  trees.set(file, tree)
  return tree
}
