/** The events of a session, as marks for the player. */
import { eventName } from '@hedgerow/shared/query/names'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../../analytics/query/ask'
import { kindOf, type Mark } from './marks'

const EVENTS_MAX = 10_000
const HOUR_MS = 3_600_000

type Row = [id: string, event: string, time: string, url: string | null, label: string | null, message: string | null]

/** Here, some events say in words what was done. */
const NAMES: Record<string, string> = { $autocapture: 'Click', $exception: 'Error' }

/** @param span of the recording, in milliseconds since the epoch: it limits what must be read */
export function sessionEventsQuery(projectId: number, sessionId: string, span: { start: number; end: number }) {
  return queryOptions({
    queryKey: ['session-events', projectId, sessionId, span.start],
    queryFn: async ({ signal }): Promise<Mark[]> => {
      const { results } = await ask(
        projectId,
        {
          kind: 'HogQLQuery',
          query: `SELECT toString(uuid), event, timestamp, properties.$current_url, properties.$el_text, properties.$exception_message
            FROM events
            WHERE properties.$session_id = {session} AND timestamp >= toDateTime({from}) AND timestamp <= toDateTime({to})
            ORDER BY timestamp LIMIT ${EVENTS_MAX}`,
          values: {
            session: sessionId,
            from: new Date(span.start - HOUR_MS).toISOString(),
            to: new Date(span.end + HOUR_MS).toISOString(),
          },
        },
        { signal },
      )
      return (results as Row[]).map(markOf)
    },
    staleTime: 60_000,
  })
}

function markOf([id, event, time, url, label, message]: Row): Mark {
  return {
    id,
    time: Date.parse(time),
    kind: kindOf(event),
    name: NAMES[event] ?? eventName(event),
    detail: message ?? (label ? `“${label}”` : (url ?? '')),
  }
}
