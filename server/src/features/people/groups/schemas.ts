/** Requests and responses of the groups API. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery } from '../../../platform/http/validation.ts'

const typeIndex = z.string().optional().describe('0 to 4; required.')
/** Query parameters that identify a group. */
export const namedQuery = z.object({
  group_type_index: typeIndex,
  group_key: z.string().optional().describe('Key of the group; required.'),
})
export const listQuery = pageQuery.extend({
  group_type_index: typeIndex,
  search: z.string().optional().describe('Part of the key or of the property `name`.'),
})
export const valuesQuery = z.object({
  group_type_index: typeIndex,
  key: z.string().optional().describe('Name of the property.'),
  value: z.string().optional().describe('Text that the values contain.'),
})
export const relatedQuery = z.object({
  group_type_index: z.string().optional().describe('0 to 4.'),
  id: z.string().optional().describe('Key of the group, or ID of the person; required.'),
})
/** Validated in the route, because the error messages are part of the API contract. */
export const anyBody = z.looseObject({})

export const groupTypeAnswer = z.object({
  group_type: z.string(),
  group_type_index: z.number(),
  name_singular: z.string().nullable(),
  name_plural: z.string().nullable(),
  created_at: z.string(),
})
nameSchema(groupTypeAnswer, 'GroupType')

export const groupAnswer = z.object({
  group_type_index: z.number(),
  group_key: z.string(),
  group_properties: z.record(z.string(), z.any()),
  created_at: z.string(),
})
nameSchema(groupAnswer, 'Group')

export const nameAndCount = z.object({ name: z.string(), count: z.number() })
export const relatedAnswer = z.array(z.looseObject({ type: z.enum(['person', 'group']) }))
