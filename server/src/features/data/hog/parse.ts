/** Reads Hog with PostHog's grammar. */
import createParser, { type HogQLParser } from '@posthog/hogql-parser'
import type { Bytecode } from './bytecode.ts'
import { compileExpression, compileProgram, HogError } from './compile.ts'
import type { Expression, Statement } from './tree.ts'

/** Characters of a program. */
export const SOURCE_CHARACTERS_MAX = 100_000

let loading: Promise<HogQLParser> | null = null
const parser = (): Promise<HogQLParser> => {
  loading ??= createParser()
  return loading
}

/**
 * Compiles a program.
 * @throws HogError with the line of the problem
 */
export async function compileHog(source: string): Promise<Bytecode> {
  return compileProgram(await read<Statement>((grammar, text) => grammar.parseProgram(text, false), source))
}

/**
 * Compiles a text with parts in braces, `Hello {person.name}`. A text that is one pair of braces keeps the type of its value.
 * @throws HogError
 */
export async function compileTemplate(template: string): Promise<Bytecode> {
  const tree = await read<Expression>((grammar, text) => grammar.parseFullTemplateString(`F'${text}`, false), template)
  return compileExpression(tree)
}

interface Failure {
  error: true
  message: string
  /** Characters before the problem. */
  start?: { offset: number }
}

async function read<Tree>(rule: (grammar: HogQLParser, text: string) => string, text: string): Promise<Tree> {
  if (text.length > SOURCE_CHARACTERS_MAX)
    throw new HogError(`Code may have at most ${SOURCE_CHARACTERS_MAX.toLocaleString('en')} characters.`)
  const grammar = await parser()
  const tree = JSON.parse(parsed(() => rule(grammar, text))) as Tree | Failure
  if (!(tree as Failure).error) return tree as Tree
  const { message, start } = tree as Failure
  throw new HogError(start ? `${placeOf(text, start.offset)}: ${message}` : message)
}

/** `Line 2, column 5` */
function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `Line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}

/** The grammar runs out of stack for code that is nested too deeply. */
function parsed(work: () => string): string {
  try {
    return work()
  } catch {
    loading = null
    throw new HogError('The code is too complex.')
  }
}
