/**
 * Reads an AI event as older wrappers send it: a multipart form with the parts `event` (JSON), `event.properties` (JSON) and
 * `event.properties.<key>` (any large value), and the project token in the Authorization header.
 */
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../platform/json.ts'
import { CaptureError, captureErrors } from './errors.ts'
import type { V1Headers } from './v1.ts'

const PROPERTIES = 'event.properties'

export interface AiEvent {
  event: JsonObject
  /** Names of the parts that were understood. */
  parts: string[]
}

/** @throws CaptureError 400 or 401 */
export async function readAiEvent(headers: V1Headers, body: Buffer): Promise<AiEvent> {
  const token = /^bearer\s+(\S+)$/i.exec((headers.authorization ?? '').trim())?.[1]
  if (!token) throw new CaptureError(401, 'event submitted without an api_key', 'token')
  const form = await parseForm(headers['content-type'] ?? '', body)
  const event = parseObject(await textOf(form.get('event')), 'event')
  if (typeof event.event !== 'string' || !event.event.startsWith('$ai_')) {
    throw new CaptureError(400, 'the name of an AI event must start with $ai_', 'event_name')
  }
  const properties: JsonObject = { ...(isJsonObject(event.properties) ? event.properties : {}) }
  const parts: string[] = []
  for (const [name, value] of form) {
    if (name === PROPERTIES) Object.assign(properties, parseObject(await textOf(value), name))
    else if (name.startsWith(`${PROPERTIES}.`)) properties[name.slice(PROPERTIES.length + 1)] = await partValue(value)
    else if (name !== 'event') continue
    parts.push(name)
  }
  return { event: { ...event, properties, api_key: token }, parts }
}

async function parseForm(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'Content-Type': contentType } }).formData()
  } catch {
    throw captureErrors.undecodable('the body is not a multipart form')
  }
}

async function textOf(part: FormDataEntryValue | null): Promise<string> {
  if (part === null) throw captureErrors.unparsable('the part "event" is missing')
  return typeof part === 'string' ? part : part.text()
}

/** A blob declared as JSON becomes its value, any other its text. */
async function partValue(part: FormDataEntryValue): Promise<JsonValue> {
  const text = await textOf(part)
  if (typeof part === 'string' || !part.type.includes('json')) return text
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

function parseObject(text: string, name: string): JsonObject {
  try {
    const json = parseJson(text)
    if (isJsonObject(json)) return json
  } catch {
    // Falls through to the error below.
  }
  throw captureErrors.unparsable(`the part "${name}" is not a JSON object`)
}
