/** Links in messages name their project, because an address does not: `/insights/abc?project=2`. */
import type { QueryClient } from '@tanstack/react-query'
import { api, RequestError } from '../api/client'
import { meQuery } from '../api/queries'

/** Where a link came from is not part of what the page shows. */
const IS_OF_MESSAGE = /^(?:project|utm_\w+)$/

/**
 * The project that an address names, and the address without it.
 * @param href relative: `/insights/abc?project=2&q=x#y`
 * @returns null for an address that names none
 */
export function projectIn(href: string): { projectId: number; rest: string } | null {
  const url = new URL(href, 'http://localhost')
  const named = url.searchParams.get('project') ?? ''
  if (!/^\d{1,9}$/.test(named)) return null
  for (const name of [...url.searchParams.keys()]) if (IS_OF_MESSAGE.test(name)) url.searchParams.delete(name)
  return { projectId: Number(named), rest: `${url.pathname}${url.search}${url.hash}` }
}

/** Switches to a project. Without the right to enter it the current one stays, and the page says that it finds nothing. */
export async function switchToProject(queryClient: QueryClient, projectId: number): Promise<void> {
  try {
    await api.PATCH('/api/users/{user_uuid}', {
      params: { path: { user_uuid: '@me' } },
      body: { set_current_team: projectId },
    })
  } catch (error) {
    if (error instanceof RequestError && [400, 403, 404].includes(error.status)) return
    throw error
  }
  queryClient.clear()
  await queryClient.fetchQuery(meQuery)
}
