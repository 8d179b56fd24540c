/** Request and response schemas of accounts. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nonBlankField, textField } from '../../../platform/http/validation.ts'
import { tagList } from '../../workspace/tags/index.ts'

/** Maximum length of a name or an external ID, in characters. */
const NAME_MAX = 400

const shape = {
  external_id: z.preprocess((value) => value, textField(NAME_MAX).nullable()).optional(),
  properties: z.any().optional(),
  tags: tagList.optional(),
}
export const newAccountBody = z.object({ name: nonBlankField(NAME_MAX), ...shape })
export type NewAccountBody = z.output<typeof newAccountBody>

export const accountBody = z.object({ name: nonBlankField(NAME_MAX).optional(), ...shape })
export type AccountBody = z.output<typeof accountBody>

export const accountAnswer = z.object({
  id: z.string(),
  name: z.string(),
  external_id: z.string().nullable(),
  properties: z.any(),
  tags: z.array(z.string()),
  notebooks: z.array(z.string()),
  created_at: z.string(),
  created_by: z.number().nullable(),
  updated_at: z.string().nullable(),
})
nameSchema(accountAnswer, 'Account')
