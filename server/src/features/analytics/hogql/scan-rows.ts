/** Counts the rows in a piece of a file, four bytes at a time: most bytes are neither a quote nor the end of a line. */

const NEWLINE = 0x0a
const QUOTE = 0x22
const QUOTES = 0x22222222
const NEWLINES = 0x0a0a0a0a
const ONES = 0x01010101
const HIGH_BITS = 0x80808080

export interface RowFormatBytes {
  /** Lines can be inside quotes, as in CSV. */
  hasQuotedLines: boolean
  /** Byte with which no row begins, but a message about a failure. */
  mark: number
}

export interface ScannedRows {
  /** Number of rows that end in the piece. */
  rows: number
  /** The piece ends inside quotes. */
  isQuoted: boolean
  /** Where a message begins; the length of the piece if there is none. */
  end: number
}

/** @param isQuoted the piece begins inside quotes */
export function scanRows(piece: Uint8Array, isQuoted: boolean, { hasQuotedLines, mark }: RowFormatBytes): ScannedRows {
  const { buffer, byteOffset, length } = piece
  // Words begin at multiples of four bytes.
  const head = Math.min(length, -byteOffset & 3)
  const count = (length - head) >> 2
  const words = count > 0 ? new Uint32Array(buffer, byteOffset + head, count) : new Uint32Array()
  const flip = hasQuotedLines ? 1 : 0
  let quoted = isQuoted ? 1 : 0
  let rows = 0
  let end = length
  const scan = (from: number, to: number): boolean => {
    for (let at = from; at < to; at++) {
      const byte = piece[at]
      if (byte === QUOTE) quoted ^= flip
      else if (byte === NEWLINE && quoted === 0) {
        rows++
        if (piece[at + 1] === mark) {
          end = at + 1
          return true
        }
      }
    }
    return false
  }
  if (!scan(0, head)) {
    let isDone = false
    for (let index = 0; index < words.length && !isDone; index++) {
      const word = words[index]!
      const noQuote = word ^ QUOTES
      const noLine = word ^ NEWLINES
      // Its high bits tell which bytes are zero, and so were equal to the byte that is looked for.
      const hits = (((noQuote - ONES) & ~noQuote) | ((noLine - ONES) & ~noLine)) & HIGH_BITS
      if (hits !== 0) isDone = scan(head + index * 4, head + index * 4 + 4)
    }
    if (!isDone) scan(head + words.length * 4, length)
  }
  return { rows, isQuoted: quoted === 1, end }
}
