/** A banner shown while the server cannot be reached. */
import { useQuery } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { isAway } from '../api/client'
import { preflightQuery } from '../api/queries'

const RETRY_MS = 2_000
const CHECK_MS = 5_000

export function ConnectionBanner() {
  const { error } = useQuery({
    ...preflightQuery,
    retry: false,
    refetchInterval: (query) => (query.state.error ? RETRY_MS : CHECK_MS),
  })
  if (!isAway(error)) return null
  return (
    <div role="status" className="flex items-center gap-2 bg-warning-soft px-4 py-2 text-warning md:px-6">
      <WifiOff size={16} aria-hidden />
      The server cannot be reached. It may be restarting. Retrying automatically…
    </div>
  )
}
