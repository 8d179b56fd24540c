/** Integrations in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { jsonField, nonBlank, text } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const SECRET_MAX = 500
const URL_MAX = 2_000
const NAME_MAX = 200

export const integrationBody = z.object({
  kind: z.enum(['slack']),
  config: jsonField(
    z.object({
      access_token: nonBlank(SECRET_MAX).optional().describe('Token of a bot: `xoxb-…`.'),
      webhook_url: nonBlank(URL_MAX).optional().describe('Address of an incoming webhook, instead of a token.'),
      channel_name: text(NAME_MAX).optional().describe('The channel of an incoming webhook, for people.'),
    }),
  ),
})
nameSchema(integrationBody, 'IntegrationFields')
export type IntegrationBody = z.output<typeof integrationBody>

export const testBody = z.object({ channel: text(NAME_MAX).optional().describe('ID of a channel.') })

export const integrationAnswer = z.object({
  id: z.number(),
  kind: z.string(),
  config: z.record(z.string(), z.any()),
  display_name: z.string(),
  errors: z.string(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
})
nameSchema(integrationAnswer, 'Integration')

export const channelAnswer = z.object({
  id: z.string(),
  name: z.string(),
  is_private: z.boolean(),
  is_member: z.boolean(),
  is_ext_shared: z.boolean(),
  is_private_without_access: z.boolean(),
})
nameSchema(channelAnswer, 'SlackChannel')
