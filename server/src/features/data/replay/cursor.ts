/** Where a page of recordings ended, as an opaque text. */
import { errors } from '../../../platform/http/errors.ts'
import type { Order } from './schemas.ts'

export interface Cursor {
  /** The value by which the list is ordered. */
  value: number
  sessionId: string
}

export function writeCursor({ value, sessionId }: Cursor, order: Order, isAscending: boolean): string {
  return Buffer.from(JSON.stringify([order, isAscending, value, sessionId])).toString('base64url')
}

/** @throws ApiError 400 if it is none, or belongs to a list in another order */
export function readCursor(text: string, order: Order, isAscending: boolean): Cursor {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    parts = null
  }
  const [ownOrder, ownDirection, value, sessionId] = Array.isArray(parts) ? parts : []
  if (typeof value !== 'number' || typeof sessionId !== 'string')
    throw errors.invalid('This is not a cursor of this list.', 'after')
  if (ownOrder !== order || ownDirection !== isAscending)
    throw errors.invalid('This cursor belongs to a list in another order.', 'after')
  return { value, sessionId }
}
