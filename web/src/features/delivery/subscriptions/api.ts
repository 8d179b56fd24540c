/** What the pages of subscriptions read and change. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf, RequestError } from '../../../api/client'
import type { components } from '../../../api/schema'

export type Subscription = components['schemas']['Subscription']
export type NewSubscription = components['schemas']['SubscriptionCreateFieldsInput']
export type SubscriptionChange = components['schemas']['SubscriptionFieldsInput']
export type Delivery = components['schemas']['SubscriptionDelivery']

export const TARGETS = ['email', 'slack', 'webhook', 'teams'] as const
/** Where a report goes. */
export type Target = (typeof TARGETS)[number]

/** What a subscription is about. */
export interface Subject {
  kind: 'insight' | 'dashboard'
  id: number
  name: string
}

const ROWS = 50
const OF_SUBJECT = '100'
const IN_PROGRESS_LOOK_MS = 2_000

const path = (projectId: number) => ({ project_id: String(projectId) })
const one = (projectId: number, id: number | string) => ({ path: { ...path(projectId), id: String(id) } })

export const SORTINGS = {
  '': 'Newest first',
  next_delivery_date: 'Next report first',
  title: 'Title',
  created_by__email: 'Author',
} as const

export interface SubscriptionsSearch {
  q: string
  /** `mine`: created by the user. `deleted`: all deleted ones. */
  tab: '' | 'mine' | 'deleted'
  /** Where it goes; empty for anywhere. */
  to: Target | ''
  /** `insight` or `dashboard`; empty for both. */
  about: 'insight' | 'dashboard' | ''
  sort: keyof typeof SORTINGS
}

export function subscriptionsQuery(
  projectId: number,
  { q, tab, to, about, sort }: SubscriptionsSearch,
  userUuid: string,
) {
  return infiniteQueryOptions({
    queryKey: ['subscriptions', projectId, q, tab, to, about, sort, userUuid],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/subscriptions', {
          params: {
            path: path(projectId),
            query: {
              limit: String(ROWS),
              offset: String(pageParam),
              ...(q && { search: q }),
              ...(tab === 'mine' && { created_by: userUuid }),
              ...(tab === 'deleted' && { deleted: 'true' }),
              ...(to && { target_type: to }),
              ...(about && { resource_type: about }),
              ...(sort && { ordering: sort }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.results.length, 0)
      return last.next && loaded < last.count ? loaded : undefined
    },
    placeholderData: keepPreviousData,
  })
}

/** The subscriptions to an insight or dashboard. */
export function subscriptionsOfQuery(projectId: number, { kind, id }: Pick<Subject, 'kind' | 'id'>) {
  return queryOptions({
    queryKey: ['subscriptions', projectId, 'of', kind, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/subscriptions', {
          params: { path: path(projectId), query: { [kind]: String(id), limit: OF_SUBJECT } },
          signal,
        }),
      ),
  })
}

export function subscriptionQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['subscription', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/projects/{project_id}/subscriptions/{id}', { params: one(projectId, id), signal })),
  })
}

const isGoingOn = ({ status }: Delivery) => status === 'starting'

/** What a subscription has sent, newest first. Looks again soon while a delivery is going on. */
export function deliveriesQuery(projectId: number, id: number, status: string) {
  return infiniteQueryOptions({
    queryKey: ['subscription-deliveries', projectId, id, status],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/subscriptions/{id}/deliveries', {
          params: {
            ...one(projectId, id),
            query: { ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next ? (new URL(next).searchParams.get('cursor') ?? undefined) : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ results }) => results.some(isGoingOn)) ? IN_PROGRESS_LOOK_MS : false,
  })
}

/**
 * The next date of a schedule, or the whole mail.
 * @param body the settings, which need not be complete
 */
export function previewQuery(projectId: number, body: SubscriptionChange, showsMail: boolean) {
  return queryOptions({
    queryKey: ['subscription-preview', projectId, body, showsMail],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/projects/{project_id}/subscriptions/preview', {
          params: { path: path(projectId), ...(!showsMail && { query: { mail: false } }) },
          body,
          signal,
        }),
      ),
    ...(!showsMail && { placeholderData: keepPreviousData }),
    retry: false,
  })
}

export const createSubscription = (projectId: number, body: NewSubscription) =>
  dataOf(api.POST('/api/projects/{project_id}/subscriptions', { params: { path: path(projectId) }, body }))

export const changeSubscription = (projectId: number, id: number, body: SubscriptionChange) =>
  dataOf(api.PATCH('/api/projects/{project_id}/subscriptions/{id}', { params: one(projectId, id), body }))

export const renewSecret = (projectId: number, id: number) =>
  dataOf(api.POST('/api/projects/{project_id}/subscriptions/{id}/renew_secret', { params: one(projectId, id) }))

/** @throws Error in words for people when a report is under way, or the subscription is paused */
export async function sendNow(projectId: number, { id, enabled }: Subscription): Promise<true> {
  try {
    await api.POST('/api/projects/{project_id}/subscriptions/{id}/test-delivery', { params: one(projectId, id) })
    return true
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 409) throw error
    throw new Error(
      enabled
        ? 'A report of this subscription is being sent already.'
        : 'This subscription is paused. Resume it to send a report.',
    )
  }
}

export const subjectOf = ({ insight, dashboard, resource_name: name }: Subscription): Subject => ({
  kind: insight === null ? 'dashboard' : 'insight',
  id: (insight ?? dashboard)!,
  name: name || 'Untitled',
})

export const nameOf = ({ title, resource_name: name }: Subscription) => title || name || 'Untitled'
