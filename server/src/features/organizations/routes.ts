import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { pageAnswer, readPage } from '../../platform/http/pagination.ts'
import { pageQuery } from '../../platform/http/validation.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { organizationsOf, resolveTeam, teamsOf } from './organizations.ts'
import { teamAnswer, toTeamAnswer } from './schemas.ts'

const INTEGER = /^\d{1,9}$/

export function registerOrganizationRoutes(api: App, db: Database): void {
  api.get(
    '/api/projects',
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'List the projects of your organisation',
        tags: ['projects'],
        querystring: pageQuery,
        response: {
          200: z.object({
            count: z.number(),
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(teamAnswer),
          }),
        },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      if (principal.key && principal.key.scopedTeams.length > 0) {
        throw errors.forbidden('API keys with scoped projects are only supported on project-based endpoints.')
      }
      const page = readPage(request.query)
      const organizations = await organizationsOf(db, principal.userId)
      const allowed = principal.key?.scopedOrganizations ?? []
      const visible = organizations.filter((organization) => allowed.length === 0 || allowed.includes(organization.id))
      const teams = (await Promise.all(visible.map((organization) => teamsOf(db, organization.id)))).flat()
      const rows = teams.slice(page.offset, page.offset + page.limit).map(toTeamAnswer)
      return pageAnswer(request, page, teams.length, rows)
    },
  )

  api.get(
    '/api/projects/:project_id',
    {
      config: { access: access.scope('project:read') },
      schema: {
        summary: 'Read a project',
        tags: ['projects'],
        params: z.object({ project_id: z.string() }),
        response: { 200: teamAnswer },
      },
    },
    async (request) => {
      const { project_id: segment } = request.params
      if (segment !== '@current' && !INTEGER.test(segment)) throw errors.invalid('A project id is a whole number.')
      const team = await resolveTeam(db, requirePrincipal(request), segment).catch((error) => {
        // On the project itself another organisation's project does not exist; below it, it is merely forbidden.
        const foreign = error.code === 'permission_denied' && !requirePrincipal(request).key?.scopedTeams.length
        throw foreign ? errors.notFound() : error
      })
      return toTeamAnswer(team)
    },
  )
}
