import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import type { CaptureCounts } from '../capture/index.ts'
import { countOutcomes, ingestionLag, type OutcomeCount } from './status.ts'
import { deadLetters, ingestionWarnings } from './tables.ts'

const projectParams = z.object({ project_id: z.string() })
const HOURS_DEFAULT = 24
const HOURS_MAX = 24 * 90

const statusAnswer = z.object({
  ingested_event: z.boolean().describe('Whether any event was ever stored, however long ago.'),
  hours: z.number(),
  outcomes: z.array(z.object({ outcome: z.string(), description: z.string(), events: z.number() })),
  problem: z.string().nullable().describe('Why events are not being stored, or new ones not accepted.'),
  lag: z.object({
    records: z.number(),
    bytes: z.number(),
    seconds: z.number().nullable().describe('Age of the oldest waiting record; null if unknown.'),
  }),
  unknown_token_events: z.number().describe('Events of this installation whose token belongs to no project.'),
  damaged_records: z.number().describe('Records of the event log that could not be read, of all projects.'),
  dead_letters: z.number(),
  warnings: z.number(),
  capture: z
    .object({ since: z.string(), accepted_events: z.number(), rejected_requests: z.number() })
    .describe('What this web process has accepted for all projects since it started.'),
})
nameSchema(statusAnswer, 'IngestionStatus')
const deadLetterAnswer = z.object({
  id: z.number(),
  reason: z.string(),
  detail: z.string(),
  event: z.string().nullable(),
  distinct_id: z.string().nullable(),
  body: z.string(),
  created_at: z.string(),
})
nameSchema(deadLetterAnswer, 'DeadLetter')
const warningAnswer = z.object({
  id: z.number(),
  type: z.string(),
  source: z.string(),
  details: z.record(z.string(), z.any()),
  timestamp: z.string(),
})
nameSchema(warningAnswer, 'IngestionWarning')
const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ count: z.number(), next: z.string().nullable(), previous: z.string().nullable(), results: z.array(row) })

/** @param workerProblem why the worker is not storing events; null if it is */
export function registerIngestionRoutes(
  api: App,
  db: Database,
  log: EventLog,
  capture: Readonly<CaptureCounts>,
  workerProblem: () => Promise<string | null>,
): void {
  api.get(
    '/api/projects/:project_id/ingestion_status',
    {
      config: { access: access.scope('ingestion_warning:read') },
      schema: {
        summary: 'Status of a project’s events',
        tags: ['ingestion'],
        params: projectParams,
        querystring: z.object({ hours: z.string().optional().describe('How far back to count; 24 by default.') }),
        response: { 200: statusAnswer },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const asked = Number(request.query.hours)
      const hours = Number.isInteger(asked) && asked > 0 ? Math.min(asked, HOURS_MAX) : HOURS_DEFAULT
      const [outcomes, unowned] = await Promise.all([countOutcomes(db, team.id, hours), countOutcomes(db, 0, hours)])
      return {
        ingested_event: team.ingestedEvent,
        hours,
        outcomes,
        problem: (await workerProblem()) ?? describeRefusal(log),
        lag: ingestionLag(log, Date.now()),
        unknown_token_events: sumOf(unowned, 'dropped:unknown_token'),
        damaged_records: sumOf(unowned, 'dead_letter:damaged_record') + sumOf(unowned, 'dead_letter:unreadable_record'),
        dead_letters: await db.$count(deadLetters, eq(deadLetters.teamId, team.id)),
        warnings: await db.$count(ingestionWarnings, eq(ingestionWarnings.teamId, team.id)),
        capture: {
          since: capture.since,
          accepted_events: capture.acceptedEvents,
          rejected_requests: capture.rejectedRequests,
        },
      }
    },
  )

  api.get(
    '/api/projects/:project_id/dead_letters',
    {
      config: { access: access.scope('ingestion_warning:read') },
      schema: {
        summary: 'Events that could not be processed, newest first',
        tags: ['ingestion'],
        params: projectParams,
        querystring: pageQuery,
        response: { 200: pageOf(deadLetterAnswer) },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const page = readPage(request.query)
      const own = eq(deadLetters.teamId, team.id)
      const rows = await db
        .select()
        .from(deadLetters)
        .where(own)
        .orderBy(desc(deadLetters.id))
        .limit(page.limit)
        .offset(page.offset)
      const results = rows.map(({ id, reason, detail, event, distinctId, body, createdAt }) => ({
        id,
        reason,
        detail,
        event,
        distinct_id: distinctId,
        body,
        created_at: formatDate(createdAt),
      }))
      return pageAnswer(request, page, await db.$count(deadLetters, own), results)
    },
  )

  api.get(
    '/api/projects/:project_id/ingestion_warnings',
    {
      config: { access: access.scope('ingestion_warning:read') },
      schema: {
        summary: 'Ingestion warnings, newest first',
        tags: ['ingestion'],
        params: projectParams,
        querystring: pageQuery,
        response: { 200: pageOf(warningAnswer) },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const page = readPage(request.query)
      const own = eq(ingestionWarnings.teamId, team.id)
      const rows = await db
        .select()
        .from(ingestionWarnings)
        .where(own)
        .orderBy(desc(ingestionWarnings.id))
        .limit(page.limit)
        .offset(page.offset)
      const results = rows.map((row) => ({ ...row, timestamp: formatDate(row.timestamp) }))
      return pageAnswer(request, page, await db.$count(ingestionWarnings, own), results)
    },
  )
}

function describeRefusal(log: EventLog): string | null {
  const refusal = log.refusal()
  return refusal && `New events are refused with status 503, and SDKs send them again later: ${refusal}.`
}

function sumOf(counts: readonly OutcomeCount[], outcome: string): number {
  return counts.find((count) => count.outcome === outcome)?.events ?? 0
}
