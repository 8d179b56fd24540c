/** From a request to the accounts it speaks of, and what the caller may do with them. */
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import type { Account } from './accounts.ts'
import { accountObjects, findParent } from './operations.ts'

/** @throws ApiError 403 when the caller may do less than needed with accounts that have no rules of their own */
export const enterAccounts = (db: Database, request: FastifyRequest, needed: AccessLevel): Promise<ObjectContext> =>
  accountObjects.enter(db, request, needed)

interface Entered {
  context: ObjectContext
  account: Account
}

/**
 * The account of the path parameter `id`. Its own rules can allow what those of all accounts forbid.
 * @throws ApiError 404 when there is none, 403 when the caller may do less than needed with it
 */
export async function enterAccount(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<Entered> {
  const context = await enterAccounts(db, request, 'none')
  const { id } = request.params as { id: string }
  return { context, account: await accountObjects.find(context, id, needed) }
}

/**
 * The account of the path parameter `account_id`, of which something is asked for.
 * @throws ApiError 404 when there is none for the caller, 403 when they may do less than needed with it
 */
export async function enterParent(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<Entered> {
  const context = await enterAccounts(db, request, 'none')
  const { account_id: id } = request.params as { account_id: string }
  return { context, account: await findParent(context, id, needed) }
}
