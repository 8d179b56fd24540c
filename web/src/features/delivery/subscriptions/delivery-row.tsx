/** A delivery in the history of a subscription: what was sent, to whom, and what went wrong. */
import { eventTime } from '@hedgerow/shared/format'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react'
import { useProject } from '../../../project'
import type { Delivery } from './api'
import { DeliveryBadge } from './subscription-badge'
import { channelName, recipientsText, triggerText } from './words'

type Result = Delivery['recipient_results'][number]

/** What the history knows about each insight of a report. */
interface ReportedInsight {
  id: number
  short_id: string
  name: string
  asset_id?: number | null
  query_error?: { message: string } | null
}

interface Props {
  delivery: Delivery
  /** The pictures of a report belong to the author of the subscription. */
  hasPictures: boolean
}

export function DeliveryRow({ delivery, hasPictures }: Props) {
  const { timezone } = useProject()
  const { status, error, recipient_results: results, change_summary: changes } = delivery
  const isPartial = status === 'completed' && results.some((each) => each.status !== 'success')
  return (
    <li className="flex flex-col gap-1.5 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DeliveryBadge status={status} isPartial={isPartial} />
        <span className="text-[13px]">{triggerText(delivery.trigger_type)}</span>
        <time dateTime={delivery.created_at} className="ml-auto text-[13px] text-muted">
          {eventTime(delivery.created_at, timezone)}
        </time>
      </div>
      {error && <p className="text-[13px] wrap-anywhere text-danger">{error.message}</p>}
      {results.length > 0 ? (
        <ul aria-label="Recipients" className="flex flex-col gap-0.5 text-[13px]">
          {results.map((result) => (
            <Recipient key={result.recipient} result={result} isChannel={delivery.target_type === 'slack'} />
          ))}
        </ul>
      ) : (
        status === 'starting' && <p className="text-[13px] text-muted">To {recipientsText(delivery)}</p>
      )}
      {changes && (
        <ul aria-label="Largest changes" className="list-disc pl-5 text-[13px]">
          {changes.split('\n').map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Insights delivery={delivery} hasPictures={hasPictures} />
    </li>
  )
}

const ICONS = {
  success: <CircleCheck size={14} aria-hidden className="mt-0.5 shrink-0 text-accent" />,
  partial: <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warning" />,
  failed: <CircleX size={14} aria-hidden className="mt-0.5 shrink-0 text-danger" />,
}
const SAID: Record<string, string> = { success: 'sent', partial: 'sent in part', failed: 'not sent' }

function Recipient({ result: { recipient, status, error }, isChannel }: { result: Result; isChannel: boolean }) {
  return (
    <li className="flex items-start gap-1.5">
      {ICONS[status as keyof typeof ICONS] ?? ICONS.failed}
      <span className="min-w-0 wrap-anywhere">
        {isChannel ? channelName(recipient) : recipient}
        <span className="sr-only">: {SAID[status] ?? status}</span>
        {error && <span className="text-muted">: {error.message}</span>}
      </span>
    </li>
  )
}

/** The insights that the report showed. */
function Insights({ delivery: { content_snapshot: content }, hasPictures }: Props) {
  const project = useProject()
  const insights = (content.insights ?? []) as ReportedInsight[]
  if (insights.length === 0) return null
  const left = Number(content.total_insight_count) - insights.length
  return (
    <p className="text-[13px] wrap-anywhere text-muted">
      Showed{' '}
      {insights.map(({ id, short_id: shortId, name, asset_id: asset, query_error: problem }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to="/insights/$id" params={{ id: shortId }} className="text-accent underline underline-offset-2">
            {name}
          </Link>
          {hasPictures && asset && (
            <>
              {' ('}
              <a
                href={`/api/projects/${project.id}/exports/${asset}/content`}
                target="_blank"
                rel="noreferrer"
                aria-label={`Picture of ${name}`}
                className="text-accent underline underline-offset-2"
              >
                picture
              </a>
              {')'}
            </>
          )}
          {problem && ` (could not be drawn: ${problem.message})`}
        </span>
      ))}
      {left > 0 && ` and left out ${left}`}
    </p>
  )
}
