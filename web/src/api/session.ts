/** Logging out, and what happens when a session has ended. */
import type { QueryClient } from '@tanstack/react-query'
import { api, RequestError } from './client'

/** Set by the first redirect. Other requests in flight are refused too, and a second navigation would cancel the first. */
let isLeaving = false

// The browser may restore this page from its back/forward cache.
addEventListener('pageshow', () => {
  isLeaving = false
})

function leave(address: string) {
  if (isLeaving) return
  isLeaving = true
  location.assign(address)
}

/** After a failed query: if the session has ended, goes to the login page, which leads back to this page. */
export function leaveIfLoggedOut(error: unknown) {
  if (!(error instanceof RequestError) || error.status !== 401) return
  leave(`/login?next=${encodeURIComponent(location.pathname + location.search)}`)
}

/** Clears the cached data of this user and goes to the login page. */
export function leaveForGood(queryClient: QueryClient) {
  leave('/login')
  queryClient.clear()
}

/** @returns the address if it is on this site, else null: anyone can craft a link to the login page */
export function pageOfThisSite(address: string | null): string | null {
  if (!address || !URL.canParse(address, location.origin)) return null
  const url = new URL(address, location.origin)
  return url.origin === location.origin ? url.href : null
}

export async function logOut(queryClient: QueryClient) {
  // The server redirects to a page that this app renders itself.
  await api.POST('/logout', { redirect: 'manual' }).catch(() => {})
  leaveForGood(queryClient)
}
