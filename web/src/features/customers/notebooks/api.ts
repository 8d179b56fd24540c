import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, dataOf, RequestError } from '../../../api/client'
import type { components, paths } from '../../../api/schema'

type One = paths['/api/projects/{project_id}/notebooks/{short_id}']
export type Notebook = components['schemas']['Notebook']
type Body = NonNullable<One['patch']['requestBody']>['content']['application/json']

const ROWS = 50
const path = (projectId: number) => ({ project_id: String(projectId) })

export function notebooksQuery(projectId: number, q: string) {
  return infiniteQueryOptions({
    queryKey: ['notebooks', projectId, q],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks', {
          params: {
            path: path(projectId),
            query: { limit: String(ROWS), offset: String(pageParam), ...(q && { search: q }) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
    placeholderData: keepPreviousData,
  })
}

/** Notebooks of all accounts. */
export function accountNotesQuery(projectId: number, q: string) {
  return infiniteQueryOptions({
    queryKey: ['account-notes', projectId, q],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/account_notes', {
          params: {
            path: path(projectId),
            query: { limit: String(ROWS), offset: String(pageParam), ...(q && { search: q }) },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.next ? pages.length * ROWS : undefined),
    placeholderData: keepPreviousData,
  })
}

export function notebookQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['notebook', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks/{short_id}', {
          params: { path: { ...path(projectId), short_id: id } },
          signal,
        }),
      ) as Promise<Notebook>,
    // The editor holds the text being written; it refetches by itself after a conflict.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

const EMPTY = { type: 'doc', content: [{ type: 'paragraph' }] }

export const createNotebook = (projectId: number, title: string, content: unknown = EMPTY, text?: string) =>
  dataOf(
    api.POST('/api/projects/{project_id}/notebooks', {
      params: { path: path(projectId) },
      body: { title, content, ...(text !== undefined && { text_content: text }) },
    }),
  )

/**
 * The notebook, if its version differs from the given one.
 * @returns null if the version is the same
 * @throws RequestError 404 if it was deleted
 */
export async function newerNotebook(projectId: number, id: string, version: number): Promise<Notebook | null> {
  const url = `/api/projects/${projectId}/notebooks/${id}/`
  const response = await fetch(url, { headers: { 'If-None-Match': `"${version}"` } })
  if (response.status === 304) return null
  const body = await response.json()
  if (!response.ok) throw new RequestError(response.status, body, null)
  return body as Notebook
}

const one = (projectId: number, id: string) => ({ ...path(projectId), short_id: id })

export function versionsQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ['notebook-versions', projectId, id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks/{short_id}/versions', {
          params: { path: one(projectId, id) },
          signal,
        }),
      ),
  })
}

export function versionQuery(projectId: number, id: string, version: number) {
  return queryOptions({
    queryKey: ['notebook-version', projectId, id, version],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/notebooks/{short_id}/versions/{version}', {
          params: { path: { ...one(projectId, id), version: String(version) } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** @param present the version shown on the page; the server refuses the change if it has another */
export const restoreVersion = (projectId: number, id: string, version: number, present: number) =>
  dataOf(
    api.POST('/api/projects/{project_id}/notebooks/{short_id}/versions/{version}/restore', {
      params: { path: { ...one(projectId, id), version: String(version) } },
      body: { version: present },
    }),
  )

export const updateNotebook = (projectId: number, id: string, body: Body) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/notebooks/{short_id}', {
      params: { path: { ...path(projectId), short_id: id } },
      body,
    }),
  )
