/** Accounts for a file, in pieces. */
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ResourceAccess } from '../../workspace/organizations/index.ts'
import { presentAccount } from './answers.ts'
import { type AccountFilter, listAccounts } from './list.ts'

const AT_ONCE = 1000

/**
 * The accounts that the caller may see, as the API presents them.
 * @param filter parameters of the list of accounts
 * @throws ApiError 403 when the caller may not see accounts, 400 for tags that are no list of texts
 */
export async function* accountsForFile(
  db: Database,
  team: { id: number },
  own: ResourceAccess,
  filter: AccountFilter,
): AsyncGenerator<object[]> {
  own.assertLevel('viewer')
  for (let offset = 0; ; offset += AT_ONCE) {
    const { count, rows } = await listAccounts({ db, team, own }, filter, { limit: AT_ONCE, offset })
    yield rows.map(presentAccount)
    if (offset + AT_ONCE >= count) return
  }
}
