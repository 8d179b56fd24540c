/** Searches definitions by words, and parses lists of names from queries. */
import { errors } from '../../../platform/http/errors.ts'
import { parseJson, toStorableText } from '../../../platform/json.ts'
import type { Bind } from '../../workspace/kinds/index.ts'

export const isTrue = (value: string | undefined) => value !== undefined && /^(true|1)$/i.test(value)
export const isFalse = (value: string | undefined) => value !== undefined && /^(false|0)$/i.test(value)

export const wordsOf = (search: string | undefined) => (search ?? '').split(/\s+/).filter((word) => word !== '')

/** Matches if every word occurs in the name, or every word occurs in the label. */
export function searchCondition(
  words: readonly string[],
  labels: Readonly<Record<string, string>>,
  bind: Bind,
): string {
  const inName = words.map((word) => `p.name ILIKE ${bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`).join(' AND ')
  const named = Object.keys(labels).filter((name) => isNamed(labels[name]!, words))
  return named.length === 0 ? `(${inName})` : `((${inName}) OR p.name = ANY(${bind(named)}))`
}
export const isNamed = (label: string, words: readonly string[]) =>
  words.every((word) => label.toLowerCase().includes(word.toLowerCase()))

/**
 * Parses a JSON list of names; empty if there is none.
 * @throws ApiError 400
 */
export function readNames(text: string | undefined, attr: string): string[] {
  if (!text) return []
  try {
    const names = parseJson(text)
    if (Array.isArray(names)) return names.map((name) => toStorableText(String(name)))
  } catch {
    // Falls through to the error below.
  }
  throw errors.invalid('A JSON list of names is expected.', attr)
}
