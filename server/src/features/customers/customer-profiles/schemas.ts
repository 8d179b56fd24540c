/** Request and response schemas of profile layouts. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'

const SCOPES = ['person', 'group_0', 'group_1', 'group_2', 'group_3', 'group_4'] as const

export const newLayoutBody = z.object({
  scope: z.enum(SCOPES),
  content: z.any().optional(),
  sidebar: z.any().optional(),
})
export type NewLayoutBody = z.output<typeof newLayoutBody>

export const layoutBody = newLayoutBody.partial()
export type LayoutBody = z.output<typeof layoutBody>

export const layoutAnswer = z.object({
  id: z.string(),
  scope: z.string(),
  content: z.any(),
  sidebar: z.any(),
  created_at: z.string(),
  updated_at: z.string(),
})
nameSchema(layoutAnswer, 'CustomerProfileConfig')
