/** Who does something: a person, a server with the key of a project, or background work. */

interface User {
  userId: number
  currentOrganizationId: string | null
  currentTeamId: number | null
  isStaff: boolean
  /** Has a second factor set up; not looked up for keys. */
  hasSecondFactor: boolean
}

/** A person who is signed in. */
export interface SessionPrincipal extends User {
  kind: 'session'
  session: { id: string; authenticatedAt: Date }
}

/** A person's own API key (`phx_…`), which acts for them within its scopes. */
export interface PersonalKeyPrincipal extends User {
  kind: 'personalKey'
  key: { id: string; scopes: string[]; scopedTeams: number[]; scopedOrganizations: string[] }
}

/** Background work that a person asked for: it may do what they may do when it runs. A job makes it. */
export interface JobPrincipal extends User {
  kind: 'job'
}

/** A person, whichever way they come. */
export type UserPrincipal = SessionPrincipal | PersonalKeyPrincipal | JobPrincipal

/** A server with the secret key of one project (`phs_…`). What it changes is nobody's. */
export interface ProjectKeyPrincipal {
  kind: 'projectKey'
  userId: null
  teamId: number
}

/** Background work that acts for one project and for nobody in it. */
export interface ServicePrincipal {
  kind: 'service'
  userId: null
  teamId: number
  /** `subscriptions`. */
  name: string
}

/** Who sends requests. */
export type Caller = SessionPrincipal | PersonalKeyPrincipal | ProjectKeyPrincipal

/** Whoever does something. `userId` is who is noted as having done it: null when it is no person. */
export type Principal = Caller | JobPrincipal | ServicePrincipal

/** The personal key that somebody comes with; undefined when they come otherwise. */
export function keyOf(principal: Principal): PersonalKeyPrincipal['key'] | undefined {
  return principal.kind === 'personalKey' ? principal.key : undefined
}

/** The log-in that somebody comes with; undefined when they come otherwise. */
export function sessionOf(principal: Principal): SessionPrincipal['session'] | undefined {
  return principal.kind === 'session' ? principal.session : undefined
}
