/**
 * Turns JSON, urlencoded and multipart bodies into the same object, one that the stores can hold. `forms.ts` decides how
 * form fields are interpreted.
 */
import type { IncomingMessage } from 'node:http'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { ExactNumber, isJsonObject, type JsonValue, parseJson, toStorableText } from '../json.ts'
import { decodeCsv } from './csv-file.ts'
import { ApiError, errors } from './errors.ts'
import { fieldsToObject, fitForm } from './forms.ts'

export const API_BODY_BYTES_MAX = 10 * 1024 * 1024
const FORM_FIELDS_MAX = 1000
/** Deeper nesting would overflow the stack of its readers, here or in PostgreSQL. */
const DEPTH_MAX = 500
/** PostgreSQL's numbers have up to 131,072 digits before the decimal point and 16,383 after it. */
const NUMBER_CHARACTERS_MAX = 10_000
const NUMBER_EXPONENT_MAX = 10_000
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i
/** How much of a refused body is still read, so that a sender that is still sending receives the answer. */
const REFUSED_BODY_BYTES_MAX = 128 * 1024 * 1024
const REFUSED_BODY_MS_MAX = 10_000

/**
 * Reads the rest of a body that is too large and discards it. Closing the connection would reset it while the sender is
 * still sending. Instead of the 413, the sender would see a broken connection and retry.
 */
export function discardBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, REFUSED_BODY_MS_MAX)
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > REFUSED_BODY_BYTES_MAX) resolve()
    })
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve())
    request.once('close', () => clearTimeout(timer))
    request.resume()
  })
}

export async function acceptBodies(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: API_BODY_BYTES_MAX },
    async (_request: FastifyRequest, text: string) => {
      if (text.trim() === '') return {}
      try {
        return parseJson(text)
      } catch (error) {
        throw errors.malformed(`JSON parse error - ${(error as Error).message}`)
      }
    },
  )
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: API_BODY_BYTES_MAX },
    async (_request: FastifyRequest, text: string) => fieldsToObject([...new URLSearchParams(text)]),
  )
  await app.register(multipart, { limits: { fields: FORM_FIELDS_MAX, fieldSize: API_BODY_BYTES_MAX, files: 10 } })
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return
    const fields: [string, string][] = []
    try {
      for await (const part of request.parts()) {
        if (part.type === 'field') fields.push([part.fieldname, String(part.value ?? '')])
        // A table is uploaded as a file, and is text like any other field.
        else if (part.fieldname === 'csv') fields.push(['csv', decodeCsv(await readFile(part.file), 'csv')])
        else part.file.resume()
      }
    } catch (error) {
      if (error instanceof ApiError) throw error
      throw errors.malformed(`Multipart form parse error - ${(error as Error).message}`)
    }
    request.body = fieldsToObject(fields)
  })
}

export function isForm(request: FastifyRequest): boolean {
  return FORM.test(request.headers['content-type'] ?? '')
}

/**
 * Makes everything in a request storable in PostgreSQL: what its text type cannot hold (NUL, lone surrogates) becomes
 * U+FFFD. The fields of a form get the types of the route's schema.
 * @throws ApiError 400 for a body that cannot be stored even so
 */
export function readRequest(request: FastifyRequest): void {
  request.params = toStorable(request.params as JsonValue)
  request.query = toStorable(request.query as JsonValue)
  if (Buffer.isBuffer(request.body)) return
  request.body = toStorable(request.body as JsonValue | undefined)
  const schema = request.routeOptions.schema?.body as z.ZodType | undefined
  if (schema && isForm(request)) request.body = fitForm(schema, request.body)
}

function toStorable(value: JsonValue | undefined, depth = 0): JsonValue | undefined {
  if (typeof value === 'string') return toStorableText(value)
  if (value instanceof ExactNumber) return toStorableNumber(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEPTH_MAX) throw errors.malformed('The body is nested too deeply.')
  if (Array.isArray(value)) return value.map((item) => toStorable(item, depth + 1) ?? null)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [toStorableText(key), toStorable(item, depth + 1)]),
  )
}

function toStorableNumber(number: ExactNumber): ExactNumber {
  const exponent = /[eE](.+)$/.exec(number.text)?.[1] ?? '0'
  if (number.text.length > NUMBER_CHARACTERS_MAX || Math.abs(Number(exponent)) > NUMBER_EXPONENT_MAX)
    throw errors.malformed('The body has a number that is too long.')
  return number
}

async function readFile(file: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > API_BODY_BYTES_MAX) throw errors.tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
