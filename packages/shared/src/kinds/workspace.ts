import { withScopes } from './kind.ts'

export const workspaceKinds = withScopes({
  AccessControl: {
    noun: 'access to',
    plural: 'access to',
    hasNoArticle: true,
    heading: 'Access',
    page: '/settings/access',
  },
  Organization: {
    noun: 'organization',
    plural: 'organizations',
    page: '/settings/organization',
    isOutsideProjects: true,
  },
  OrganizationInvite: {
    noun: 'invitation for',
    plural: 'invitations',
    page: '/settings/members',
    isOutsideProjects: true,
  },
  OrganizationMembership: { noun: 'member', plural: 'members', page: '/settings/members', isOutsideProjects: true },
  PersonalAPIKey: { noun: 'API key', plural: 'API keys', page: '/settings/keys', isOutsideProjects: true },
  /** A project from the point of view of its organization. */
  Project: { noun: 'project', plural: 'projects', page: '/settings/project', isOutsideProjects: true },
  Role: { noun: 'role', plural: 'roles', page: '/settings/roles', isOutsideProjects: true },
  /** A project from the point of view of its settings. */
  Team: { noun: 'project', plural: 'projects', heading: 'Settings of the project', page: '/settings/project' },
  User: { noun: 'user', plural: 'users', hasNoArticle: true, isOutsideProjects: true },
})
