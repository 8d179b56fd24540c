/** What the persons API takes and answers. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { uncheckedList } from '../../../platform/http/validation.ts'

export const projectParams = z.object({ project_id: z.string() })
/** What of a request names its project and its caller. */
export type ProjectRequest = Pick<FastifyRequest, 'principal'> & { params: { project_id: string } }
export const personParams = projectParams.extend({ id: z.string().describe('Integer id or uuid.') })
export const formatQuery = z.object({ format: z.string().optional().describe('`json` (default) or `csv`.') })

export const personAnswer = z.object({
  type: z.literal('person'),
  id: z.number().int(),
  uuid: z.string(),
  name: z.string(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.any()),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
  is_identified: z.boolean(),
  matched_recordings: z.array(z.any()),
  value_at_data_point: z.number().nullable(),
})
nameSchema(personAnswer, 'Person')
export const success = z.object({ success: z.literal(true) })

/** Bodies are checked by hand where the order of the checks and the wording of errors is part of the contract. */
export const anyBody = z.looseObject({})
/** The same, with fields that a form may give as lists. */
export const listsBody = (...names: string[]) =>
  z.looseObject(Object.fromEntries(names.map((name) => [name, uncheckedList.optional()])))
/** @returns null for what is no list */
export const asList = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null)
