/** Request and response schemas of organizations. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, nonBlank, nullable, nullableBoolean } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import { ALL_FEATURES, type Organization, type Team } from './organizations.ts'
import { basicTeamAnswer, toBasicTeam } from './project-fields.ts'

/** The writable fields, in the order in which they are checked. */
export const organizationBody = z
  .object({
    name: nonBlank(64),
    logo_media_id: nullable(z.uuid('Must be a valid UUID.')),
    is_member_join_email_enabled: flexibleBoolean,
    enforce_2fa: nullableBoolean,
    members_can_invite: nullableBoolean,
    members_can_create_projects: nullableBoolean,
    members_can_use_personal_api_keys: flexibleBoolean,
    allow_publicly_shared_resources: flexibleBoolean,
    allow_external_recipients: flexibleBoolean,
    is_ai_data_processing_approved: nullableBoolean,
    default_experiment_stats_method: nullable(z.enum(['bayesian', 'frequentist'])),
    default_anonymize_ips: flexibleBoolean,
    default_role_id: nullable(z.string()),
  })
  .partial()
export type OrganizationBody = z.output<typeof organizationBody>

export const basicOrganizationAnswer = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  logo_media_id: z.string().nullable(),
  membership_level: z.number().nullable(),
  members_can_use_personal_api_keys: z.boolean(),
  is_active: z.boolean().nullable(),
  is_not_active_reason: z.string().nullable(),
  is_pending_deletion: z.boolean(),
})
nameSchema(basicOrganizationAnswer, 'OrganizationBasic')

export function toBasicOrganization(
  organization: Organization,
  level: number | null,
): z.infer<typeof basicOrganizationAnswer> {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    logo_media_id: organization.logoMediaId,
    membership_level: level,
    members_can_use_personal_api_keys: organization.membersCanUsePersonalApiKeys,
    is_active: organization.isActive,
    is_not_active_reason: organization.isNotActiveReason,
    is_pending_deletion: organization.isPendingDeletion,
  }
}

export const organizationAnswer = basicOrganizationAnswer.extend({
  created_at: z.string(),
  updated_at: z.string(),
  plugins_access_level: z.number(),
  teams: z.array(basicTeamAnswer),
  projects: z.array(z.object({ id: z.number(), organization_id: z.string(), name: z.string() })),
  available_product_features: z.array(z.object({ key: z.string(), name: z.string() }).loose()),
  is_member_join_email_enabled: z.boolean(),
  metadata: z.object({ instance_tag: z.string() }),
  customer_id: z.string().nullable(),
  enforce_2fa: z.boolean().nullable(),
  members_can_invite: z.boolean().nullable(),
  members_can_create_projects: z.boolean().nullable(),
  allow_publicly_shared_resources: z.boolean(),
  member_count: z.number(),
  allow_external_recipients: z.boolean(),
  is_ai_data_processing_approved: z.boolean().nullable(),
  default_experiment_stats_method: z.string().nullable(),
  default_anonymize_ips: z.boolean(),
  default_role_id: z.string().nullable(),
})
nameSchema(organizationAnswer, 'Organization')

/** Settings as columns of the table. */
export function toOrganizationColumns(body: OrganizationBody): Partial<Organization> {
  const columns: Record<string, unknown> = {
    name: body.name,
    logoMediaId: body.logo_media_id,
    isMemberJoinEmailEnabled: body.is_member_join_email_enabled,
    enforce2fa: body.enforce_2fa,
    membersCanInvite: body.members_can_invite,
    membersCanCreateProjects: body.members_can_create_projects,
    membersCanUsePersonalApiKeys: body.members_can_use_personal_api_keys,
    allowPubliclySharedResources: body.allow_publicly_shared_resources,
    allowExternalRecipients: body.allow_external_recipients,
    isAiDataProcessingApproved: body.is_ai_data_processing_approved,
    defaultExperimentStatsMethod: body.default_experiment_stats_method,
    defaultAnonymizeIps: body.default_anonymize_ips,
    defaultRoleId: body.default_role_id,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

/** The settings as fields, for the response and for the activity log. */
export function toOrganizationSettings(organization: Organization) {
  return {
    name: organization.name,
    logo_media_id: organization.logoMediaId,
    is_member_join_email_enabled: organization.isMemberJoinEmailEnabled,
    enforce_2fa: organization.enforce2fa,
    members_can_invite: organization.membersCanInvite,
    members_can_create_projects: organization.membersCanCreateProjects,
    members_can_use_personal_api_keys: organization.membersCanUsePersonalApiKeys,
    allow_publicly_shared_resources: organization.allowPubliclySharedResources,
    allow_external_recipients: organization.allowExternalRecipients,
    is_ai_data_processing_approved: organization.isAiDataProcessingApproved,
    default_experiment_stats_method: organization.defaultExperimentStatsMethod,
    default_anonymize_ips: organization.defaultAnonymizeIps,
    default_role_id: organization.defaultRoleId,
  }
}

/** The names of the settings in the activity log. */
export const ORGANIZATION_FIELD_NAMES: Record<string, string> = {
  name: 'organization name',
  enforce_2fa: 'two-factor authentication requirement',
  members_can_invite: 'member invitation permissions',
  members_can_use_personal_api_keys: 'personal API key permissions',
  allow_publicly_shared_resources: 'public sharing permissions',
  allow_external_recipients: 'recipients of reports',
  is_member_join_email_enabled: 'member join email notifications',
}

export function toOrganizationAnswer(
  organization: Organization,
  level: number | null,
  teams: readonly Team[],
  memberCount: number,
): z.infer<typeof organizationAnswer> {
  return {
    ...toBasicOrganization(organization, level),
    ...toOrganizationSettings(organization),
    created_at: formatDate(organization.createdAt),
    updated_at: formatDate(organization.updatedAt),
    plugins_access_level: organization.pluginsAccessLevel,
    teams: teams.map(toBasicTeam),
    projects: teams.map(({ id, organizationId, name }) => ({ id, organization_id: organizationId, name })),
    available_product_features: [...(organization.availableProductFeatures ?? ALL_FEATURES)],
    metadata: { instance_tag: 'none' },
    customer_id: null,
    member_count: memberCount,
  }
}
