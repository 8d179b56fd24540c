/** Every page and its address, by area. What a page shows is in its address, so Back works and links can be shared. */
import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { analyticsRoutes } from './routes/analytics'
import { customersRoutes } from './routes/customers'
import { dataRoutes } from './routes/data'
import { deliveryRoutes } from './routes/delivery'
import { peopleRoutes } from './routes/people'
import { app, root } from './routes/root'
import { signInRoutes } from './routes/sign-in'
import { workspaceRoutes } from './routes/workspace'

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      ...signInRoutes,
      app.addChildren([
        ...analyticsRoutes,
        ...customersRoutes,
        ...dataRoutes,
        ...deliveryRoutes,
        ...peopleRoutes,
        ...workspaceRoutes,
      ]),
    ]),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
