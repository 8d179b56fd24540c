/** Request and response schemas of custom properties. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, nonBlankField, textField } from '../../../platform/http/validation.ts'
import { DISPLAY_TYPES } from './definitions.ts'

/** In characters. */
const NAME_MAX = 400
const DESCRIPTION_MAX = 10_000

const shape = {
  description: z.preprocess((value) => value, textField(DESCRIPTION_MAX).nullable()).optional(),
  is_big_number: flexibleBoolean.optional(),
  options: z.any().optional(),
}
export const newDefinitionBody = z.object({
  name: nonBlankField(NAME_MAX),
  description: shape.description,
  display_type: z.enum(DISPLAY_TYPES),
  is_big_number: shape.is_big_number,
  options: shape.options,
})
export type NewDefinitionBody = z.output<typeof newDefinitionBody>

export const definitionBody = z.object({
  name: nonBlankField(NAME_MAX).optional(),
  description: shape.description,
  display_type: z.enum(DISPLAY_TYPES).optional(),
  is_big_number: shape.is_big_number,
  options: shape.options,
})

export type DefinitionBody = z.output<typeof definitionBody>

export const definitionAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  display_type: z.string(),
  is_big_number: z.boolean(),
  options: z.array(z.object({ id: z.string(), label: z.string(), color: z.string() })).nullable(),
  source: z.null(),
  references: z.array(z.any()),
  created_at: z.string(),
  created_by: z.number().nullable(),
  updated_at: z.string().nullable(),
})
nameSchema(definitionAnswer, 'CustomPropertyDefinition')
