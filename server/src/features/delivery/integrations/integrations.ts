/** What integrations need to reach other services. */
import { Encryption } from '../../../platform/encryption.ts'
import { Outbound } from '../../../platform/outbound/outbound.ts'
import type { Service } from '../../../platform/services.ts'
import { SlackApi } from './slack-api.ts'

const SLACK_URL = 'https://slack.com/api'

export interface IntegrationSettings {
  secretKey: string
  /** Where Slack's API is; null for Slack's own address. */
  slackUrl: string | null
  /** Whether addresses that users enter may be private. */
  allowPrivate: boolean
}

export class Integrations implements Service {
  readonly name = 'outbound requests'
  readonly purpose = 'Send requests to webhooks and to Slack.'
  readonly encryption: Encryption
  /** For addresses that users enter. */
  readonly outbound: Outbound
  readonly slack: SlackApi
  private readonly slackOutbound: Outbound

  constructor({ secretKey, slackUrl, allowPrivate }: IntegrationSettings) {
    this.encryption = new Encryption(secretKey)
    this.outbound = new Outbound({ allowPrivate })
    // The operator chose another address, so it may be a private one.
    this.slackOutbound = new Outbound({ allowPrivate: allowPrivate || slackUrl !== null })
    this.slack = new SlackApi({ baseUrl: slackUrl ?? SLACK_URL, outbound: this.slackOutbound })
  }

  start(): void {}

  async stop(): Promise<void> {
    await Promise.all([this.outbound.close(), this.slackOutbound.close()])
  }
}
