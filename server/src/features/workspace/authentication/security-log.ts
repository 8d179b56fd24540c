/** Logs changes of a user's login settings, in every organization that they affect. */
import type { Principal } from '../../../platform/http/access.ts'
import type { JsonValue } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { logInOrganization, organizationIdsOf } from '../organizations/index.ts'
import { findUser } from '../users/index.ts'
import { userKind } from './kind.ts'

interface SecurityChange {
  userId: number
  field: string
  /** Never a secret: only whether something is on, or its name. */
  before: JsonValue
  after: JsonValue
}

export async function logSecurityChange(
  { db, principal }: { db: Database; principal: Principal },
  { userId, field, before, after }: SecurityChange,
): Promise<void> {
  const [user, organizations] = await Promise.all([findUser(db, userId), organizationIdsOf(db.$client, userId)])
  if (!user) return
  const { scope } = userKind
  const action = before === null ? 'created' : after === null ? 'deleted' : 'changed'
  const detail = { name: user.email, changes: [{ type: scope, action, field, before, after } as const] }
  for (const id of organizations)
    await logInOrganization(db.$client, { principal, organization: { id } }, userKind, {
      id: user.uuid,
      activity: 'updated',
      detail,
    })
}
