import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { Gauge, registry } from '../../../platform/http/metrics.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { anyOrganizationExists, timeZoneOffsets } from '../organizations/index.ts'
import { checkHealth, type Health } from './health.ts'

const part = z.object({ ok: z.boolean(), detail: z.string().optional() })
const healthAnswer = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), part),
  lag: z.object({ records: z.number(), bytes: z.number(), seconds: z.number().nullable() }).nullable(),
})

export interface InstanceParts {
  db: Database
  clickHouse: ClickHouse
  log: EventLog
  version: string
  mailing: { isAvailable: boolean; siteUrl: string }
}

const config = { access: access.public }
const tags = ['instance']

export function registerInstanceRoutes(app: App, parts: InstanceParts): void {
  registerProbes(app, parts)
  registerMetrics(app, parts)
  registerPreflight(app, parts)
}

/** Each probe under two names. */
function registerProbes(app: App, { db, clickHouse, log }: InstanceParts): void {
  for (const path of ['/_livez', '/_liveness']) {
    app.get(
      path,
      { config, schema: { summary: 'Web is up', tags, response: { 200: z.object({ status: z.string() }) } } },
      async () => ({ status: 'ok' }),
    )
  }
  for (const path of ['/_readyz', '/_readiness']) {
    app.get(
      path,
      { config, schema: { summary: 'Every part is up', tags, response: { 200: healthAnswer, 503: healthAnswer } } },
      async (_request, reply) => {
        const health = await checkHealth(db, clickHouse, log)
        return reply.status(health.ready ? 200 : 503).send(health)
      },
    )
  }
}

function registerMetrics(app: App, { db, clickHouse, log }: InstanceParts): void {
  app.get(
    '/metrics',
    { config, schema: { summary: 'Metrics in Prometheus format', tags } },
    async (_request, reply) => {
      noteHealth(await checkHealth(db, clickHouse, log))
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
}

function registerPreflight(app: App, { db, version, mailing }: InstanceParts): void {
  app.get(
    '/_preflight',
    {
      config: { access: access.visitor },
      schema: {
        summary: 'What this installation offers before login',
        tags,
        response: { 200: z.object({ initiated: z.boolean(), can_create_org: z.boolean() }).loose() },
      },
    },
    async (request) => {
      const initiated = await anyOrganizationExists(db)
      return {
        django: true,
        redis: true,
        plugins: true,
        celery: true,
        db: true,
        clickhouse: true,
        kafka: true,
        initiated,
        cloud: false,
        demo: false,
        realm: 'hosted-clickhouse',
        region: null,
        available_social_auth_providers: { 'google-oauth2': false, github: false, gitlab: false },
        can_create_org: !initiated,
        email_service_available: mailing.isAvailable,
        slack_service: { available: false, client_id: null },
        object_storage: true,
        ...(request.principal ? await forMembers(db, version, mailing.siteUrl) : {}),
      }
    },
  )
}

const partUp = new Gauge({
  name: 'hedgerow_part_up',
  help: '1 when a part of the installation works, 0 when it does not; /_readyz says why',
  labelNames: ['part'],
  registers: [registry],
})
const lagRecords = new Gauge({
  name: 'hedgerow_ingestion_waiting_requests',
  help: 'Captured requests that wait for the worker',
  registers: [registry],
})
const lagSeconds = new Gauge({
  name: 'hedgerow_ingestion_lag_seconds',
  help: 'Age of the oldest captured request that waits for the worker',
  registers: [registry],
})

function noteHealth({ parts, lag }: Health): void {
  for (const [part, { ok }] of Object.entries(parts)) partUp.set({ part }, ok ? 1 : 0)
  // Unknown is not zero: Prometheus draws a gap.
  lagRecords.set(lag?.records ?? Number.NaN)
  lagSeconds.set(lag?.seconds ?? Number.NaN)
}

/** Details that only signed-in users get. */
async function forMembers(db: Database, version: string, siteUrl: string): Promise<Record<string, unknown>> {
  return {
    opt_out_capture: false,
    posthog_version: version,
    is_debug: false,
    is_event_property_usage_enabled: true,
    licensed_users_available: null,
    site_url: siteUrl,
    instance_preferences: { debug_queries: false, disable_paid_fs: true },
    buffer_conversion_seconds: 0,
    openai_available: false,
    available_timezones: await timeZoneOffsets(db.$client),
  }
}
