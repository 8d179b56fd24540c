/** Access to Slack, as the pages of integrations and subscriptions read and change it. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type Integration = components['schemas']['Integration']
export type SlackChannel = components['schemas']['SlackChannel']

/** More than a project can have. */
const ALL = '100'
const path = (projectId: number) => ({ project_id: String(projectId) })
const one = (projectId: number, id: number) => ({ path: { ...path(projectId), id: String(id) } })

export function integrationsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['integrations', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/integrations', {
          params: { path: path(projectId), query: { limit: ALL } },
          signal,
        }),
      ),
  })
}

/** The channels that the app of a workspace can see. */
export function channelsQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: ['slack-channels', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/integrations/{id}/channels', { params: one(projectId, id), signal })),
    staleTime: 60_000,
    // Slack's refusal is the answer.
    retry: false,
  })
}

/** The subscriptions that send to Slack, of which each names its integration. */
export function usesQuery(projectId: number) {
  return queryOptions({
    queryKey: ['subscriptions', projectId, 'slack'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/subscriptions', {
          params: { path: path(projectId), query: { target_type: 'slack', limit: '1000' } },
          signal,
        }),
      ),
  })
}

export const createIntegration = (
  projectId: number,
  config: components['schemas']['IntegrationFieldsInput']['config'],
) =>
  dataOf(
    api.POST('/api/projects/{project_id}/integrations', {
      params: { path: path(projectId) },
      body: { kind: 'slack', config },
    }),
  )

export const removeIntegration = (projectId: number, id: number) =>
  api.DELETE('/api/projects/{project_id}/integrations/{id}', { params: one(projectId, id) })

/** @param channel its ID; null for an incoming webhook, which knows its own */
export const testIntegration = (projectId: number, id: number, channel: string | null) =>
  dataOf(
    api.POST('/api/projects/{project_id}/integrations/{id}/test', {
      params: one(projectId, id),
      body: channel ? { channel } : {},
    }),
  )

/** An incoming webhook writes to one channel, and cannot list others. */
export const isWebhook = ({ config }: Integration) => config.type === 'webhook'
