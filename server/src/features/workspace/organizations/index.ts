export { acceptInvite, assertMayAccept, wrongRecipient } from './accept-invite.ts'
export {
  type AccessLevel,
  findMembership,
  type Membership,
  ResourceAccess,
  resourceAccess,
} from './access-control.ts'
export { registerAccessControlRoutes } from './access-control-routes.ts'
export { hiddenObjects } from './access-rules.ts'
export { enterProject, logInOrganization, type ProjectContext } from './enter.ts'
export { enterOwnProject } from './enter-project.ts'
export type { Mailing } from './invite-mail.ts'
export { registerInviteRoutes } from './invite-routes.ts'
export { type Invite, pendingInviteAnswer } from './invite-schemas.ts'
export { findInvite, pendingInvites } from './invites.ts'
export { deleteProjectData, forgetRetiredTokens, organizationJobs } from './jobs.ts'
export { inviteKind, membershipKind, organizationKind, roleKind, teamKind } from './kind.ts'
export { LEVEL_ADMIN, LEVEL_MEMBER, LEVEL_OWNER } from './levels.ts'
export { registerMemberRoutes } from './member-routes.ts'
export {
  allowedAddresses,
  foundedOrganization,
  MEMBERS,
  memberAddresses,
  organizationIdsOf,
  organizationIdsReachedBy,
} from './members.ts'
export { basicOrganizationAnswer, organizationAnswer, toBasicOrganization } from './organization-fields.ts'
export { describeOrganization } from './organization-operations.ts'
export { registerOrganizationRoutes } from './organization-routes.ts'
export * from './organizations.ts'
export { extendProjects, type ProjectExtension } from './project-extensions.ts'
export { PROJECT_FAMILIES } from './project-families.ts'
export { basicTeamAnswer, teamAnswer, toBasicTeam } from './project-fields.ts'
export { registerProjectRoutes } from './project-routes.ts'
export { registerRoleRoutes } from './role-routes.ts'
export {
  accessOfMember,
  accessOfSharer,
  enterShared,
  type SharedContext,
  type SharingRules,
  sharingRulesOf,
} from './shared.ts'
export { teams } from './tables.ts'
export {
  findTeamToken,
  joinTeam,
  livingTeams,
  noteIngested,
  type ProjectOfToken,
  projectsOfTokens,
} from './teams.ts'
export { timeZoneOffsets, timeZones } from './time-zones.ts'
export { resolveLog, visibleLog } from './visible-log.ts'
