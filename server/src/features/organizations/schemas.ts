import { z } from 'zod'
import { formatDate } from '../../platform/time.ts'
import type { Organization, Team } from './organizations.ts'

export const teamAnswer = z.object({
  id: z.number().int(),
  uuid: z.string(),
  organization: z.string(),
  name: z.string(),
  api_token: z.string(),
  timezone: z.string(),
  ingested_event: z.boolean(),
  created_at: z.string(),
})

export const organizationAnswer = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  created_at: z.string(),
})

export function toTeamAnswer(team: Team): z.infer<typeof teamAnswer> {
  return {
    id: team.id,
    uuid: team.uuid,
    organization: team.organizationId,
    name: team.name,
    api_token: team.apiToken,
    timezone: team.timezone,
    ingested_event: team.ingestedEvent,
    created_at: formatDate(team.createdAt),
  }
}

export function toOrganizationAnswer(organization: Organization): z.infer<typeof organizationAnswer> {
  const { id, name, slug, createdAt } = organization
  return { id, name, slug, created_at: formatDate(createdAt) }
}
