/** Decodes bodies that should be UTF-8. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes UTF-8, and the variant that some old clients write: each half of a surrogate pair (an emoji, say) encoded
 * separately as three bytes that begin with ED. Adjacent halves become the character again; a lone half stays as it is.
 * @throws TypeError when the bytes are neither
 */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return strict.decode(bytes)
  } catch (error) {
    if (findHalf(bytes, 0) === -1) throw error
    return decodeWithHalves(bytes)
  }
}

function decodeWithHalves(bytes: Buffer): string {
  let text = ''
  let start = 0
  for (let at = findHalf(bytes, 0); at !== -1; at = findHalf(bytes, start)) {
    text += strict.decode(bytes.subarray(start, at))
    text += String.fromCharCode(0xd000 | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f))
    start = at + 3
  }
  return text + strict.decode(bytes.subarray(start))
}

/** Start of the next encoded surrogate (U+D800 to U+DFFF); -1 if there is none. */
function findHalf(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xed, from); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3)
    if (second >= 0xa0 && second <= 0xbf && third >= 0x80 && third <= 0xbf) return at
  }
  return -1
}

/**
 * The bytes of a field of a form or a query string, which need not be UTF-8; null if there is no such field.
 * @param form the form as latin1 text, so that every character is one byte
 */
export function formField(form: string, name: string): Buffer | null {
  for (const pair of form.split('&')) {
    const [key, value = ''] = splitOnce(pair)
    if (key !== name) continue
    const text = value.replaceAll('+', ' ')
    return Buffer.from(
      text.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    )
  }
  return null
}

function splitOnce(pair: string): [string, string?] {
  const at = pair.indexOf('=')
  return at === -1 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]
}
