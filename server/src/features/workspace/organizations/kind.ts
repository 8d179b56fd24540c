import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind, sqlCase, storedKinds } from '../kinds/index.ts'

export const organizationKind = declareKind(KINDS.Organization)
export const membershipKind = declareKind(KINDS.OrganizationMembership)
export const inviteKind = declareKind(KINDS.OrganizationInvite)
export const roleKind = declareKind(KINDS.Role)
/** A project as its settings see it. */
export const teamKind = declareKind(KINDS.Team)
export const projectKind = declareKind(KINDS.Project)
/** A rule about who may do what. One about an object is read by whoever may see the object. */
export const accessRuleKind = declareKind({
  ...KINDS.AccessControl,
  readable: ({ sees }) =>
    sqlCase(
      `a.detail->>'type'`,
      storedKinds().map(({ resource }) => [resource, sees(resource, 'a.item_id')]),
    ),
})
