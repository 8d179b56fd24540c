/** Notes what people change about how they log in, in every organization that it concerns. */
import type { Principal } from '../../../platform/http/access.ts'
import type { JsonValue } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { logActivity } from '../activity/index.ts'

/** @param before and after never hold a secret: whether something is on, or what it is called */
export async function logSecurityChange(
  client: Pool | PoolClient,
  principal: Principal,
  userId: number,
  field: string,
  before: JsonValue,
  after: JsonValue,
): Promise<void> {
  const { rows } = await client.query<{ uuid: string; email: string; organizationId: string }>(
    `SELECT u.uuid, u.email, m.organization_id AS "organizationId" FROM users u
     JOIN organization_memberships m ON m.user_id = u.id WHERE u.id = $1`,
    [userId],
  )
  const action = before === null ? 'created' : after === null ? 'deleted' : 'changed'
  for (const { uuid, email, organizationId } of rows)
    await logActivity(client, {
      organizationId,
      teamId: null,
      principal,
      activity: 'updated',
      scope: 'User',
      itemId: uuid,
      detail: { name: email, changes: [{ type: 'User', action, field, before, after }] },
    })
}
