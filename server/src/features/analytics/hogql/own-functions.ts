/**
 * Functions of HogQL that the engine does not have, or that are something else there: each is written in the engine's.
 * An argument stands once in what is printed, so that calls within calls grow no faster than their text.
 */
import { constant } from './ast.ts'
import { assertParameters } from './costs.ts'
import { engineFunctionNames, findFunction } from './functions.ts'
import type { ValueType } from './schema.ts'

export interface OwnFunction {
  /** How many arguments it takes. */
  min: number
  max: number
  type: ValueType
  /** An answer even where an argument is null. */
  isNeverNull?: boolean
  /** @param bind gives a value a name as a parameter of the query */
  print: (args: readonly string[], bind: (value: unknown, type: string) => string) => string
}

/** A tag that PostHog's clients draw as a component. */
const tag = (name: string, attributes: readonly string[]): Omit<OwnFunction, 'min' | 'max'> => ({
  type: 'unknown',
  isNeverNull: true,
  print: (args) =>
    `tuple('__hx_tag', '${name}', ${args.map((arg, index) => `'${attributes[index]}', ${arg}`).join(', ')})`,
})

/** Major, minor and patch as a list that compares as versions do; a list of null for what is no version. */
const VERSION = String.raw`^\\s*v?((0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*))(?:[-+]\\S*)?\\s*$`
const sortableVersion = (text: string) =>
  `arrayMap(part -> toInt64OrNull(part), splitByChar('.', coalesce(nullIf(extract(ifNull(${text}, ''), '${VERSION}'), ''), '?')))`

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
let languages: Map<string, string> | null = null

/** English names of the languages that have a code of two letters (ISO 639-1). */
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
  // The engine's MD5 gives bytes, and keeps doing so under its own name.
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

/** Names of all functions, for completion. */
export const functionNames = (): string[] => [
  ...engineFunctionNames(),
  ...Object.keys(OWN),
  // Those that the compiler reads itself.
  'arrayReduce',
  'matchesAction',
]

const AGGREGATE = /^(\w+)(\([\d.,\s]*\))?$/

/**
 * The engine's name of an aggregate that `arrayReduce` is asked for: `sum`, `quantile(0.9)`; null when it may not be used.
 * @throws QueryError when it is to keep too much
 */
export function aggregateInArray(text: string): string | null {
  const [, name, parameters = ''] = AGGREGATE.exec(text.trim()) ?? []
  const found = name === undefined ? null : findFunction(name)
  if (found?.kind !== 'aggregate') return null
  const numbers = [...parameters.matchAll(/[\d.]+/g)].map(([number]) => constant(Number(number)))
  assertParameters(found.name, numbers)
  return `${found.name}${parameters}`
}
