import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isAway, RequestError } from './api/client'
import { createAppRouter } from './router'
import './styles.css'

/** For a server that is away, which may be restarting. */
const RETRIES_MAX = 3
const RETRY_MS = 500

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      // A session that ended elsewhere: the log-in page asks again. The question "who am I" handles that itself.
      if (error instanceof RequestError && error.status === 401 && query.queryKey[0] !== 'me') location.assign('/login')
    },
  }),
  defaultOptions: {
    queries: {
      // A server on this very machine answers without any network; the browser's word that it is offline proves nothing.
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
