import { declareKind, sqlCase, storedKinds } from '../kinds/index.ts'

export const organizationKind = declareKind({
  scope: 'Organization',
  noun: 'organization',
  page: '/settings/organization',
})
export const membershipKind = declareKind({
  scope: 'OrganizationMembership',
  noun: 'member',
  page: '/settings/members',
})
export const inviteKind = declareKind({
  scope: 'OrganizationInvite',
  noun: 'invitation for',
  page: '/settings/members',
})
export const roleKind = declareKind({ scope: 'Role', noun: 'role', page: '/settings/roles' })
/** A project as its settings see it. */
export const teamKind = declareKind({ scope: 'Team', noun: 'project', page: '/settings/project' })
export const projectKind = declareKind({ scope: 'Project', noun: 'project', page: '/settings/project' })
/** A rule about who may do what. One about an object is read by whoever may see the object. */
export const accessRuleKind = declareKind({
  scope: 'AccessControl',
  noun: 'access to',
  hasNoArticle: true,
  page: '/settings/access',
  readable: ({ sees }) =>
    sqlCase(
      `a.detail->>'type'`,
      storedKinds().map(({ resource }) => [resource, sees(resource, 'a.item_id')]),
    ),
})
