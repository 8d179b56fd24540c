/** URL parameters that several pages share. Invalid values count as absent. */
import { z } from 'zod'

export const words = z.coerce.string().default('').catch('')

export const eventFilter = {
  event: z.coerce.string().default('').catch(''),
  from: z.string().default('').catch(''),
  to: z.string().default('').catch(''),
}
