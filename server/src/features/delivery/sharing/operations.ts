/** Operations on how an object is shared. Those that change it need edit access to the object, and are logged with it. */
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { type ActivityChange, logActivity } from '../../workspace/activity/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import type { SharingRules } from '../../workspace/organizations/index.ts'
import { hashPassword } from '../../workspace/users/index.ts'
import type { Shareables } from './links.ts'
import type { linkAnswer, newPasswordAnswer, passwordBody, ShareAnswer, ShareBody } from './schemas.ts'
import { readSettings } from './settings.ts'
import type { FoundObject, Shareable } from './shareable.ts'
import {
  endRefreshed,
  findShare,
  insertPassword,
  listPasswords,
  listShares,
  lockShare,
  newToken,
  refreshToken,
  replaceToken,
  revokePassword,
  type Share,
  type SharePassword,
  storeShare,
} from './store.ts'

const PASSWORD_CHARACTERS_MIN = 8
const PASSWORD_BYTES = 16
const PASSWORD_FEATURE = 'advanced_permissions'

/** A refusal whose answer is a bare `{"error": …}`. */
export class ShareRefusal extends Error {
  constructor(
    readonly status: 400 | 403,
    message: string,
  ) {
    super(message)
  }
}

/** An object, the caller, how objects of its kind are shared, and whether that is allowed. */
export interface SharingContext extends FoundObject {
  shareable: Shareable
  rules: SharingRules
}

/** How an object is shared. As long as nothing is stored, the token is a new one each time, and never works. */
export async function readShare(context: SharingContext): Promise<ShareAnswer> {
  const share = await findShare(context.db.$client, keyOf(context))
  return share ? present(context.db.$client, context, share) : presentUnstored(context)
}

/**
 * Changes what the body has. Every change from off to on issues a new link.
 * @throws ApiError 400 for settings that are none; 403 without edit access, or when the organization or the project allows no links
 * @throws ShareRefusal for passwords that the plan does not include
 */
export async function changeShare(context: SharingContext, readFields: () => ShareBody): Promise<ShareAnswer> {
  assertMayEdit(context)
  const body = readFields()
  const { rules } = context
  if (body.enabled && rules.blockedBy) throw errors.forbidden(`Public sharing is disabled for this ${rules.blockedBy}.`)
  if (body.password_required && !rules.mayUse(PASSWORD_FEATURE))
    throw new ShareRefusal(403, 'Sharing with password requires the Advanced Permissions feature')
  const settings = body.settings === undefined ? undefined : readSettings(body.settings)
  return inTransaction(context.db.$client, async (client) => {
    const before = await lockShare(client, keyOf(context))
    const enabled = body.enabled ?? before.enabled
    const next = {
      enabled,
      settings: settings === undefined ? before.settings : settings,
      passwordRequired: body.password_required ?? before.passwordRequired,
    }
    await storeShare(client, before, next, context.principal.userId)
    if (enabled && !before.enabled) await replaceToken(client, before)
    if (!enabled) await endRefreshed(client, before)
    if (enabled !== before.enabled) await logSwitch(client, context, enabled)
    return present(client, context, await current(client, context))
  })
}

/**
 * Issues a new link. The present one works for some more seconds.
 * @throws ApiError 403 without edit access
 */
export async function refreshShare(context: SharingContext, graceSeconds: number): Promise<ShareAnswer> {
  assertMayEdit(context)
  return inTransaction(context.db.$client, async (client) => {
    await refreshToken(client, await lockShare(client, keyOf(context)), graceSeconds)
    await log(client, context, 'access token refreshed', [])
    return present(client, context, await current(client, context))
  })
}

/**
 * @param body without a password, one is made
 * @throws ApiError 400 for a short password or a long note, 403 without edit access
 * @throws ShareRefusal as long as links need no password, or when the plan does not include them
 */
export async function createPassword(
  context: SharingContext,
  readFields: () => z.output<typeof passwordBody>,
): Promise<z.infer<typeof newPasswordAnswer>> {
  assertMayEdit(context)
  const stored = await findShare(context.db.$client, keyOf(context))
  if (!stored?.passwordRequired)
    throw new ShareRefusal(400, 'Password protection must be enabled before creating passwords')
  if (!context.rules.mayUse(PASSWORD_FEATURE))
    throw new ShareRefusal(403, 'Password management requires the Advanced Permissions feature')
  const body = readFields()
  if (body.raw_password && body.raw_password.length < PASSWORD_CHARACTERS_MIN)
    throw errors.invalid(`Password must be at least ${PASSWORD_CHARACTERS_MIN} characters long.`, 'raw_password')
  const password = body.raw_password || randomBytes(PASSWORD_BYTES).toString('base64url')
  const hash = await hashPassword(password)
  return inTransaction(context.db.$client, async (client) => {
    const share = await lockShare(client, keyOf(context))
    const { userId } = context.principal
    const id = await insertPassword(client, share, { hash, note: body.note ?? '', userId })
    const answer = await present(client, context, share)
    const { note, created_by_email } = answer.share_passwords.find((each) => each.id === id)!
    return { ...answer, id, password, note, created_by_email }
  })
}

