/** Runs compiled Hog, within limits on time, memory and calls that leave the program. */
import { convertHogToJS, exec, type VMState } from '@posthog/hogvm'
import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'
import type { Bytecode } from './bytecode.ts'

export interface HogLimits {
  /** For the program itself; waiting for calls does not count. */
  milliseconds: number
  bytes: number
  /** Calls of functions that are awaited: `fetch`. */
  calls: number
  /** Characters of everything that is printed. */
  logCharacters: number
}

export interface HogFunctions {
  /** Functions that answer at once, by name. */
  direct?: Readonly<Record<string, (...args: unknown[]) => unknown>>
  /** Functions that are awaited. */
  awaited?: Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>
}

export interface HogOutcome {
  result: unknown
  /** What it printed. */
  logs: string[]
  /** Why it ended early; null if it ended by itself. */
  error: string | null
  /** Milliseconds of processor time of the program itself. */
  milliseconds: number
}

const DEFAULTS: HogLimits = { milliseconds: 1_000, bytes: 32 * 1024 * 1024, calls: 5, logCharacters: 10_000 }

const patterns = new LRUCache<string, RE2JS>({ max: 500 })

/** Regular expressions of RE2, whose time grows with the length of the text only. */
function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern)
  if (!compiled) {
    compiled = RE2JS.compile(pattern)
    patterns.set(pattern, compiled)
  }
  return compiled.matcher(text).find()
}

function extracted(pattern: string, text: string): string {
  const matcher = RE2JS.compile(pattern).matcher(text)
  if (!matcher.find()) return ''
  return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? ''
}

/**
 * Runs a program to its end.
 * @param globals what it can read: `event`, `person`, `inputs`
 */
export async function runHog(
  bytecode: Bytecode,
  globals: Readonly<Record<string, unknown>>,
  functions: HogFunctions = {},
  limits: Partial<HogLimits> = {},
): Promise<HogOutcome> {
  const { milliseconds, bytes, calls, logCharacters } = { ...DEFAULTS, ...limits }
  const logs = new Log(logCharacters)
  const options = {
    globals: { ...globals },
    functions: { ...functions.direct, print: (...args: unknown[]) => logs.add(args) },
    asyncFunctions: { ...functions.awaited, sleep: noSleep },
    timeout: milliseconds,
    memoryLimit: bytes,
    maxAsyncSteps: calls,
    external: { regex: { match: matches, extract: extracted } },
  }
  let state: VMState | undefined
  for (;;) {
    const step = exec(state ?? (bytecode as unknown[]), options)
    state = step.state
    const spent = state?.syncDuration ?? 0
    const end = (result: unknown, error: string | null) => ({ result, error, logs: logs.lines, milliseconds: spent })
    if (step.error) return end(null, describe(step.error))
    if (step.finished) return end(convertHogToJS(step.result), null)
    try {
      state!.stack.push(await call(options.asyncFunctions, step.asyncFunctionName!, step.asyncFunctionArgs ?? []))
    } catch (error) {
      return end(null, describe(error))
    }
  }
}

/** Programs that wait would hold up those behind them. */
const noSleep = (): Promise<never> => Promise.reject(new Error('A program cannot sleep.'))

function call(
  functions: Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>,
  name: string,
  args: unknown[],
): Promise<unknown> {
  if (!Object.hasOwn(functions, name)) return Promise.reject(new Error(`There is no function "${name}".`))
  return functions[name]!(...args)
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error))

class Log {
  readonly lines: string[] = []
  private left: number

  constructor(charactersMax: number) {
    this.left = charactersMax
  }

  add(values: readonly unknown[]): null {
    if (this.left <= 0) return null
    const line = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')
    const shown = line.slice(0, this.left)
    this.left -= line.length + 1
    this.lines.push(this.left <= 0 ? `${shown} … (the rest is left out)` : shown)
    return null
  }
}
