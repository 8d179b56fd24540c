/** The parents of all pages: the root with its error and not-found pages, and the app, which needs a session. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Link, redirect } from '@tanstack/react-router'
import { mayBeLoggedIn, RequestError } from '../api/client'
import { meQuery, preflightQuery } from '../api/queries'
import { Shell } from '../components/shell'
import { EmptyState, ErrorState } from '../components/states'

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

/** The pages of a project. Without a session they redirect to login, or to sign-up on a new installation. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ context }) => {
    if (mayBeLoggedIn()) {
      try {
        await context.queryClient.ensureQueryData(meQuery)
        return
      } catch (error) {
        if (!(error instanceof RequestError) || error.status !== 401) throw error
      }
    }
    const { initiated } = await context.queryClient.fetchQuery(preflightQuery)
    throw redirect({ to: initiated ? '/login' : '/signup' })
  },
})
