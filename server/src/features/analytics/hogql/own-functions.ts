/**
 * HogQL functions that the engine lacks or defines differently, each written as engine SQL. Every argument is printed
 * only once, so nested calls do not grow exponentially.
 */
import { constant } from './ast.ts'
import { assertParameters } from './costs.ts'
import { engineFunctionNames, findFunction } from './functions.ts'
import type { ValueType } from './schema.ts'

export interface OwnFunction {
  /** Number of arguments accepted. */
  min: number
  max: number
  type: ValueType
  /** Returns a value even if an argument is null. */
  isNeverNull?: boolean
  /** @param bind binds a value and returns the name of its query parameter */
  print: (args: readonly string[], bind: (value: unknown, type: string) => string) => string
}

/** A tag that PostHog's clients render as a component. */
const tag = (name: string, attributes: readonly string[]): Omit<OwnFunction, 'min' | 'max'> => ({
  type: 'unknown',
  isNeverNull: true,
  print: (args) =>
    `tuple('__hx_tag', '${name}', ${args.map((arg, index) => `'${attributes[index]}', ${arg}`).join(', ')})`,
})

/** Major, minor and patch as a list that sorts in version order; `[NULL]` if the text is not a version. */
const VERSION = String.raw`^\\s*v?((0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*))(?:[-+]\\S*)?\\s*$`
const sortableVersion = (text: string) =>
  `arrayMap(part -> toInt64OrNull(part), splitByChar('.', coalesce(nullIf(extract(ifNull(${text}, ''), '${VERSION}'), ''), '?')))`

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
let languages: Map<string, string> | null = null

/** English names of languages by two-letter code (ISO 639-1). */
function languageNames(): Map<string, string> {
  const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
  languages ??= new Map(
    LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).flatMap((code) => {
      const name = english.of(code)
      return name === undefined ? [] : [[code, name] as const]
    }),
  )
  return languages
}

const OWN: Record<string, OwnFunction> = {
  // The engine's MD5 returns bytes and keeps that meaning under its own name.
  md5: { min: 1, max: 1, type: 'string', print: ([text]) => `lower(hex(MD5(${text})))` },
  sparkline: { min: 1, max: 2, ...tag('Sparkline', ['data', 'labels']) },
  recordingButton: { min: 1, max: 2, ...tag('RecordingButton', ['sessionId', 'recordingStatus']) },
  sortableSemver: { min: 1, max: 1, type: 'array', isNeverNull: true, print: ([text]) => sortableVersion(text!) },
  languageCodeToName: {
    min: 1,
    max: 1,
    type: 'string',
    isNeverNull: true,
    print: ([code], bind) => {
      const names = languageNames()
      const lists = [[...names.keys()], [...names.values()]].map((list) => bind(list, 'Array(String)'))
      return `transform(${[code, ...lists, "'Unknown'"].join(', ')})`
    },
  },
  split_part: {
    min: 3,
    max: 3,
    type: 'string',
    print: ([text, by, place]) => `splitByString(${by}, ${text})[${place}]`,
  },
  string_agg: {
    min: 2,
    max: 2,
    type: 'string',
    print: ([text, by]) => `arrayStringConcat(groupArray(${text}), ${by})`,
  },
  json_agg: { min: 1, max: 1, type: 'string', print: ([item]) => `toJSONString(groupArray(${item}))` },
  every: { min: 1, max: 1, type: 'boolean', print: ([condition]) => `toBool(min(${condition}))` },
}
const LOWER = new Map(Object.entries(OWN).map(([name, own]) => [name.toLowerCase(), own]))

export const findOwnFunction = (name: string): OwnFunction | null =>
  name === 'MD5' ? null : (LOWER.get(name.toLowerCase()) ?? null)

/** Names of all functions, for autocompletion. */
export const functionNames = (): string[] => [
  ...engineFunctionNames(),
  ...Object.keys(OWN),
  // Handled by the compiler itself.
  'arrayReduce',
  'matchesAction',
]

const AGGREGATE = /^(\w+)(\([\d.,\s]*\))?$/

/**
 * The engine's name of the aggregate that `arrayReduce` should run, such as `sum` or `quantile(0.9)`; null if it is not
 * allowed.
 * @throws QueryError if the aggregate would keep too many values
 */
export function aggregateInArray(text: string): string | null {
  const [, name, parameters = ''] = AGGREGATE.exec(text.trim()) ?? []
  const found = name === undefined ? null : findFunction(name)
  if (found?.kind !== 'aggregate') return null
  const numbers = [...parameters.matchAll(/[\d.]+/g)].map(([number]) => constant(Number(number)))
  assertParameters(found.name, numbers)
  return `${found.name}${parameters}`
}
