/** The parents of all pages: the root with its error and not-found pages, and the app, which needs a session. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Link, redirect } from '@tanstack/react-router'
import { mayBeLoggedIn, RequestError } from '../api/client'
import { meQuery, preflightQuery } from '../api/queries'
import { Shell } from '../components/shell'
import { EmptyState, ErrorState } from '../components/states'
import { projectIn, switchToProject } from './project-links'

interface Context {
  queryClient: QueryClient
}

export const root = createRootRouteWithContext<Context>()({
  notFoundComponent: () => (
    <EmptyState title="Page not found">
      <Link to="/" className="text-accent underline">
        Go to the home page
      </Link>
    </EmptyState>
  ),
  errorComponent: ({ error, reset }) => (
    <div className="p-6">
      <ErrorState error={error as Error} onRetry={reset} />
    </div>
  ),
})

/**
 * The pages of a project. Without a session they redirect to login, which leads back, or to sign-up on a new installation.
 * An address that names another project switches to it.
 */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ context: { queryClient }, location: { href, pathname }, preload }) => {
    const me = await currentUser(queryClient)
    if (!me) {
      const { initiated } = await queryClient.fetchQuery(preflightQuery)
      const next = pathname === '/' ? '' : `?next=${encodeURIComponent(href)}`
      throw redirect({ href: initiated ? `/login${next}` : '/signup' })
    }
    const named = projectIn(href)
    if (!named || preload) return
    if (named.projectId !== me.team?.id) await switchToProject(queryClient, named.projectId)
    throw redirect({ href: named.rest, replace: true })
  },
})

async function currentUser(queryClient: QueryClient) {
  if (!mayBeLoggedIn()) return null
  try {
    return await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 401) throw error
    return null
  }
}
