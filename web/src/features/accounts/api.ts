/** What the pages of accounts read and change. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../api/client'
import type { paths } from '../../api/schema'

type List = paths['/api/projects/{project_id}/accounts']
export type Account = List['get']['responses'][200]['content']['application/json']['results'][number]
type NewAccount = NonNullable<List['post']['requestBody']>['content']['application/json']
type Definitions = paths['/api/projects/{project_id}/custom_property_definitions']
export type Definition = Omit<
  Definitions['get']['responses'][200]['content']['application/json']['results'][number],
  'source'
>
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

const ROWS = 100
const path = (projectId: number) => ({ project_id: String(projectId) })

export interface AccountsSearch {
  q: string
  tag: string
  csm: string
  owner: string
  sort: string
}

/** Query parameters of a list. */
export const listParameters = ({ q, tag, csm, owner, sort }: AccountsSearch) => ({
  ...(q && { search: q }),
  ...(tag && { tags: JSON.stringify([tag]) }),
  ...(csm && { csm }),
  ...(owner && { account_owner: owner }),
  ...(sort && { ordering: sort }),
})

export function accountsQuery(projectId: number, search: AccountsSearch) {
  return infiniteQueryOptions({
    queryKey: ['accounts', projectId, search],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/accounts', {
          params: {
            path: path(projectId),
            query: { ...listParameters(search), limit: String(ROWS), offset: String(pageParam) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
    placeholderData: keepPreviousData,
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
