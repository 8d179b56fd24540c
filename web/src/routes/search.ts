/** Parts of addresses that several pages share. Whatever is not valid counts as absent. */
import { z } from 'zod'

export const words = z.coerce.string().default('').catch('')

export const eventFilter = {
  event: z.coerce.string().default('').catch(''),
  from: z.string().default('').catch(''),
  to: z.string().default('').catch(''),
}
