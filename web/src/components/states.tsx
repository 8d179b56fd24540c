/** What a data region shows when it has no data to show. */
import { type ReactNode, useState } from 'react'
import { RequestError } from '../api/client'
import { Button } from './controls'

const WIDTHS = ['96%', '82%', '90%', '71%', '88%', '76%', '93%', '68%']

export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2 p-4">
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width} className="h-7 rounded bg-raised" style={{ width }} />
      ))}
    </div>
  )
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="flex max-w-prose flex-col items-center gap-3 text-muted">{children}</div>
    </div>
  )
}

export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const [isCopied, setCopied] = useState(false)
  const details =
    error instanceof RequestError
      ? [error.status && `Status ${error.status}`, error.body.code, error.requestId && `request ${error.requestId}`]
          .filter(Boolean)
          .join(' · ')
      : error.message
  return (
    <div role="alert" className="flex flex-col items-start gap-3 rounded-lg border border-danger bg-danger-soft p-4">
      <p className="font-medium">{error.message}</p>
      <p className="text-[13px] text-muted">{details}</p>
      <div className="flex gap-2">
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        <Button
          look="bare"
          onClick={() => navigator.clipboard.writeText(`${error.message} (${details})`).then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy details'}
        </Button>
      </div>
    </div>
  )
}
