/** A property filter as it is kept in the URL. */
import { z } from 'zod'

export const propertyFilter = z.object({
  key: z.string(),
  operator: z.string(),
  value: z.union([z.string(), z.array(z.string())]).default(''),
})
export type PropertyFilter = z.infer<typeof propertyFilter>
