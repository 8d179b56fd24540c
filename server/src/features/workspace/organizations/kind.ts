import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind, sqlCase, storedKinds } from '../kinds/index.ts'

export const organizationKind = declareKind(KINDS.Organization)
export const membershipKind = declareKind(KINDS.OrganizationMembership)
export const inviteKind = declareKind(KINDS.OrganizationInvite)
export const roleKind = declareKind(KINDS.Role)
/** A project from the point of view of its settings. */
export const teamKind = declareKind(KINDS.Team)
export const projectKind = declareKind(KINDS.Project)
/** An access rule. A log entry about an object's rule is visible to anyone who may see the object. */
export const accessRuleKind = declareKind({
  ...KINDS.AccessControl,
  readable: ({ sees }) =>
    sqlCase(
      `a.detail->>'type'`,
      storedKinds().map(({ resource }) => [resource, sees(resource, 'a.item_id')]),
    ),
})
