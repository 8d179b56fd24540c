/**
 * What the page of a person or an account shows, and in which order: a layout per project, kept as a customer profile config of
 * the scope `person` or `group_<index>`. Its content is a list of nodes, its sidebar says which panels stand beside it.
 */
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../../../api/client'

export interface Part {
  type: string
  title: string
}

/** Parts that a page can show; those of the default layout in its order. */
export interface Parts {
  content: readonly Part[]
  sidebar: readonly Part[]
}

export const PERSON_PARTS: Parts = {
  content: [
    { type: 'ph-usage-metrics', title: 'Usage metrics' },
    { type: 'ph-person-feed', title: 'Events' },
    { type: 'ph-recording-playlist', title: 'Recordings' },
    { type: 'ph-distinct-ids', title: 'Distinct IDs' },
    { type: 'ph-related-groups', title: 'Groups' },
    { type: 'ph-activity', title: 'History' },
  ],
  sidebar: [{ type: 'ph-person-properties', title: 'Properties' }],
}
export const ACCOUNT_PARTS: Parts = {
  content: [
    { type: 'ph-usage-metrics', title: 'Usage metrics' },
    { type: 'ph-group-feed', title: 'Events' },
    { type: 'ph-related-persons', title: 'People' },
    { type: 'ph-activity', title: 'History' },
  ],
  sidebar: [
    { type: 'ph-notebooks', title: 'Notebooks' },
    { type: 'ph-roles', title: 'Account team' },
    { type: 'ph-custom-properties', title: 'Custom properties' },
    { type: 'ph-group-properties', title: 'Group properties' },
    { type: 'ph-links', title: 'IDs in other tools' },
  ],
}

export interface Profile {
  id: string | null
  /** Types of the shown parts, in order. */
  content: string[]
  sidebar: string[]
}

const typesOf = (parts: readonly Part[]) => parts.map(({ type }) => type)
export const defaultProfile = (parts: Parts): Profile => ({
  id: null,
  content: typesOf(parts.content),
  sidebar: typesOf(parts.sidebar),
})

export interface ProfileConfig {
  id: string
  scope: string
  content: unknown
  sidebar: unknown
}

/** Nodes that this page does not know are left out here, and kept when the layout is saved. */
export function readProfile(parts: Parts, config: ProfileConfig | undefined): Profile {
  if (!config) return defaultProfile(parts)
  const known = (all: readonly Part[], types: string[]) =>
    types.filter((type) => all.some((part) => part.type === type))
  const content = Array.isArray(config.content)
    ? known(
        parts.content,
        (config.content as { type?: unknown; index?: number }[])
          .toSorted((a, b) => (a?.index ?? 0) - (b?.index ?? 0))
          .map((node) => String(node?.type)),
      )
    : []
  const panels = config.sidebar as Record<string, unknown> | null
  const isChosen =
    panels !== null && typeof panels === 'object' && !Array.isArray(panels) && Object.keys(panels).length > 0
  return {
    id: config.id,
    content: content.length > 0 ? [...new Set(content)] : typesOf(parts.content),
    sidebar: isChosen
      ? typesOf(parts.sidebar)
          .filter((type) => panels[type] !== false)
          .toSorted((a, b) => Object.keys(panels).indexOf(a) - Object.keys(panels).indexOf(b))
      : typesOf(parts.sidebar),
  }
}

const path = (projectId: number) => ({ project_id: String(projectId) })

/** The configs of a scope, the one in force first: the one changed last. */
export function profileQuery(projectId: number, scope: string) {
  return queryOptions({
    queryKey: ['profile', projectId, scope],
    queryFn: async ({ signal }) => {
      const { results } = await dataOf(
        api.GET('/api/projects/{project_id}/customer_profile_configs', {
          params: { path: path(projectId), query: { limit: '1000' } },
          signal,
        }),
      )
      return results
        .filter((each) => each.scope === scope)
        .toSorted((a, b) => ((a.updated_at ?? '') < (b.updated_at ?? '') ? 1 : -1)) as ProfileConfig[]
    },
    staleTime: 60_000,
  })
}

export async function saveProfile(projectId: number, scope: string, parts: Parts, profile: Profile): Promise<void> {
  const body = {
    content: profile.content.map((type, index) => ({ type, index })),
    sidebar: {
      ...Object.fromEntries(profile.sidebar.map((type) => [type, true])),
      ...Object.fromEntries(
        typesOf(parts.sidebar)
          .filter((type) => !profile.sidebar.includes(type))
          .map((type) => [type, false]),
      ),
    },
  }
  if (profile.id)
    await dataOf(
      api.PATCH('/api/projects/{project_id}/customer_profile_configs/{id}', {
        params: { path: { ...path(projectId), id: profile.id } },
        body: body as never,
      }),
    )
  else
    await dataOf(
      api.POST('/api/projects/{project_id}/customer_profile_configs', {
        params: { path: path(projectId) },
        body: { scope: scope as 'person', ...body } as never,
      }),
    )
}

export const resetProfile = (projectId: number, id: string) =>
  api.DELETE('/api/projects/{project_id}/customer_profile_configs/{id}', {
    params: { path: { ...path(projectId), id } },
  })
