/** Accounts as the API returns them. */
import type { z } from 'zod'
import { formatTime } from '../../../platform/time.ts'
import type { Account } from './accounts.ts'
import type { accountAnswer } from './schemas.ts'

export function presentAccount(account: Account): z.infer<typeof accountAnswer> {
  return {
    id: account.id,
    name: account.name,
    external_id: account.externalId,
    properties: account.properties,
    tags: account.tags.toSorted(),
    notebooks: account.notebooks,
    created_at: formatTime(account.createdAt),
    created_by: account.createdById,
    updated_at: formatTime(account.updatedAt),
  }
}
