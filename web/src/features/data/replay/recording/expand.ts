/** Restores the parts of recorded events that recorders compress (`cv: "2024-10"`). */
import { gunzipSync } from 'fflate'
import { type Loose, SOURCE, TYPE } from './recorded'

const MARK = '2024-10'
/** Larger values are refused: a few bytes of gzip can expand to more than the memory holds. */
const EXPANDED_BYTES_MAX = 128 * 1024 * 1024
const MUTATION_PARTS = ['texts', 'attributes', 'removes', 'adds']
const STYLE_PARTS = ['adds', 'removes']

/** The value of a string whose char codes are the bytes of a gzip stream of JSON. Throws if it is none. */
export function expandValue(text: string): unknown {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0xff) throw new Error('A compressed value contains characters that are no bytes.')
    bytes[at] = code
  }
  const size = bytes.length < 18 ? 0 : new DataView(bytes.buffer).getUint32(bytes.length - 4, true)
  if (size > EXPANDED_BYTES_MAX) throw new Error('A compressed value is too large.')
  return JSON.parse(new TextDecoder().decode(gunzipSync(bytes)))
}

function expandParts(data: Loose, parts: readonly string[]): Loose {
  const whole = { ...data }
  for (const part of parts) if (typeof data[part] === 'string') whole[part] = expandValue(data[part])
  return whole
}

/** The event with every compressed part restored. Events that are not compressed are returned as they are. */
export function expandEvent(event: Loose): Loose {
  if (event?.cv !== MARK) return event
  const { cv: _mark, ...rest } = event
  if (event.type === TYPE.full && typeof event.data === 'string') return { ...rest, data: expandValue(event.data) }
  if (event.type === TYPE.incremental && event.data?.source === SOURCE.mutation)
    return { ...rest, data: expandParts(event.data, MUTATION_PARTS) }
  if (event.type === TYPE.incremental && event.data?.source === SOURCE.styleRule)
    return { ...rest, data: expandParts(event.data, STYLE_PARTS) }
  return rest
}
