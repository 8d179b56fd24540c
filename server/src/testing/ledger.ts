/**
 * A load that keeps a ledger: every event's uuid, and whether the server acknowledged it. Senders behave like SDKs: they
 * resend an unacknowledged batch with the same uuids until it is acknowledged.
 */
import { TOKEN } from './stack.ts'

const IDS = 40
const BATCH = 25

export interface Ledger {
  sent: Set<string>
  acknowledged: Set<string>
  /** Requests that were sent more than once. */
  repeated: number
}

interface LedgerEvent {
  event: string
  uuid: string
  distinct_id: string
  properties: Record<string, unknown>
}

export class LedgerLoad {
  readonly ledger: Ledger = { sent: new Set(), acknowledged: new Set(), repeated: 0 }
  private isRunning = true
  private senders: Promise<void>[] = []

  constructor(
    private readonly url: () => string,
    private readonly random: () => number,
  ) {}

  start(senders: number): void {
    this.senders = Array.from({ length: senders }, () => this.send())
  }

  /** Stops creating new batches and waits until the last ones are acknowledged. */
  async finish(): Promise<void> {
    this.isRunning = false
    await Promise.all(this.senders)
  }

  private async send(): Promise<void> {
    while (this.isRunning) {
      const batch = Array.from({ length: BATCH }, () => this.makeEvent())
      for (const { uuid } of batch) this.ledger.sent.add(uuid)
      await this.sendUntilAcknowledged(batch)
      // Now and then an acknowledged batch is sent again, as if the answer had been lost.
      if (this.random() < 0.1) {
        this.ledger.repeated += 1
        await this.sendUntilAcknowledged(batch)
      }
    }
  }

  private async sendUntilAcknowledged(batch: LedgerEvent[]): Promise<void> {
    const body = JSON.stringify({ api_key: TOKEN, batch, sent_at: new Date().toISOString() })
    for (;;) {
      const status = await fetch(`${this.url()}/batch/`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(10_000),
      })
        .then(async (response) => {
          await response.arrayBuffer()
          return response.status
        })
        .catch(() => 0)
      if (status === 200) break
      if (status >= 400 && status < 500) throw new Error(`the server refused a good batch with ${status}`)
      this.ledger.repeated += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    for (const { uuid } of batch) this.ledger.acknowledged.add(uuid)
  }

  /** Ordinary events, anonymous ones, and many identifies and aliases among few IDs: chains, cycles, both directions. */
  private makeEvent(): LedgerEvent {
    const id = () => `id-${Math.floor(this.random() * IDS)}`
    const base = { uuid: crypto.randomUUID(), distinct_id: id() }
    const kind = this.random()
    if (kind < 0.1)
      return {
        ...base,
        event: '$identify',
        properties: { $anon_distinct_id: id(), $set: { n: Math.floor(this.random() * 100) } },
      }
    if (kind < 0.15) return { ...base, event: '$create_alias', properties: { alias: id() } }
    if (kind < 0.18) return { ...base, event: '$merge_dangerously', properties: { alias: id() } }
    if (kind < 0.4) return { ...base, event: '$pageview', properties: { $process_person_profile: false } }
    return {
      ...base,
      event: 'load',
      properties: { n: this.random(), text: 'x'.repeat(Math.floor(this.random() * 200)) },
    }
  }
}
