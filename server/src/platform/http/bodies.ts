/**
 * JSON, urlencoded and multipart bodies become the same object: a repeated key is a list, and `key[0]`, `key[1]` too.
 * Text fields of forms stay text; schemas turn them into numbers, booleans or JSON where a field wants that.
 */
import type { IncomingMessage } from 'node:http'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJson } from '../json.ts'
import { ApiError, errors } from './errors.ts'

export const API_BODY_BYTES_MAX = 10 * 1024 * 1024
const FORM_FIELDS_MAX = 1000
/** How much of a refused body is still read, so that a sender that is busy sending gets to see the answer. */
const REFUSED_BODY_BYTES_MAX = 128 * 1024 * 1024
const REFUSED_BODY_MS_MAX = 10_000

/**
 * Reads the rest of a body that is too large and forgets it. Closing the connection under a sender's hands would reset
 * it, and the sender would see a broken connection, which invites a repetition, instead of the 413.
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
        else if (part.fieldname === 'csv') fields.push(['csv', await readFile(part.file)])
        else part.file.resume()
      }
    } catch (error) {
      if (error instanceof ApiError) throw error
      throw errors.malformed(`Multipart form parse error - ${(error as Error).message}`)
    }
    request.body = fieldsToObject(fields)
  })
}

async function readFile(file: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > API_BODY_BYTES_MAX) throw errors.tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function fieldsToObject(fields: [string, string][]): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = Object.create(null)
  for (const [rawName, value] of fields) {
    const listName = /^(.+)\[\d*\]$/.exec(rawName)?.[1]
    const name = listName ?? rawName
    const before = object[name]
    if (before === undefined) object[name] = listName ? [value] : value
    else object[name] = [...(Array.isArray(before) ? before : [before]), value]
  }
  return { ...object }
}
