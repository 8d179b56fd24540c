import { randomBytes } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Unguessable ASCII letters and digits, about 6 bits each. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    // Bytes from 248 on would favor the first letters.
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += ALPHABET[byte % 62]
  }
  return text
}
