/** Regular expressions from outside: compiled by RE2, which takes time linear in the text whatever the pattern. */
import { RE2JS } from 're2js'

const CACHED_MAX = 1000
const cache = new Map<string, RE2JS | null>()

/** @returns null when the text is no pattern */
export function compilePattern(text: string): RE2JS | null {
  const cached = cache.get(text)
  if (cached !== undefined) return cached
  let compiled: RE2JS | null
  try {
    compiled = RE2JS.compile(text)
  } catch {
    compiled = null
  }
  if (cache.size >= CACHED_MAX) cache.delete(cache.keys().next().value!)
  cache.set(text, compiled)
  return compiled
}