/**
 * Revokes a password; whoever opened the link with it has to enter another one.
 * @param id as in the path
 * @throws ApiError 403 without edit access, 404 when there is no such password
 */
export async function removePassword(context: SharingContext, id: string): Promise<void> {
  assertMayEdit(context)
  const isRevoked = await inTransaction(context.db.$client, async (client) => {
    const share = await findShare(client, keyOf(context))
    return share !== null && /^\d{1,9}$/.test(id) && (await revokePassword(client, share, Number(id)))
  })
  if (!isRevoked) throw errors.notFound('Password not found')
}

/** What is shared of a project, as far as the caller may see it. */
export async function listLinks(
  context: ProjectContext,
  shareables: Shareables,
): Promise<z.infer<typeof linkAnswer>[]> {
  const shares = await listShares(context.db.$client, context.team.id)
  const described = new Map(
    await Promise.all(
      shareables.all.map(async (shareable) => {
        const ids = shares.filter(({ resource }) => resource === shareable.resource).map(({ objectId }) => objectId)
        return [shareable.resource, ids.length > 0 ? await shareable.describe(context, ids) : null] as const
      }),
    ),
  )
  return shares.flatMap((share) => {
    const object = described.get(share.resource)?.get(share.objectId)
    if (!object) return []
    return {
      type: share.resource,
      id: object.shortId ?? object.id,
      name: object.name,
      access_token: share.token,
      password_required: share.passwordRequired,
      passwords: share.passwords,
      shared_at: share.enabledAt === null ? null : formatTime(share.enabledAt),
      shared_by: share.enabledByName,
      openings: share.openings,
      last_opened_at: share.lastOpenedAt === null ? null : formatTime(share.lastOpenedAt),
      can_edit: object.mayEdit,
    }
  })
}

function keyOf({ team, shareable, object }: SharingContext) {
  return { teamId: team.id, resource: shareable.resource, objectId: object.id }
}

function assertMayEdit({ object, shareable }: SharingContext): void {
  if (!object.mayEdit) throw errors.forbidden(`You don't have edit permissions for this ${shareable.noun}.`)
}

const current = async (client: PoolClient, context: SharingContext): Promise<Share> =>
  (await findShare(client, keyOf(context)))!

const presentRights = ({ object, rules }: SharingContext) => ({
  user_access_level: object.mayEdit ? 'editor' : 'viewer',
  blocked_by: rules.blockedBy,
})

function presentUnstored(context: SharingContext): ShareAnswer {
  return {
    created_at: null,
    enabled: false,
    access_token: newToken(),
    settings: null,
    password_required: false,
    share_passwords: [],
    ...presentRights(context),
  }
}

async function present(
  client: Parameters<typeof listPasswords>[0],
  context: SharingContext,
  share: Share,
): Promise<ShareAnswer> {
  return {
    created_at: formatTime(share.createdAt),
    enabled: share.enabled,
    access_token: share.token,
    settings: share.settings,
    password_required: share.passwordRequired,
    share_passwords: (await listPasswords(client, share)).map(presentPassword),
    ...presentRights(context),
  }
}

const presentPassword = ({ id, createdAt, note, createdByEmail }: SharePassword) => ({
  id,
  created_at: formatTime(createdAt),
  note,
  created_by_email: createdByEmail ?? 'deleted user',
  is_active: true,
})

function logSwitch(client: PoolClient, context: SharingContext, enabled: boolean): Promise<void> {
  const type = context.shareable.kind?.scope ?? ''
  return log(client, context, enabled ? 'sharing enabled' : 'sharing disabled', [
    { type, action: 'changed', field: 'sharing', before: !enabled, after: enabled },
  ])
}

async function log(
  client: PoolClient,
  { team, principal, shareable, object }: SharingContext,
  activity: string,
  changes: ActivityChange[],
): Promise<void> {
  if (!shareable.kind) return
  await logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: shareable.kind.scope,
    itemId: object.id,
    detail: { name: object.name, short_id: object.shortId, changes },
  })
}
