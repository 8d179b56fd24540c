/** Operations on integrations. Each one that changes an integration records it in the activity log. */
import type { z } from 'zod'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { logChange, type ProjectContext } from '../../workspace/objects/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import type { Integrations } from './integrations.ts'
import { integrationKind } from './kind.ts'
import type { channelAnswer, IntegrationBody, integrationAnswer } from './schemas.ts'
import { SlackError } from './slack-api.ts'
import {
  deleteIntegration,
  findIntegration,
  findIntegrations,
  type Integration,
  insertIntegration,
  noteErrors,
  openSecret,
  type SlackSecret,
  sealSecret,
} from './store.ts'

const INTEGRATIONS_MAX = 50
const TEST_TEXT = 'This is a test message from Hedgerow. Reports will arrive here.'

/** @throws ApiError 404 */
export async function getIntegration({ db, team }: ProjectContext, id: string): Promise<Integration> {
  const found = await findIntegration(db.$client, team.id, id)
  if (!found) throw errors.notFound()
  return found
}

export const listIntegrations = ({ db, team }: ProjectContext): Promise<Integration[]> =>
  findIntegrations(db.$client, team.id)

/**
 * Stores access to a service after it was tried.
 * @throws ApiError 400 when the service does not accept it
 */
export async function createIntegration(
  context: ProjectContext,
  integrations: Integrations,
  body: IntegrationBody,
): Promise<Integration> {
  const { db, team, principal } = context
  if ((await findIntegrations(db.$client, team.id)).length >= INTEGRATIONS_MAX)
    throw errors.invalid(`A project can have ${INTEGRATIONS_MAX} integrations.`)
  const { secret, config } = await tryOut(integrations, body)
  return inTransaction(db.$client, async (client) => {
    const sealed = sealSecret(integrations.encryption, secret)
    const row = { teamId: team.id, kind: body.kind, config, secret: sealed, createdById: principal.userId }
    const id = await insertIntegration(client, row)
    await logChange(client, context, integrationKind, { id, activity: 'created', detail: { name: nameOf({ config }) } })
    return (await findIntegration(client, team.id, id))!
  })
}

async function tryOut({ slack, outbound }: Integrations, { config }: IntegrationBody) {
  const { access_token: token, webhook_url: webhookUrl, channel_name: channelName } = config
  if (webhookUrl) {
    await outbound.checkHost(webhookUrl).catch((error: Error) => {
      throw errors.invalid(error.message, 'config__webhook_url')
    })
    const secret: SlackSecret = { webhookUrl }
    return { secret, config: { type: 'webhook', channel_name: channelName ?? null, host: new URL(webhookUrl).host } }
  }
  if (!token) throw errors.invalid('Give the token of a bot, or the address of an incoming webhook.', 'config')
  const found = await slack.whoAmI(token).catch((error: unknown) => {
    throw error instanceof SlackError ? errors.invalid(error.message, 'config__access_token') : error
  })
  const secret: SlackSecret = { token }
  return {
    secret,
    config: { type: 'bot', team: { id: found.teamId, name: found.teamName }, bot_user_id: found.botId, url: found.url },
  }
}

export async function removeIntegration(context: ProjectContext, integration: Integration): Promise<void> {
  await inTransaction(context.db.$client, async (client) => {
    await deleteIntegration(client, integration)
    const detail = { name: nameOf(integration) }
    await logChange(client, context, integrationKind, { id: integration.id, activity: 'deleted', detail })
  })
}

/** @throws ApiError 400 when Slack refuses, or when the integration is not for a workspace */
export async function listChannels(
  context: ProjectContext,
  { slack, encryption }: Integrations,
  integration: Integration,
): Promise<z.infer<typeof channelAnswer>[]> {
  const secret = openSecret(encryption, integration)
  if (!('token' in secret)) throw errors.invalid('An incoming webhook writes to one channel only.')
  const channels = await said(context, integration, () => slack.channels(secret.token))
  return channels.map((channel) => ({
    id: channel.id,
    name: channel.name,
    is_private: channel.isPrivate,
    is_member: channel.isMember,
    is_ext_shared: channel.isShared,
    is_private_without_access: channel.isPrivate && !channel.isMember,
  }))
}

/** Sends a message that says that it works. @throws ApiError 400 when Slack refuses */
export async function sendTest(
  context: ProjectContext,
  { slack, encryption }: Integrations,
  integration: Integration,
  channel: string | null,
): Promise<void> {
  const secret = openSecret(encryption, integration)
  if ('webhookUrl' in secret)
    return said(context, integration, () => slack.postToWebhook(secret.webhookUrl, { text: TEST_TEXT }))
  if (!channel) throw errors.invalid('This field is required.', 'channel', 'required')
  await said(context, integration, () => slack.post(secret.token, { channel, text: TEST_TEXT }))
}

/** Remembers whether the service accepted the token. */
async function said<T>({ db }: ProjectContext, integration: Integration, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    await noteErrors(db.$client, integration, '')
    return result
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    if (error.isRevoked) await noteErrors(db.$client, integration, error.message)
    if (error.isTransient) throw new ApiError(503, 'server_error', error.code, error.message)
    throw errors.invalid(error.message, null, error.code)
  }
}

/** `Acme`, the name of the workspace or of the webhook's channel. */
export function nameOf({ config }: Pick<Integration, 'config'>): string {
  const team = config.team as { name?: string } | undefined
  const channel = config.channel_name as string | null | undefined
  return team?.name || channel || String(config.host ?? 'Slack')
}

export function presentIntegration(integration: Integration): z.infer<typeof integrationAnswer> {
  return {
    id: integration.id,
    kind: integration.kind,
    config: integration.config,
    display_name: nameOf(integration),
    errors: integration.errors,
    created_at: formatTime(integration.createdAt),
    created_by: fromUserJson(integration.creator),
  }
}
