import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isAway } from './api/client'
import { leaveIfLoggedOut } from './api/session'
import { createAppRouter } from './router'
import './styles.css'

/** Retries while the server is unavailable; it may be restarting. */
const RETRIES_MAX = 3
const RETRY_MS = 500

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      // The query `me` handles a missing session itself.
      if (query.queryKey[0] !== 'me') leaveIfLoggedOut(error)
    },
  }),
  defaultOptions: {
    queries: {
      // A server on this machine works without a network, so ignore whether the browser says that it is offline.
      networkMode: 'always',
      retry: (failures, error) => failures < RETRIES_MAX && isAway(error),
      retryDelay: (failures) => RETRY_MS * 2 ** failures,
    },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createAppRouter(queryClient)} />
    </QueryClientProvider>
  </StrictMode>,
)
