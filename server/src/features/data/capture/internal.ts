/** Events that the product itself captures, such as changes of persons through the API. */
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { type CapturedEvent, encodeEvents } from './record.ts'

/**
 * Appends events to the log like those of a request, but without an IP address. Resolves when they are on disk.
 * @throws EventLogUnavailable when the log cannot take them
 */
export async function captureInternally(log: EventLog, token: string, events: CapturedEvent[]): Promise<void> {
  const now = Date.now()
  await log.append(encodeEvents({ kind: 'events', token, ip: '', now, sentAt: null, historical: false, events }))
}
