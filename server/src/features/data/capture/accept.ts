/** Takes a capture request into the event log. The answer may be sent once this resolves. */

import { type EventLog, EventLogUnavailable } from '../../../platform/eventlog/event-log.ts'
import { Counter, registry } from '../../../platform/http/metrics.ts'
import { ThreadExhausted, ThreadPoolBusy, ThreadTimeout } from '../../../platform/threads/thread-pool.ts'
import { CaptureError, captureErrors } from './errors.ts'
import { CAPTURE_BODY_BYTES_MAX } from './limits.ts'
import { type Prepared, prepare, type RawRequest } from './prepare.ts'
import type { PreparePool } from './prepare-pool.ts'
import { V1Error } from './v1.ts'

const events = new Counter({
  name: 'hedgerow_capture_events_total',
  help: 'Events that capture wrote to the event log',
  labelNames: ['kind'],
  registers: [registry],
})
const rejections = new Counter({
  name: 'hedgerow_capture_rejected_requests_total',
  help: 'Capture requests that were refused, by reason',
  labelNames: ['reason'],
  registers: [registry],
})

export interface CaptureCounts {
  /** When counting began, ISO 8601. */
  readonly since: string
  acceptedEvents: number
  rejectedRequests: number
}

export class CaptureIntake {
  /** Since this process started. */
  readonly counts: CaptureCounts = { since: new Date().toISOString(), acceptedEvents: 0, rejectedRequests: 0 }

  constructor(
    private readonly log: EventLog,
    private readonly pool: PreparePool,
  ) {}

  /**
   * Decodes, checks and logs a request. Resolves when its events are on disk.
   * @throws CaptureError or V1Error when the request is invalid, with status 503 when the log cannot take it
   */
  async accept(request: RawRequest): Promise<Prepared> {
    try {
      const prepared = await this.prepare(request)
      if (prepared.payloads.length > 0) await this.log.append(prepared.payloads)
      events.inc({ kind: request.kind }, prepared.events)
      this.counts.acceptedEvents += prepared.events
      return prepared
    } catch (error) {
      const refusal = toRefusal(error, request.kind)
      rejections.inc({ reason: refusal instanceof V1Error ? refusal.tag : refusal.reason })
      this.counts.rejectedRequests += 1
      throw refusal
    }
  }

  private async prepare(request: RawRequest): Promise<Prepared> {
    const inline = prepare(request, true)
    const outcome = inline === 'outgrew' ? await this.pool.run(request) : inline
    if (outcome === 'outgrew') throw new Error('a thread answered that the request outgrew it')
    if ('prepared' in outcome) {
      const { prepared } = outcome
      // Threads return buffers as plain byte arrays.
      return {
        ...prepared,
        payloads: prepared.payloads.map((payload) =>
          Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
        ),
      }
    }
    const { refusal } = outcome
    if (refusal.type === 'v1') throw new V1Error(refusal.status, refusal.tag, refusal.message)
    throw new CaptureError(refusal.status, refusal.message, refusal.reason)
  }
}

function toRefusal(error: unknown, kind: RawRequest['kind']): CaptureError | V1Error {
  if (error instanceof CaptureError || error instanceof V1Error) return error
  // A body that was not decoded in time may be valid on a busy machine, so its sender is asked to retry.
  if (error instanceof EventLogUnavailable || error instanceof ThreadPoolBusy || error instanceof ThreadTimeout) {
    if (kind === 'v1') return new V1Error(503, 'service_unavailable', 'Storage is unavailable for the moment.')
    return new CaptureError(503, 'transient error, please retry', 'unavailable')
  }
  if (error instanceof ThreadExhausted) {
    if (kind === 'v1') return new V1Error(413, 'payload_too_large', 'The body expands too far.')
    return captureErrors.tooLarge(CAPTURE_BODY_BYTES_MAX)
  }
  throw error
}
