/** What the pages of insights read and change. */

import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'
import type { Answer } from '../query/ask'

export type Insight = components['schemas']['Insight']

const ROWS = 50
const path = (projectId: number) => ({ project_id: String(projectId) })

export interface InsightsSearch {
  q: string
  kind: string
  tab: string
  tag: string
  sort: string
}

export function insightsQuery(projectId: number, { q, kind, tab, tag, sort }: InsightsSearch) {
  return infiniteQueryOptions({
    queryKey: ['insights', projectId, q, kind, tab, tag, sort],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/insights', {
          params: {
            path: path(projectId),
            query: {
              basic: 'true',
              limit: String(ROWS),
              offset: String(pageParam),
              order: sort || '-last_modified_at',
              ...(q && { search: q }),
              ...(kind && { insight: kind }),
              ...(tag && { tags: JSON.stringify([tag]) }),
              ...(tab === 'favorites' && { favorited: 'true' }),
              ...(tab === 'mine' && { user: 'true' }),
              ...(tab === 'unsaved' ? { saved: 'false' } : { saved: 'true' }),
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

export function insightQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['insight', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/insights/{id}', { params: { path: { ...path(projectId), id } }, signal }),
      ),
  })
}

export function lastViewedQuery(projectId: number) {
  return queryOptions({
    queryKey: ['last-viewed', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/insights/my_last_viewed', { params: { path: path(projectId) }, signal }),
      ),
  })
}

export interface InsightChange {
  name?: string | null
  derived_name?: string | null
  description?: string | null
  query?: QueryNode
  saved?: boolean
  favorited?: boolean
  deleted?: boolean
  tags?: string[]
  dashboards?: number[]
}

export const createInsight = (projectId: number, body: InsightChange) =>
  dataOf(api.POST('/api/projects/{project_id}/insights', { params: { path: path(projectId) }, body }))

/** @param seen when the insight last changed as far as the editor knows; fails with 409 if someone changed it since */
export const updateInsight = (projectId: number, id: number, body: InsightChange, seen?: string) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/insights/{id}', {
      params: { path: { ...path(projectId), id: String(id) } },
      body,
      ...(seen && { headers: { 'If-Match': `"${seen}"` } }),
    }),
  )

export const duplicateInsight = (projectId: number, id: number) =>
  dataOf(
    api.POST('/api/projects/{project_id}/insights/{id}/duplicate', {
      params: { path: { ...path(projectId), id: String(id) } },
    }),
  )

export const noteView = (projectId: number, id: number) =>
  api.POST('/api/projects/{project_id}/insights/{id}/viewed', {
    params: { path: { ...path(projectId), id: String(id) } },
  })

/** The cached answer that came with an insight, if there is one. */
export function answerOf(insight: Pick<Insight, 'result'>): Answer | undefined {
  if (insight.result === null || insight.result === undefined) return undefined
  return { ...(insight as unknown as Answer), results: insight.result }
}

export const titleOf = (insight: Pick<Insight, 'name' | 'derived_name'>) =>
  insight.name || insight.derived_name || 'Untitled'
