import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type Annotation = components['schemas']['Annotation']
type Body = components['schemas']['AnnotationFieldsInput']

export function annotationsQuery(projectId: number) {
  return queryOptions({
    queryKey: ['annotations', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/annotations', {
          params: { path: { project_id: String(projectId) }, query: { limit: '500' } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

export const createAnnotation = (projectId: number, body: Body) =>
  dataOf(
    api.POST('/api/projects/{project_id}/annotations', { params: { path: { project_id: String(projectId) } }, body }),
  )

export const updateAnnotation = (projectId: number, id: number, body: Body) =>
  dataOf(
    api.PATCH('/api/projects/{project_id}/annotations/{id}', {
      params: { path: { project_id: String(projectId), id: String(id) } },
      body,
    }),
  )
