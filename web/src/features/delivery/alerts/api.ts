/** What the pages of alerts read and change. */
import type { AlertRule, AlertState } from '@hedgerow/shared/alerts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type Alert = components['schemas']['Alert']
export type AlertCheck = Alert['checks'][number]
export type NewAlert = components['schemas']['NewAlertInput']
export type AlertChange = components['schemas']['AlertFieldsInput']

const ROWS = 50
/** More than an insight can have. */
const OF_INSIGHT = '100'
/** About a day of hourly checks, and a month of daily ones. */
const CHECKS_SHOWN = '50'
const DUE_LOOK_MS = 3_000
/** Looks again soon while an alert is about to be checked. */
const againWhenDue = (alerts: readonly Alert[]) =>
  alerts.some(({ next_check_at: next }) => next !== null && Date.parse(next) <= Date.now()) ? DUE_LOOK_MS : false

const path = (projectId: number) => ({ project_id: String(projectId) })
const one = (projectId: number, id: string) => ({ path: { ...path(projectId), id } })

export interface AlertsSearch {
  q: string
  /** Empty for all. */
  state: AlertState | ''
  /** `mine`: created by the user, or sent to them. */
  tab: 'mine' | ''
}

export function alertsQuery(projectId: number, { q, state, tab }: AlertsSearch) {
  return infiniteQueryOptions({
    queryKey: ['alerts', projectId, q, state, tab],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/alerts', {
          params: {
            path: path(projectId),
            query: {
              limit: String(ROWS),
              offset: String(pageParam),
              ...(q && { search: q }),
              ...(state && { state }),
              ...(tab === 'mine' && { user: 'true' }),
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
    refetchInterval: ({ state: { data } }) => againWhenDue(data?.pages.flatMap(({ results }) => results) ?? []),
  })
}

/** The alerts of an insight. */
export function alertsOfQuery(projectId: number, insightId: number) {
  return queryOptions({
    queryKey: ['alerts', projectId, 'of', insightId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/alerts', {
          params: { path: path(projectId), query: { insight: String(insightId), limit: OF_INSIGHT } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) => againWhenDue(data?.results ?? []),
  })
}

/** One alert, with more of its checks. */
export function alertQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['alert', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/alerts/{id}', {
          params: { ...one(projectId, id), query: { checks_limit: CHECKS_SHOWN } },
          signal,
        }),
      ),
  })
}

/** Whether an alert with these settings would fire now. */
export function alertPreviewQuery(projectId: number, body: components['schemas']['AlertPreviewFieldsInput']) {
  return queryOptions({
    queryKey: ['alert-preview', projectId, body],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/projects/{project_id}/alerts/preview', { params: { path: path(projectId) }, body, signal }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export const createAlert = (projectId: number, body: NewAlert) =>
  dataOf(api.POST('/api/projects/{project_id}/alerts', { params: { path: path(projectId) }, body }))

export const changeAlert = (projectId: number, id: string, body: AlertChange) =>
  dataOf(api.PATCH('/api/projects/{project_id}/alerts/{id}', { params: one(projectId, id), body }))

export const deleteAlert = (projectId: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/alerts/{id}', { params: one(projectId, id) })

export const insightNameOf = ({ insight }: Alert) => insight.name || insight.derived_name || 'Untitled'
export const alertNameOf = (alert: Alert) => alert.name || insightNameOf(alert)

export function ruleOf({ condition, threshold, config }: Alert): AlertRule {
  const { type, bounds } = threshold.configuration
  return {
    condition: condition.type,
    thresholdType: type,
    lower: bounds.lower,
    upper: bounds.upper,
    checksOngoing: config.check_ongoing_interval,
  }
}
