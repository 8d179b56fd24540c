/** How objects are shared: what the dialog and the list of shared links read and change. */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'
import type { components } from '../../../api/schema'

export type Sharing = components['schemas']['SharingConfiguration']
export type SharedLink = components['schemas']['SharedLink']

/** Something that a link can share. */
export interface ShareTarget {
  kind: 'insight' | 'dashboard' | 'notebook' | 'session_recording'
  /** ID in the path of the API. */
  id: string
}

const PLURALS = {
  insight: 'insights',
  dashboard: 'dashboards',
  notebook: 'notebooks',
  session_recording: 'session_recordings',
} as const

/** The word for a kind in a sentence. */
export const nounOf = ({ kind }: Pick<ShareTarget, 'kind'>) => (kind === 'session_recording' ? 'recording' : kind)

/** The routes are the same below each kind, so the types of one stand for all. */
const ROOT = '/api/projects/{project_id}/insights/{id}/sharing'
const at = <const Rest extends string>({ kind }: ShareTarget, rest: Rest) =>
  `/api/projects/{project_id}/${PLURALS[kind]}/{id}/sharing${rest}` as `${typeof ROOT}${Rest}`
const pathOf = (projectId: number, { id }: ShareTarget) => ({ project_id: String(projectId), id })

export function sharingQuery(projectId: number, target: ShareTarget) {
  return queryOptions({
    queryKey: ['sharing', projectId, target.kind, target.id],
    queryFn: ({ signal }) => dataOf(api.GET(at(target, ''), { params: { path: pathOf(projectId, target) }, signal })),
  })
}

export interface SharingChange {
  enabled?: boolean
  settings?: Record<string, unknown> | null
  password_required?: boolean
}

export const changeSharing = (projectId: number, target: ShareTarget, body: SharingChange) =>
  dataOf(api.PATCH(at(target, ''), { params: { path: pathOf(projectId, target) }, body }))

export const refreshSharing = (projectId: number, target: ShareTarget) =>
  dataOf(api.POST(at(target, '/refresh'), { params: { path: pathOf(projectId, target) } }))

export const createSharePassword = (
  projectId: number,
  target: ShareTarget,
  body: { raw_password?: string; note?: string },
) => dataOf(api.POST(at(target, '/passwords'), { params: { path: pathOf(projectId, target) }, body }))

export const revokeSharePassword = (projectId: number, target: ShareTarget, passwordId: number) =>
  dataOf(
    api.DELETE(at(target, '/passwords/{password_id}'), {
      params: { path: { ...pathOf(projectId, target), password_id: String(passwordId) } },
    }),
  )

export function sharedLinksQuery(projectId: number) {
  return queryOptions({
    queryKey: ['shared-links', projectId],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/projects/{project_id}/shared_links', {
          params: { path: { project_id: String(projectId) } },
          signal,
        }),
      ),
  })
}

/** The address of a link, on the address of this page. */
export const linkOf = (token: string) => `${location.origin}/shared/${token}`
export const embeddedLinkOf = (token: string) => `${location.origin}/embedded/${token}`
