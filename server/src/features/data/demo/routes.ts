import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterOwnProject, PROJECT_FAMILIES } from '../../workspace/organizations/index.ts'
import { demoProgress } from './generator.ts'

const demoAnswer = z.object({
  is_generating_demo_data: z.boolean(),
  events_sent: z.number().optional(),
  events_total: z.number().nullable().optional(),
})

export function registerDemoRoutes(api: App, db: Database): void {
  for (const { one, projectParams: params } of PROJECT_FAMILIES)
    api.get(
      `${one}/is_generating_demo_data`,
      {
        config: { access: access.scope('project:read') },
        schema: {
          summary: 'Whether a project is being filled with demo events',
          tags: ['projects'],
          params,
          response: { 200: demoAnswer },
        },
      },
      async (request) => {
        const { team } = await enterOwnProject(db, request)
        const progress = await demoProgress(db.$client, team.id)
        if (!progress) return { is_generating_demo_data: false }
        return { is_generating_demo_data: true, events_sent: progress.sent, events_total: progress.total }
      },
    )
}
