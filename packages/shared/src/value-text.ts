/** Property values for display. They are untrusted, so they are always shown as text and never as markup. */

const CHARACTERS_MAX = 10_000

export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  return text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)}… (${text.length} characters)` : text
}

export type ValueType = 'text' | 'number' | 'boolean' | 'json'

export function typeOf(value: unknown): ValueType {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'json'
}

/**
 * Parses a value that a user typed.
 * @throws Error that says what is wrong
 */
export function readValue(text: string, type: ValueType): unknown {
  if (type === 'text') return text
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new Error('Write true or false.')
    return text === 'true'
  }
  if (type === 'number') {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) throw new Error('This is not a number.')
    return number
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`This is not JSON: ${(error as Error).message}`)
  }
}
