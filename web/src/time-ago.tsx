/** Relative times that update while they are shown. */
import { useEffect, useState } from 'react'

const TICK_MS = 15_000

/** `just now`, `3 min ago`, `2 h ago`, `5 days ago`. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  if (seconds < 45) return 'just now'
  if (seconds < 3_600) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`
  const days = Math.round(seconds / 86_400)
  return `${days} ${days === 1 ? 'day' : 'days'} ago`
}

export function TimeAgo({ iso, prefix = '' }: { iso: string; prefix?: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={iso} title={new Date(iso).toLocaleString()}>
      {prefix}
      {ago(iso, Math.max(now, Date.parse(iso)))}
    </time>
  )
}
