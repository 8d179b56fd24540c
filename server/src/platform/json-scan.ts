/** Walks JSON text without parsing it. */

/** Index of the quote that ends the string starting at `start`; the end of the text if there is none. */
export function endOfString(text: string, start: number): number {
  let end = start
  for (;;) {
    end = text.indexOf('"', end + 1)
    if (end === -1) return text.length
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1
    if (slashes % 2 === 0) return end
  }
}

/** The texts of the numbers that have at least so many characters. What looks like a number within a string is none. */
export function* numbersIn(text: string, charactersMin: number): Generator<string> {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) index = endOfString(text, index)
    else if (isDigit(code) || code === 0x2d) {
      const start = index
      while (index + 1 < text.length && isOfNumber(text.charCodeAt(index + 1))) index += 1
      if (index + 1 - start >= charactersMin) yield text.slice(start, index + 1)
    }
  }
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39

/** Digits, `+`, `-`, `.`, `e` and `E`. */
const isOfNumber = (code: number) =>
  isDigit(code) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === 0x2d
