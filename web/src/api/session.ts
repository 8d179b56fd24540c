/** The end of a session: by one's own wish, or because the server no longer knows it. */
import type { QueryClient } from '@tanstack/react-query'
import { api, RequestError } from './client'

/** A page is left once: everything it still asks is refused too, and a second navigation would cancel the first. */
let isLeaving = false

// The browser may bring back the very page that was left.
addEventListener('pageshow', () => {
  isLeaving = false
})

function leave(address: string) {
  if (isLeaving) return
  isLeaving = true
  location.assign(address)
}

/** After a query failed: a session that ended elsewhere leads to the log-in page, and from there back to this one. */
export function leaveIfLoggedOut(error: unknown) {
  if (!(error instanceof RequestError) || error.status !== 401) return
  leave(`/login?next=${encodeURIComponent(location.pathname + location.search)}`)
}

/** Forgets everything that was read for this person, and goes to the log-in page. */
export function leaveForGood(queryClient: QueryClient) {
  leave('/login')
  queryClient.clear()
}

/** @returns the address when it leads to a page of this site: anybody can send a link to the log-in page */
export function pageOfThisSite(address: string | null): string | null {
  if (!address || !URL.canParse(address, location.origin)) return null
  const url = new URL(address, location.origin)
  return url.origin === location.origin ? url.href : null
}

export async function logOut(queryClient: QueryClient) {
  // The answer is a redirect to a page that this app draws itself.
  await api.POST('/logout', { redirect: 'manual' }).catch(() => {})
  leaveForGood(queryClient)
}
