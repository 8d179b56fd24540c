/** Untrusted regular expressions, compiled by RE2, which takes time linear in the text whatever the pattern. */
import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'

const CACHED_MAX = 1000
const cache = new LRUCache<string, { pattern: RE2JS | null }>({
  max: CACHED_MAX,
  memoMethod: (text) => ({ pattern: compile(text) }),
})

/** @returns null if the text is not a valid pattern */
export const compilePattern = (text: string): RE2JS | null => cache.memo(text).pattern

function compile(text: string): RE2JS | null {
  try {
    return RE2JS.compile(text)
  } catch {
    return null
  }
}
