import { endOfString } from '../../../platform/json-scan.ts'

/** Checks the nesting depth of a JSON text without parsing it, so that a bomb is refused before it costs anything. */
export function isNestedDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) index = endOfString(text, index)
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > depthMax) return true
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return false
}
