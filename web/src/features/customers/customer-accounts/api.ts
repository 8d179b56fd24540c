/** What the pages of accounts read and change. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components, paths } from '../../../api/schema'
import { useProject } from '../../../project'
import { ask } from '../../analytics/query/ask'
import { projectQuery } from '../../workspace/settings/api'

type List = paths['/api/projects/{project_id}/accounts']
export type Account = components['schemas']['Account']
type NewAccount = NonNullable<List['post']['requestBody']>['content']['application/json']
type Definitions = paths['/api/projects/{project_id}/custom_property_definitions']
export type Definition = Omit<components['schemas']['CustomPropertyDefinition'], 'source'>
export type NewDefinition = NonNullable<Definitions['post']['requestBody']>['content']['application/json']

export const ROLES = [
  { key: 'csm', label: 'CSM' },
  { key: 'account_executive', label: 'Account executive' },
  { key: 'account_owner', label: 'Owner' },
] as const
export type Role = (typeof ROLES)[number]['key']
export const LINKS = [
  { key: 'stripe_customer_id', label: 'Stripe customer' },
  { key: 'hubspot_deal_id', label: 'HubSpot deal' },
  { key: 'billing_id', label: 'Billing' },
  { key: 'sfdc_id', label: 'Salesforce' },
  { key: 'zendesk_id', label: 'Zendesk' },
  { key: 'slack_channel_id', label: 'Slack channel' },
  { key: 'usage_dashboard_link', label: 'Usage dashboard' },
] as const

export interface Holder {
  id: number
  email: string
}
export const holderOf = (account: Account, role: Role) =>
  (account.properties as Record<string, Holder | null>)[role] ?? null

const path = (projectId: number) => ({ project_id: String(projectId) })

/**
 * The project settings that accounts need.
 * @returns the group type whose keys are the external IDs (a project setting, the first type by default), and the currency
 */
export function useAccountSettings(): { groupType: number; currency: string } {
  const { data } = useQuery(projectQuery(useProject().id))
  const config = data?.customer_analytics_config as { account_group_type_index?: number | null } | null | undefined
  return { groupType: config?.account_group_type_index ?? 0, currency: data?.base_currency ?? 'USD' }
}

/** Names of all tags of the project. */
export function tagsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['tags', projectId],
    queryFn: async ({ signal }) =>
      (await dataOf(
        api.GET('/api/projects/{project_id}/tags', { params: { path: path(projectId) }, signal }),
      )) as string[],
    staleTime: 30_000,
  })
}

export function accountQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['account', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/accounts/{id}', { params: { path: { ...path(projectId), id } }, signal }),
      ),
  })
}

export const createAccount = (projectId: number, body: NewAccount) =>
  dataOf(api.POST('/api/projects/{project_id}/accounts', { params: { path: path(projectId) }, body }))

export const updateAccount = (projectId: number, id: string, body: Partial<NewAccount>) =>
  dataOf(api.PATCH('/api/projects/{project_id}/accounts/{id}', { params: { path: { ...path(projectId), id } }, body }))

export const deleteAccount = (projectId: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/accounts/{id}', { params: { path: { ...path(projectId), id } } })

export function definitionsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['custom-properties', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/custom_property_definitions', {
          params: { path: path(projectId), query: { limit: '1000' } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

export const createDefinition = (projectId: number, body: NewDefinition) =>
  dataOf(
    api.POST('/api/projects/{project_id}/custom_property_definitions', { params: { path: path(projectId) }, body }),
  )

export const updateDefinition = (projectId: number, id: string, body: Partial<NewDefinition>) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/custom_property_definitions/{id}', {
      params: { path: { ...path(projectId), id } },
      body,
    }),
  )

export const deleteDefinition = (projectId: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/custom_property_definitions/{id}', {
    params: { path: { ...path(projectId), id } },
  })

/** Every value a property of an account has had, newest first. */
export function valueHistoryQuery(projectId: number, accountId: string, definition: string) {
  return queryOptions({
    queryKey: ['custom-value-history', projectId, accountId, definition],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/accounts/{account_id}/custom_property_values/history', {
          params: { path: { ...path(projectId), account_id: accountId }, query: { definition } },
          signal,
        }),
      ),
  })
}

export function valuesQuery(projectId: number, accountId: string) {
  return queryOptions({
    queryKey: ['custom-values', projectId, accountId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/accounts/{account_id}/custom_property_values', {
          params: { path: { ...path(projectId), account_id: accountId } },
          signal,
        }),
      ),
  })
}

export const setValue = (projectId: number, accountId: string, definition: string, value: unknown) =>
  dataOf(
    api.POST('/api/projects/{project_id}/accounts/{account_id}/custom_property_values', {
      params: { path: { ...path(projectId), account_id: accountId } },
      body: { definition, value },
    }),
  )

export function accountNotebooksQuery(projectId: number, accountId: string) {
  return queryOptions({
    queryKey: ['account-notebooks', projectId, accountId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/accounts/{account_id}/notebooks', {
          params: { path: { ...path(projectId), account_id: accountId } },
          signal,
        }),
      ),
  })
}

export const createAccountNotebook = (projectId: number, accountId: string, title: string) =>
  dataOf(
    api.POST('/api/projects/{project_id}/accounts/{account_id}/notebooks', {
      params: { path: { ...path(projectId), account_id: accountId } },
      body: { title, content: { type: 'doc', content: [{ type: 'paragraph' }] } },
    }),
  )

/** The properties of an account's group; null if it has none. */
export function groupPropertiesQuery(projectId: number, groupType: number, key: string) {
  return queryOptions({
    queryKey: ['group-properties', projectId, groupType, key],
    queryFn: async ({ signal }): Promise<Record<string, unknown> | null> => {
      const node = {
        kind: 'HogQLQuery',
        query: `SELECT properties FROM groups WHERE index = ${groupType} AND key = {key}`,
        values: { key },
      }
      const { results } = await ask(projectId, node as never, { signal })
      const [row] = results as [string | Record<string, unknown>][]
      return row ? (typeof row[0] === 'string' ? JSON.parse(row[0]) : row[0]) : null
    },
  })
}
