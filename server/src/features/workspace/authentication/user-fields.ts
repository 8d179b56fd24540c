/** Request and response schemas of the user's own account. */
import { z } from 'zod'
import { SENSITIVE_SESSION_MS, sessionOf, type UserPrincipal } from '../../../platform/http/access.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { jsonField, nullable, nullableBoolean, text } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { formatDate } from '../../../platform/time.ts'
import {
  basicOrganizationAnswer,
  basicTeamAnswer,
  currentOrganization,
  currentTeam,
  describeOrganization,
  foundedOrganization,
  organizationAnswer,
  organizationsOf,
  pendingInviteAnswer,
  pendingInvites,
  toBasicOrganization,
  toBasicTeam,
} from '../organizations/index.ts'
import { basicUserAnswer, scenesOf, toBasicUser, type User } from '../users/index.ts'
import type { CallerContext } from './context.ts'
import { notificationSettings } from './notification-settings.ts'

const JSON_CHARACTERS_MAX = 100_000

const json = jsonField(z.any()).refine((value) => stringifyJson(value ?? null).length <= JSON_CHARACTERS_MAX, {
  message: `Ensure this value has no more than ${JSON_CHARACTERS_MAX} characters as JSON.`,
}) as z.ZodType<JsonValue>
export const emailField = z
  .string()
  .trim()
  .min(1)
  .max(254)
  .pipe(z.email('Enter a valid email address.'))
  .transform((email) => email.toLowerCase())

export const passwordField = z.string().min(1).max(100_000)

export const roleAtOrganization = nullable(
  z.enum(['engineering', 'data', 'product', 'founder', 'leadership', 'marketing', 'sales', 'other']),
)

/** The fields that users can change about themselves, in the order in which they are checked. */
export const userBody = z
  .object({
    first_name: text(150),
    last_name: text(150),
    email: emailField,
    notification_settings: json,
    anonymize_data: nullableBoolean,
    allow_impersonation: nullableBoolean,
    toolbar_mode: nullable(z.enum(['disabled', 'toolbar'])),
    is_staff: nullableBoolean,
    set_current_organization: z.string(),
    set_current_team: z.union([z.string(), z.number()]),
    password: z.string(),
    current_password: z.string(),
    events_column_config: json,
    has_seen_product_intro_for: json,
    theme_mode: nullable(z.enum(['light', 'dark', 'system'])),
    hedgehog_config: json,
    allow_sidebar_suggestions: nullableBoolean,
    shortcut_position: nullable(z.enum(['above', 'below', 'hidden'])),
    role_at_organization: roleAtOrganization,
    passkeys_enabled_for_2fa: nullableBoolean,
  })
  .partial()
export type UserBody = z.output<typeof userBody>

export const userAnswer = basicUserAnswer.extend({
  date_joined: z.string(),
  pending_email: z.string().nullable(),
  notification_settings: z.record(z.string(), z.any()),
  anonymize_data: z.boolean().nullable(),
  allow_impersonation: z.boolean().nullable(),
  toolbar_mode: z.string().nullable(),
  has_password: z.boolean(),
  is_staff: z.boolean(),
  is_impersonated: z.boolean(),
  is_impersonated_until: z.string().nullable(),
  is_impersonated_read_only: z.boolean().nullable(),
  sensitive_session_expires_at: z.string().nullable(),
  team: basicTeamAnswer.nullable(),
  organization: organizationAnswer.nullable(),
  organizations: z.array(basicOrganizationAnswer),
  events_column_config: z.any(),
  is_2fa_enabled: z.boolean(),
  has_social_auth: z.boolean(),
  has_sso_enforcement: z.boolean(),
  has_seen_product_intro_for: z.any(),
  scene_personalisation: z.array(z.object({ scene: z.string(), dashboard: z.number() })),
  theme_mode: z.string().nullable(),
  allow_sidebar_suggestions: z.boolean().nullable(),
  shortcut_position: z.string(),
  passkeys_enabled_for_2fa: z.boolean(),
  is_organization_first_user: z
    .boolean()
    .nullable()
    .describe('Whether you founded your current organization instead of being invited; null for other accounts.'),
  pending_invites: z
    .array(pendingInviteAnswer)
    .describe('Your open invitations, newest first; empty for other accounts.'),
})
nameSchema(userAnswer, 'User')

