/**
 * Decodes the bytes of a capture request to JSON text. Fifteen years of SDKs send plain JSON, gzip (declared or not),
 * LZ-String, base64 once or twice, forms and query strings. Each step removes one layer that it recognizes.
 */
import { gunzipSync } from 'node:zlib'
import LZString from 'lz-string'
import { CaptureError, captureErrors } from './errors.ts'
import { decodeUtf8, formField } from './utf8.ts'

/** Number of leading characters used to recognize base64 or a form. */
const SNIFF_CHARACTERS = 128
const BASE64_ALPHABET = /^[A-Za-z0-9+/=]*$/
const BASE64_OR_SPACE_ALPHABET = /^[A-Za-z0-9+/= ]*$/
const FORM_FIELD = /(?:^|&)(?:data|_|ip|compression)=/
const FORM_TYPE = 'application/x-www-form-urlencoded'

type Compression = 'gzip' | 'lz64' | 'base64'
const COMPRESSIONS: Record<string, Compression> = {
  gzip: 'gzip',
  'gzip-js': 'gzip',
  lz64: 'lz64',
  'lz-string': 'lz64',
  base64: 'base64',
  b64: 'base64',
}

export interface EncodedRequest {
  /** Raw query string without the question mark. */
  query: string
  contentType: string
  contentEncoding: string
  body: Buffer
}

/** The text is too large to be decoded inline; this is not a client error. */
export class OutgrewInline extends Error {}

/**
 * Decodes a request to JSON text.
 * @param bytesMax limit of the payload at every stage
 * @param inlineBytesMax throws OutgrewInline when decompression yields more than this
 * @throws CaptureError 400 or 413
 */
export function decodePayload(request: EncodedRequest, bytesMax: number, inlineBytesMax = bytesMax): string {
  const query = new URLSearchParams(request.query)
  const inQuery = formField(request.query, 'data')
  const isInQuery = inQuery !== null && inQuery.length > 0
  let payload: Buffer = isInQuery ? inQuery : request.body
  if (payload.length === 0) throw new CaptureError(400, 'request missing data payload', 'no_payload')
  if (payload.length > bytesMax) throw captureErrors.tooLarge(bytesMax)

  let hint = COMPRESSIONS[(query.get('compression') ?? '').toLowerCase()]
  if (request.contentType === FORM_TYPE && !isInQuery) {
    if (!isForm(payload)) throw captureErrors.undecodable('the form holds no data field')
    const form = parseForm(payload)
    payload = form.data
    hint ??= form.hint
  }
  hint ??= COMPRESSIONS[request.contentEncoding.toLowerCase()]
  if (hint !== 'lz64') payload = tryBase64(payload)

  const text = decompress(payload, hint, bytesMax, inlineBytesMax)
  if (!looksBase64(text)) return text
  const inner = tryBase64(Buffer.from(text))
  return inner.toString('latin1') === text ? text : decompress(inner, undefined, bytesMax, inlineBytesMax)
}

function isForm(payload: Buffer): boolean {
  return FORM_FIELD.test(payload.toString('latin1', 0, SNIFF_CHARACTERS))
}

function parseForm(payload: Buffer): { data: Buffer; hint: Compression | undefined } {
  const form = payload.toString('latin1')
  const data = formField(form, 'data')
  if (!data || data.length === 0) throw new CaptureError(400, 'request missing data payload', 'no_payload')
  // URL-decoding turned every + of an unescaped base64 text into a space.
  if (data.includes(0x20) && BASE64_OR_SPACE_ALPHABET.test(data.toString('latin1', 0, SNIFF_CHARACTERS)))
    for (let at = data.indexOf(0x20); at !== -1; at = data.indexOf(0x20, at)) data[at] = 0x2b
  const compression = formField(form, 'compression')?.toString('latin1') ?? ''
  return { data, hint: COMPRESSIONS[compression.toLowerCase()] }
}

function looksCompressed(payload: Buffer): boolean {
  return payload[0] === 0x1f && payload[1] === 0x8b && payload[2] === 0x08
}

function looksBase64(payload: Buffer | string): boolean {
  const start =
    typeof payload === 'string' ? payload.slice(0, SNIFF_CHARACTERS) : payload.toString('latin1', 0, SNIFF_CHARACTERS)
  return payload.length > 0 && payload.length % 4 === 0 && BASE64_ALPHABET.test(start)
}

/** The decoded bytes if the payload is valid base64; otherwise the payload itself. */
function tryBase64(payload: Buffer): Buffer {
  if (!looksBase64(payload)) return payload
  const text = payload.toString('latin1')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return payload
  return Buffer.from(text, 'base64')
}

function decompress(payload: Buffer, hint: Compression | undefined, bytesMax: number, inlineBytesMax: number): string {
  if (hint === 'gzip' || looksCompressed(payload)) {
    // A body can be plain although a proxy or an SDK says gzip, so the first bytes decide.
    if (!looksCompressed(payload)) throw captureErrors.undecodable('the body is not gzip')
    return decodeText(gunzip(payload, bytesMax, inlineBytesMax))
  }
  if (hint === 'lz64') {
    // The size of decompressed LZ-String text cannot be limited, so it is never decoded inline; the thread has limits.
    if (inlineBytesMax < bytesMax) throw new OutgrewInline()
    const text = decompressLz(payload)
    if (text.length > bytesMax) throw captureErrors.tooLarge(bytesMax)
    return text.toWellFormed()
  }
  return decodeText(payload)
}

function decompressLz(payload: Buffer): string {
  try {
    const text = LZString.decompressFromBase64(payload.toString('latin1'))
    if (text) return text
  } catch {
    // The library throws on some invalid texts; treat them like other undecodable ones.
  }
  throw captureErrors.undecodable('the body is not LZ-String')
}

function gunzip(payload: Buffer, bytesMax: number, inlineBytesMax: number): Buffer {
  const limit = Math.min(bytesMax, inlineBytesMax)
  try {
    return gunzipSync(payload, { maxOutputLength: limit })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') {
      throw captureErrors.undecodable(`bad gzip (${(error as Error).message})`)
    }
    if (limit < bytesMax) throw new OutgrewInline()
    throw captureErrors.tooLarge(bytesMax)
  }
}

function decodeText(bytes: Buffer): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw captureErrors.undecodable('the body is not UTF-8')
  }
}
