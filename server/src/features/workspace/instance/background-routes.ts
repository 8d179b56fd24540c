/** Background work, for the operator of the installation: what is running, waiting or has failed. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { JobKind } from '../../../platform/jobs/definition.ts'
import { countJobs, deleteJob, findNotableJobs, type NotableJob, retryJob } from '../../../platform/jobs/store.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { ServiceStatus } from '../../../platform/services.ts'
import { problemOf, servicesOf } from './heartbeat.ts'

/** Maximum number of jobs that are listed individually. */
const JOBS_MAX = 100
const tags = ['instance']

const serviceAnswer = z.object({
  name: z.string(),
  purpose: z.string(),
  since: z.string(),
  problem: z.object({ message: z.string(), at: z.string() }).nullable(),
})
const jobAnswer = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string().nullable().describe('What the job is about. Payloads are never shown.'),
  state: z.enum(['running', 'retrying', 'failed']),
  attempts: z.number(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  next_try_at: z.string().nullable(),
  failure: z.object({ message: z.string(), at: z.string().nullable() }).nullable(),
  progress: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
})
const backgroundAnswer = z.object({
  processes: z.array(
    z.object({
      name: z.string(),
      problem: z.string().nullable().describe('Why the process cannot do its work.'),
      services: z.array(serviceAnswer),
    }),
  ),
  kinds: z.array(
    z.object({
      name: z.string(),
      purpose: z.string(),
      schedule: z.string().nullable().describe('Cron expression, UTC; null if it is not scheduled.'),
      waiting: z.number(),
      running: z.number(),
      failed: z.number(),
      last_completed_at: z.string().nullable(),
    }),
  ),
  jobs: z.array(jobAnswer).describe('Jobs that are running, waiting for another attempt, or failed; at most 100.'),
})

export interface BackgroundParts {
  db: Database
  kinds: readonly JobKind[]
  /** The services of this process. */
  webServices: () => readonly ServiceStatus[]
}

const config = { access: access.session }
const path = '/api/background_work'

export function registerBackgroundRoutes(api: App, parts: BackgroundParts): void {
  registerBackgroundWork(api, parts)
  registerJobs(api, parts)
}

function registerBackgroundWork(api: App, parts: BackgroundParts): void {
  api.get(
    path,
    {
      config,
      schema: {
        summary: 'See what runs in the background, what waits and what failed',
        description: 'Staff only.',
        tags,
        response: { 200: backgroundAnswer },
      },
    },
    async (request) => {
      assertStaff(request)
      return describeBackground(parts)
    },
  )
}

async function describeBackground({
  db,
  kinds,
  webServices,
}: BackgroundParts): Promise<z.infer<typeof backgroundAnswer>> {
  const pool = db.$client
  const [problem, services, counts, jobs] = await Promise.all([
    problemOf(db, 'worker'),
    servicesOf(db, 'worker'),
    countJobs(pool),
    findNotableJobs(pool, kinds, JOBS_MAX),
  ])
  return {
    processes: [
      { name: 'web', problem: null, services: [...webServices()] },
      { name: 'worker', problem, services: [...services] },
    ],
    kinds: kinds.map(({ name, purpose, schedule = null }) => {
      const { waiting = 0, running = 0, failed = 0, lastCompletedAt = null } = counts.get(name) ?? {}
      const last_completed_at = lastCompletedAt?.toISOString() ?? null
      return { name, purpose, schedule, waiting, running, failed, last_completed_at }
    }),
    jobs: jobs.map(toJobAnswer),
  }
}

function registerJobs(api: App, { db, kinds }: BackgroundParts): void {
  const one = `${path}/jobs/:name/:id`
  const params = z.object({ name: z.string(), id: z.string() })
  const response = { 204: z.null() }
  const findKey = ({ name, id }: z.infer<typeof params>) => {
    if (!isUuid(id) || !kinds.some((kind) => kind.name === name)) throw errors.notFound()
    return { name, id }
  }
  api.post(
    `${one}/retry`,
    {
      config,
      schema: {
        summary: 'Retry a failed job',
        description:
          'Also works for a job that waits for its next attempt. The job gets all its attempts again. Staff only.',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      assertStaff(request)
      if (!(await retryJob(db.$client, findKey(request.params)))) throw errors.notFound()
      return reply.status(204).send(null)
    },
  )
  api.delete(
    one,
    {
      config,
      schema: {
        summary: 'Delete a job that failed',
        description: 'Also works for a job that waits for its next attempt. Its work is then not done. Staff only.',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      assertStaff(request)
      if (!(await deleteJob(db.$client, findKey(request.params)))) throw errors.notFound()
      return reply.status(204).send(null)
    },
  )
}

/** Jobs belong to the whole installation, and an organization's administrator must not see those of other organizations. */
function assertStaff(request: Parameters<typeof requirePrincipal>[0]): void {
  if (!requirePrincipal(request).isStaff) throw errors.forbidden('Only staff may see the background work.')
}

function toJobAnswer(job: NotableJob): z.infer<typeof jobAnswer> {
  const { id, name, about, state, attempts, failure, progress } = job
  return {
    id,
    name,
    about,
    state,
    attempts,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    next_try_at: job.nextTryAt?.toISOString() ?? null,
    failure,
    progress,
  }
}
