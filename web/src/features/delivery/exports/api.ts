/** Exports: what can be asked for, and how far the asked ones are. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type ExportedAsset = components['schemas']['ExportedAsset']

export const FORMATS = {
  PNG: 'image/png',
  PDF: 'application/pdf',
  CSV: 'text/csv',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  JSON: 'application/json',
  NDJSON: 'application/x-ndjson',
} as const
export type Format = keyof typeof FORMATS

/** What to export: a saved object, a query, or a list by its path in the API below the project. */
export type ExportSource =
  | { insight: number }
  | { dashboard: number }
  | { query: object; name: string }
  | { path: string; name: string }

const SHOWN = 50
const POLL_MS = 1_000
const path = (projectId: number) => ({ project_id: String(projectId) })

export const isRunning = ({ has_content, exception }: ExportedAsset) => !has_content && exception === null

/** The newest exports; asked for again as long as one is being made. */
export function exportsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['exports', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/exports', {
          params: { path: path(projectId), query: { limit: String(SHOWN) } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.results.some(isRunning) ? POLL_MS : false),
  })
}

function bodyOf(projectId: number, format: Format, source: ExportSource) {
  const export_format = FORMATS[format]
  if ('insight' in source || 'dashboard' in source) return { export_format, ...source }
  const filename = source.name
  if ('query' in source) return { export_format, export_context: { source: source.query, filename } }
  return {
    export_format,
    export_context: { path: `api/projects/${projectId}/${source.path}`, method: 'GET', filename },
  }
}

export const askForExport = (projectId: number, format: Format, source: ExportSource) =>
  dataOf(
    api.POST('/api/projects/{project_id}/exports', {
      params: { path: path(projectId) },
      body: bodyOf(projectId, format, source),
    }),
  )

export const readExport = (projectId: number, id: number) =>
  dataOf(
    api.GET('/api/projects/{project_id}/exports/{id}', { params: { path: { ...path(projectId), id: String(id) } } }),
  )

/** Address of the file; the browser saves it. */
export const fileOf = (projectId: number, { id }: ExportedAsset) =>
  `/api/projects/${projectId}/exports/${id}/content?download=true`
