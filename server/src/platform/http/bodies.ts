/**
 * JSON, urlencoded and multipart bodies become the same object: a repeated key is a list, and `key[0]`, `key[1]` too.
 * Text fields of forms stay text; schemas turn them into numbers, booleans or JSON where a field wants that.
 */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJson } from '../json.ts'
import { errors } from './errors.ts'

export const API_BODY_BYTES_MAX = 10 * 1024 * 1024
const FORM_FIELDS_MAX = 1000

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
        else part.file.resume()
      }
    } catch (error) {
      throw errors.malformed(`Multipart form parse error - ${(error as Error).message}`)
    }
    request.body = fieldsToObject(fields)
  })
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
