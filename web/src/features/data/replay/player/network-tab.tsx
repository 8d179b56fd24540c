/** The requests of the recorded page. */
import { useMemo, useState } from 'react'
import { SearchInput } from '../../../../components/controls'
import { EmptyState } from '../../../../components/states'
import { type NetworkRequest, networkRequestsOf } from '../recording/lists'
import { TimedList } from './timed-list'
import { useView } from './use-view'

const isFailed = ({ status }: NetworkRequest) => status !== null && (status === 0 || status >= 400)

export function NetworkTab() {
  const items = useView(({ loaded }) => loaded?.items)
  const isComplete = useView(({ loaded }) => loaded?.isComplete ?? false)
  const requests = useMemo(() => networkRequestsOf(items ?? []), [items])
  const [text, setText] = useState('')
  const [failedOnly, setFailedOnly] = useState(false)
  const words = text.trim().toLowerCase()
  const shown = requests.filter(
    (request) => (!failedOnly || isFailed(request)) && (words === '' || request.url.toLowerCase().includes(words)),
  )
  return (
    <div className="flex flex-col gap-2">
      <SearchInput label="Search requests" value={text} onChange={(event) => setText(event.target.value)} />
      <label className="flex min-h-9 items-center gap-2">
        <input type="checkbox" checked={failedOnly} onChange={(event) => setFailedOnly(event.target.checked)} />
        Only failed requests
      </label>
      {shown.length === 0 ? (
        <EmptyState title={requests.length > 0 ? 'No request matches' : isComplete ? 'No requests' : 'Nothing yet'}>
          {requests.length === 0 && <p>Requests appear if the recorder captures network performance.</p>}
        </EmptyState>
      ) : (
        <TimedList label="Network" entries={shown} keyOf={(_request, index) => String(index)}>
          {(request) => (
            <span className="flex min-w-0 flex-col">
              <span className="truncate font-mono" title={request.url}>
                {request.method} {request.url}
              </span>
              <span className={isFailed(request) ? 'text-danger' : 'text-muted'}>{outcomeOf(request)}</span>
            </span>
          )}
        </TimedList>
      )}
    </div>
  )
}

function outcomeOf({ status, durationMs, initiator }: NetworkRequest): string {
  const parts = [
    status === null ? 'status unknown' : status === 0 ? 'failed' : String(status),
    durationMs === null ? '' : `${Math.round(durationMs)} ms`,
    initiator,
  ]
  return parts.filter(Boolean).join(' · ')
}
