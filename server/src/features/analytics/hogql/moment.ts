/** Times as query values. */
import { DateTime } from 'luxon'
import type { Micros } from '../../../platform/date-text.ts'
import { type Constant, constant } from './ast.ts'

/** A point in time as a query constant. */
export function moment(micros: Micros): Constant {
  const milliseconds = Math.floor(micros / 1000)
  const fraction = String(micros - milliseconds * 1000).padStart(3, '0')
  const text = DateTime.fromMillis(milliseconds, { zone: 'UTC' }).toFormat('yyyy-MM-dd HH:mm:ss.SSS')
  return constant(`${text}${fraction}`, 'DateTime')
}
