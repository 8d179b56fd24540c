/** Who acts: a user, a server with a project's key, a visitor with a shared link, or background work. */

interface User {
  userId: number
  currentOrganizationId: string | null
  currentTeamId: number | null
  isStaff: boolean
  /** Whether a second factor is set up; not looked up for keys. */
  hasSecondFactor: boolean
}

/** A signed-in user. */
export interface SessionPrincipal extends User {
  kind: 'session'
  session: { id: string; authenticatedAt: Date }
}

/** A user's own API key (`phx_…`), which acts for them within its scopes. */
export interface PersonalKeyPrincipal extends User {
  kind: 'personalKey'
  key: { id: string; scopes: string[]; scopedTeams: number[]; scopedOrganizations: string[] }
}

/** Background work that a user requested: it has the permissions that they have when it runs. Created by a job. */
export interface JobPrincipal extends User {
  kind: 'job'
}

/** A user, however they authenticate. */
export type UserPrincipal = SessionPrincipal | PersonalKeyPrincipal | JobPrincipal

/** A server with the secret key of one project (`phs_…`). Its changes are logged without a user. */
export interface ProjectKeyPrincipal {
  kind: 'projectKey'
  userId: null
  teamId: number
}

/** Kinds of objects that a link can share, as PostHog calls them in access rules. */
export const SHARED_KINDS = ['insight', 'dashboard', 'notebook', 'session_recording'] as const
export type SharedKind = (typeof SHARED_KINDS)[number]

/** A visitor with the link of a shared object, who may read this object and nothing else. */
export interface SharePrincipal {
  kind: 'share'
  userId: null
  teamId: number
  /** The share itself; calls are counted by it. */
  shareId: number
  shared: SharedKind
  /** ID of the shared object, as in access rules. */
  objectId: string
  /** Who turned sharing on; null if unknown. What they may not see, a visitor does not see either. */
  sharedById: number | null
}

/** Background work for one project, on behalf of no user. */
export interface ServicePrincipal {
  kind: 'service'
  userId: null
  teamId: number
  /** For example `subscriptions`. */
  name: string
}

/** Anyone who sends requests. */
export type Caller = SessionPrincipal | PersonalKeyPrincipal | ProjectKeyPrincipal | SharePrincipal

/** Anyone who acts. `userId` is logged as the author of a change; null if it is not a user. */
export type Principal = Caller | JobPrincipal | ServicePrincipal

/** The caller's personal key; undefined if they authenticate otherwise. */
export function keyOf(principal: Principal): PersonalKeyPrincipal['key'] | undefined {
  return principal.kind === 'personalKey' ? principal.key : undefined
}

/** The caller's session; undefined if they authenticate otherwise. */
export function sessionOf(principal: Principal): SessionPrincipal['session'] | undefined {
  return principal.kind === 'session' ? principal.session : undefined
}
