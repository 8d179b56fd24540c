/** A notebook of an account is part of the account: a caller who may not see the account gets a 404 for the notebook. */
import { assertScope } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { type AccessLevel, resourceAccess } from '../../workspace/organizations/index.ts'
import type { NotebookRow } from './store.ts'

/** Finds the user who created an account; null if that is unknown, or if there is no such account. */
export type AccountMaker = (db: Database, teamId: number, accountId: string) => Promise<number | null>

/** A project, the caller, and the function that finds who created an account. */
export interface NotebookContext extends ObjectContext {
  accountMaker: AccountMaker
}

/**
 * @param notebook a notebook of an account
 * @throws ApiError 404 when the account is hidden from the caller, 403 when their level for it is too low
 */
export async function assertAccountOf(
  { db, principal, team, accountMaker }: NotebookContext,
  { accountId, createdById }: NotebookRow,
  needed: AccessLevel,
): Promise<void> {
  assertScope(principal, needed === 'viewer' ? 'account:read' : 'account:write')
  const accounts = await resourceAccess(db, principal, team, 'account')
  if (accountId === null) {
    // The account was deleted, so its access rules are unknown.
    if (!accounts.seesAll && createdById !== principal.userId) throw errors.notFound()
    accounts.assertLevel(needed)
    return
  }
  const makerId = await accountMaker(db, team.id, accountId)
  if (!accounts.sees(accountId, makerId)) throw errors.notFound()
  accounts.assertLevelOf(accountId, makerId, needed)
}