/** Related data of an account: where its owner works, and the notices for its owner. */
async function findSurroundings({ db, secondFactor, principal }: CallerContext, user: User) {
  const own: UserPrincipal = {
    ...principal,
    userId: user.id,
    currentOrganizationId: user.currentOrganizationId,
    currentTeamId: user.currentTeamId,
  }
  const team = (await currentTeam(db, own)) ?? null
  const organizationId = team?.organizationId ?? own.currentOrganizationId
  const isSelf = principal.userId === user.id
  const [organization, organizations, state, scenes, isFirst, invites] = await Promise.all([
    currentOrganization(db, { ...own, currentOrganizationId: organizationId }),
    organizationsOf(db, user.id),
    secondFactor.state(user.id),
    scenesOf(db.$client, user.id, team?.id ?? null),
    isSelf ? foundedOrganization(db, user.id, organizationId) : null,
    isSelf ? pendingInvites(db, user) : [],
  ])
  const described = organization ? await describeOrganization(db, organization, user.id) : null
  return { team, organization: described, organizations, state, scenes, isFirst, invites }
}

/** An account as its owner and staff see it. */
export async function describeUser(context: CallerContext, user: User): Promise<z.infer<typeof userAnswer>> {
  const { team, organization, organizations, state, scenes, isFirst, invites } = await findSurroundings(context, user)
  const session = sessionOf(context.principal)
  return {
    ...toBasicUser(user),
    hedgehog_config: user.hedgehogConfig,
    date_joined: formatDate(user.createdAt),
    pending_email: user.pendingEmail,
    notification_settings: notificationSettings(user.notificationSettings),
    anonymize_data: user.anonymizeData,
    allow_impersonation: user.allowImpersonation,
    toolbar_mode: user.toolbarMode,
    has_password: user.passwordHash !== null,
    is_staff: user.isStaff,
    is_impersonated: false,
    is_impersonated_until: null,
    is_impersonated_read_only: null,
    sensitive_session_expires_at: session
      ? formatDate(new Date(session.authenticatedAt.getTime() + SENSITIVE_SESSION_MS))
      : null,
    team: team && toBasicTeam(team),
    organization,
    organizations: organizations.map((each) => toBasicOrganization(each, each.level)),
    events_column_config: user.eventsColumnConfig,
    is_2fa_enabled: state.isEnabled,
    has_social_auth: false,
    has_sso_enforcement: false,
    has_seen_product_intro_for: user.hasSeenProductIntroFor,
    scene_personalisation: scenes,
    theme_mode: user.themeMode,
    allow_sidebar_suggestions: user.allowSidebarSuggestions,
    shortcut_position: user.shortcutPosition ?? 'above',
    passkeys_enabled_for_2fa: user.passkeysEnabledFor2fa,
    is_organization_first_user: isFirst,
    pending_invites: invites,
  }
}

/** Columns for fields that are stored as they are. */
export function toUserColumns(body: UserBody): Partial<User> {
  const columns: Record<string, unknown> = {
    firstName: body.first_name,
    lastName: body.last_name,
    anonymizeData: body.anonymize_data,
    allowImpersonation: body.allow_impersonation,
    toolbarMode: body.toolbar_mode,
    isStaff: body.is_staff ?? undefined,
    eventsColumnConfig: body.events_column_config,
    hasSeenProductIntroFor: body.has_seen_product_intro_for,
    themeMode: body.theme_mode,
    hedgehogConfig: body.hedgehog_config === undefined ? undefined : toConfig(body.hedgehog_config),
    allowSidebarSuggestions: body.allow_sidebar_suggestions,
    shortcutPosition: body.shortcut_position,
    roleAtOrganization: body.role_at_organization,
    passkeysEnabledFor2fa: body.passkeys_enabled_for_2fa ?? undefined,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

function toConfig(value: JsonValue): JsonObject | null {
  return isJsonObject(value) ? value : null
}

/** The fields of a user that the activity log shows. */
export function toUserSettings(user: User): Record<string, unknown> {
  const { notificationSettings: stored, ...rest } = user
  return {
    first_name: rest.firstName,
    last_name: rest.lastName,
    email: rest.email,
    notification_settings: stored,
    anonymize_data: rest.anonymizeData,
    allow_impersonation: rest.allowImpersonation,
    toolbar_mode: rest.toolbarMode,
    is_staff: rest.isStaff,
    theme_mode: rest.themeMode,
    role_at_organization: rest.roleAtOrganization,
    passkeys_enabled_for_2fa: rest.passkeysEnabledFor2fa,
  }
}
