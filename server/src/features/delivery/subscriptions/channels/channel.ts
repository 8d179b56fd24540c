/** What every channel does: it brings a report to one recipient, and says how that went. */
import type { JsonObject } from '../../../../platform/json.ts'
import type { Problem, Recipient } from '../deliveries.ts'
import type { Report } from '../report.ts'

export type Outcome =
  | { status: 'success' }
  /** Some of its messages arrived, and the others never will. */
  | { status: 'partial'; error: Problem }
  /** It was refused for good. */
  | { status: 'failed'; error: Problem; pauses?: boolean }
  /** It may succeed later. */
  | { status: 'waiting'; error: Problem }

export interface Sending {
  report: Report
  recipient: Recipient
  signal: AbortSignal
  /** Remembers how far a delivery in several messages has come. */
  remember: (progress: JsonObject) => Promise<void>
}

export interface Channel {
  send(sending: Sending): Promise<Outcome>
}
