/** Queries and changes of the settings pages, with their cache keys. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import { PAGE_ROWS } from '../../../api/queries'
import type { components, paths } from '../../../api/schema'

export type Project = components['schemas']['Team']
export type Member = components['schemas']['OrganizationMember']
export type Invite = components['schemas']['OrganizationInvite']
export type Role = components['schemas']['Role']
export type ApiKey = components['schemas']['PersonalAPIKey']
export type LoginSession =
  paths['/api/users/{user_uuid}/login_sessions']['get']['responses'][200]['content']['application/json'][number]
export type Passkey = components['schemas']['Passkey']
export type AccessRules = components['schemas']['AccessControls']

/** Most rows of lists that are not paged; a longer list says that it is cut. */
export const LIST_LIMIT = '1000'
const CURRENT = { organization_id: '@current' }
/** Parameters that name the current user in URLs of users. */
export const ME = { params: { path: { user_uuid: '@me' } } }
/** The administrator level of projects and organizations. */
export const ADMIN = 8

export const projectQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}', { params: { path: { project_id: String(projectId) } }, signal })),
  })

export const membersQuery = (search = '') =>
  queryOptions({
    queryKey: ['members', search],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/organizations/{organization_id}/members', {
          params: { path: CURRENT, query: { limit: LIST_LIMIT, order: 'joined_at', ...(search && { search }) } },
          signal,
        }),
      ),
  })

export const invitesQuery = queryOptions({
  queryKey: ['invites'],
  queryFn: ({ signal }) =>
    dataOf(
      api.GET('/api/organizations/{organization_id}/invites', {
        params: { path: CURRENT, query: { limit: LIST_LIMIT } },
        signal,
      }),
    ),
})

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) =>
    dataOf(
      api.GET('/api/organizations/{organization_id}/roles', {
        params: { path: CURRENT, query: { limit: LIST_LIMIT } },
        signal,
      }),
    ),
})

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) =>
    dataOf(
      api.GET('/api/organizations/{organization_id}/projects', {
        params: { path: CURRENT, query: { limit: LIST_LIMIT } },
        signal,
      }),
    ),
})

export const projectDeletionsQuery = queryOptions({
  queryKey: ['project-deletions'],
  queryFn: ({ signal }) =>
    dataOf(api.GET('/api/organizations/{organization_id}/project_deletions', { params: { path: CURRENT }, signal })),
  // Poll while something is being deleted, to show the progress.
  refetchInterval: ({ state }) => (state.data?.results.some(({ finished_at }) => !finished_at) ? 1_000 : false),
})

export const organizationHistoryQuery = infiniteQueryOptions({
  queryKey: ['organization-history'],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.GET('/api/organizations/{organization_id}/activity', {
        params: { path: CURRENT, query: { page: String(pageParam), limit: String(PAGE_ROWS) } },
        signal,
      }),
    ),
  initialPageParam: 1,
  getNextPageParam: (last, pages) => (last.next ? pages.length + 1 : undefined),
})

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/personal_api_keys', { signal })),
})

export const sessionsQuery = queryOptions({
  queryKey: ['login-sessions'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/users/{user_uuid}/login_sessions', { ...ME, signal })),
})

export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/users/{user_uuid}/two_factor_status', { ...ME, signal })),
})

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => dataOf(api.GET('/api/webauthn/credentials', { signal })),
})

/** Rules about the project itself, and about all objects of a kind in it. */
export const accessQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['access', projectId],
    queryFn: async ({ signal }) => {
      const params = { path: { project_id: String(projectId) } }
      const [project, resources] = await Promise.all([
        dataOf(api.GET('/api/projects/{project_id}/access_controls', { params, signal })),
        dataOf(api.GET('/api/projects/{project_id}/resource_access_controls', { params, signal })),
      ])
      return { project, resources }
    },
  })

export const demoQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['demo', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/is_generating_demo_data', {
          params: { path: { project_id: String(projectId) } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.is_generating_demo_data ? 1_000 : false),
  })

export const LEVELS = [
  { value: '1', label: 'Member' },
  { value: '8', label: 'Administrator' },
  { value: '15', label: 'Owner' },
] as const

export const levelName = (level: number) => LEVELS.find(({ value }) => value === String(level))?.label ?? String(level)
