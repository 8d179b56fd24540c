import { randomBytes } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits of the ASCII alphabet that nobody can guess, each about 6 bits. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    // Bytes from 248 on would favour the first letters.
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += ALPHABET[byte % 62]
  }
  return text
}
