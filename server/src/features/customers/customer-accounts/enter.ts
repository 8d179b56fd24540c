/** Resolves the accounts that a request names, and checks what the caller may do with them. */
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import type { Account } from './accounts.ts'
import { accountObjects, findParent } from './operations.ts'

/** @throws ApiError 403 when the caller's level is too low for accounts without rules of their own */
export const enterAccounts = (db: Database, request: FastifyRequest, needed: AccessLevel): Promise<ObjectContext> =>
  accountObjects.enter(db, request, needed)

interface Entered {
  context: ObjectContext
  account: Account
}

/**
 * The account of the path parameter `id`. Its own rules can allow what the rules for all accounts forbid.
 * @throws ApiError 404 when there is none, 403 when the caller's level for it is too low
 */
export async function enterAccount(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<Entered> {
  const context = await enterAccounts(db, request, 'none')
  const { id } = request.params as { id: string }
  return { context, account: await accountObjects.find(context, id, needed) }
}

/**
 * The account of the path parameter `account_id`, whose parts the request is about.
 * @throws ApiError 404 when the caller sees no such account, 403 when their level for it is too low
 */
export async function enterParent(db: Database, request: FastifyRequest, needed: AccessLevel): Promise<Entered> {
  const context = await enterAccounts(db, request, 'none')
  const { account_id: id } = request.params as { account_id: string }
  return { context, account: await findParent(context, id, needed) }
}
