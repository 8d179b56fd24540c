/** How a shared page looks. */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'

const flag = z.boolean().optional()

/** Unknown keys are dropped; the page treats an absent one as false. */
const shareSettings = z.object({
  /** Without the name of the product. */
  whitelabel: flag,
  /** Without the title above the content. */
  noHeader: flag,
  /** With the inspector beside a recording. */
  showInspector: flag,
  /** With a legend below charts. */
  legend: flag,
  /** With a table below charts. */
  detailed: flag,
  /** Without descriptions. */
  hideExtraDetails: flag,
  theme: z.enum(['light', 'dark', 'system']).optional(),
})
export type ShareSettings = z.infer<typeof shareSettings>

/**
 * @param value as sent; null resets the look
 * @throws ApiError 400 for anything but an object with values of the right types
 */
export function readSettings(value: unknown): ShareSettings | null {
  if (value === null) return null
  const result = shareSettings.safeParse(value)
  if (!result.success) throw errors.invalid('Invalid settings format', 'settings')
  return result.data
}
