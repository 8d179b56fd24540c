/** The persons and groups behind the numbers of insights, requested with flat legacy parameters. */

import type { ActorsQuery, ActorsSource, InsightActorsQuery } from '@hedgerow/shared/query/schemas'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { linkTo } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import { runActors } from './actors-query.ts'
import { Asker, type QueryStores } from './asker.ts'
import { cacheKey, readAnswer, saveAnswer } from './cache.ts'
import {
  flag,
  type Parameters,
  readParameters,
  toCorrelationActors,
  toFunnelActors,
  toLifecycle,
  toPaths,
  toRetention,
  toStickinessActors,
  toTrendsActors,
} from './legacy.ts'
import { type Actor, actorName, findActors } from './people.ts'
import { goneSignal } from './routes.ts'
import { askingTeam } from './team.ts'

const tags = ['persons']
const params = z.object({ project_id: z.string() })
const LIMIT_DEFAULT = 100
const LIMIT_MAX = 1000
const CSV_LIMIT = 50_000
const CACHED_S = 180
const anyAnswer = z.looseObject({ results: z.array(z.any()).optional() })

interface Page {
  people: PresentedActor[]
  missing: number
  /** Number of rows in the page, including those whose actor no longer exists. */
  rows: number
  appearances: number[][]
}

interface PresentedActor {
  type: 'person' | 'group'
  id: string
  value_at_data_point: number | null
  [key: string]: unknown
}

interface Endpoint {
  name: string
  summary: string
  methods: ('GET' | 'POST')[]
  source: (parameters: Parameters) => ActorsSource
  /** HogQL for the sort order. */
  order: string[]
  /** Columns besides the ID. */
  columns: string[]
  /** Prefix of the `limit` and `offset` parameter names. */
  pagePrefix?: string
}

const ENDPOINTS: Endpoint[] = [
  {
    name: 'trends',
    summary: 'List the actors behind a point of trends',
    methods: ['GET'],
    source: toTrendsActors,
    order: ['value DESC'],
    columns: ['value'],
  },
  {
    name: 'lifecycle',
    summary: 'List the actors behind a bar of a lifecycle',
    methods: ['GET'],
    source: lifecycleSource,
    order: ['created_at DESC'],
    columns: [],
  },
  {
    name: 'stickiness',
    summary: 'List the actors behind a bar of stickiness',
    methods: ['GET'],
    source: toStickinessActors,
    order: ['created_at DESC'],
    columns: [],
  },
  {
    name: 'retention',
    summary: 'List the actors in a retention row and when they returned',
    methods: ['GET'],
    source: retentionSource,
    order: ['length(appearances) DESC'],
    columns: ['appearances'],
  },
  {
    name: 'funnel',
    summary: 'List the actors who reached a funnel step or dropped off before it',
    methods: ['GET', 'POST'],
    source: toFunnelActors,
    order: [],
    columns: [],
  },
  {
    name: 'funnel/correlation',
    summary: 'List the actors behind a correlation',
    methods: ['GET', 'POST'],
    source: toCorrelationActors,
    order: ['created_at DESC'],
    columns: [],
    pagePrefix: 'funnel_correlation_person_',
  },
  {
    name: 'path',
    summary: 'List the actors who followed an edge of paths',
    methods: ['GET', 'POST'],
    source: pathSource,
    order: ['created_at DESC'],
    columns: [],
  },
]

function lifecycleSource(parameters: Parameters): InsightActorsQuery {
  return {
    kind: 'InsightActorsQuery',
    source: toLifecycle(parameters),
    day: String(parameters.target_date),
    status: String(parameters.lifecycle_type),
  }
}

function retentionSource(parameters: Parameters): InsightActorsQuery {
  const { breakdown_values: values } = parameters
  return {
    kind: 'InsightActorsQuery',
    source: toRetention(parameters),
    interval: Number(parameters.selected_interval ?? 0) || 0,
    ...(values !== undefined && { breakdown: values as string | string[] }),
  }
}

function pathSource(parameters: Parameters): InsightActorsQuery {
  return { kind: 'InsightActorsQuery', source: toPaths(parameters) }
}

export function registerActorRoutes(api: App, stores: QueryStores): void {
  const db: Database = stores.db
  for (const endpoint of ENDPOINTS) {
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      const principal = requirePrincipal(request)
      const resolved = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
      const parameters = readParameters(request.query, request.body)
      if (endpoint.name === 'lifecycle') {
        const missing =
          parameters.target_date === undefined
            ? 'date'
            : parameters.lifecycle_type === undefined
              ? 'lifecycle type'
              : null
        if (missing) {
          const detail = missing === 'date' ? 'Must include specified date' : 'Must include lifecycle type'
          return reply
            .status(400)
            .send({ message: 'Missing parameter', detail, type: 'validation_error', code: 'invalid_input', attr: null })
        }
      }
      const isCsv = request.method === 'GET' ? wantsCsv(request) : parameters.format === 'csv'
      const [limitName, offsetName] = ['limit', 'offset'].map((name) => (endpoint.pagePrefix ?? '') + name)
      const limit = isCsv ? CSV_LIMIT : Math.min(wholeNumber(parameters[limitName!]) || LIMIT_DEFAULT, LIMIT_MAX)
      const offset = wholeNumber(parameters[offsetName!])
      const team = askingTeam(resolved)
      const source = endpoint.source(parameters)
      const node: ActorsQuery = {
        kind: 'ActorsQuery',
        source,
        select: ['id', ...endpoint.columns],
        orderBy: endpoint.order,
        limit,
        offset,
        ...(typeof parameters.search === 'string' && { search: parameters.search }),
      }
      const key = cacheKey(team, { ...node, recordings: flag(parameters.include_recordings) }, true)
      const cached = flag(parameters.refresh) || isCsv ? null : await readAnswer(db.$client, team.id, key)
      const isFresh = cached !== null && Date.now() - cached.computedAt.getTime() < CACHED_S * 1000
      const now = new Date()
      let page: Page
      if (isFresh) page = cached.answer as unknown as Page
      else {
        const asker = await Asker.open(stores, team, node, { now, isLegacy: true, signal: goneSignal(reply) })
        page = await readPage(node, asker, flag(parameters.include_recordings))
        if (!isCsv) await saveAnswer(db.$client, team.id, key, page, now)
      }
      if (isCsv) return (await sendCsv(reply, 'persons', () => [page.people])) as never
      const next = page.rows >= limit ? linkTo(request, { [offsetName!]: offset + limit }) : null
      if (endpoint.name === 'retention')
        return {
          result: page.people.map((person, index) => ({ person, appearances: page.appearances[index] })),
          next,
          missing_persons: page.missing,
        }
      const results = [{ people: page.people, count: page.people.length }]
      if (endpoint.name === 'lifecycle' || endpoint.name === 'stickiness') return { results, next }
      return {
        results,
        next,
        initial: linkTo(request, { [offsetName!]: offset }),
        missing_persons: page.missing,
        is_cached: isFresh,
        last_refresh: (isFresh ? cached.computedAt : now).toISOString(),
      }
    }
    const path = `/api/projects/:project_id/persons/${endpoint.name}`
    const schema = { summary: endpoint.summary, tags, params, response: { 200: anyAnswer } }
    const config = { access: access.scope('person:read' as const), rate: 'persons' as const }
    if (endpoint.methods.includes('GET'))
      api.get(
        path,
        {
          config,
          schema: {
            ...schema,
            querystring: z.looseObject({ format: z.string().optional().describe('`json` (default) or `csv`.') }),
          },
        } as never,
        handle as never,
      )
    if (endpoint.methods.includes('POST'))
      api.post(path, { config: { ...config, body: z.looseObject({}) }, schema } as never, handle as never)
  }
}

function wholeNumber(value: unknown): number {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 && number < 1e9 ? number : 0
}

async function readPage(node: ActorsQuery, asker: Asker, includesRecordings: boolean): Promise<Page> {
  const groupTypeIndex = groupOf(node.source!)
  const select = includesRecordings ? [...node.select!, 'matched_recordings'] : node.select!
  const { results } = (await runActors(
    { ...node, select, ...(node.orderBy?.length === 0 && { orderBy: ['id'] }) },
    asker,
  )) as { results: unknown[][] }
  const ids = results.map(([id]) => String(id))
  const { actors, missing } = await findActors(asker, ids, groupTypeIndex)
  const hasValue = node.select!.includes('value')
  const hasAppearances = node.select!.includes('appearances')
  const people: PresentedActor[] = []
  const appearances: number[][] = []
  results.forEach((row) => {
    const id = String(row[0])
    const actor = actors.get(id)
    if (!actor || !('properties' in actor)) return
    people.push(
      present(actor, id, hasValue ? Number(row[1]) : null, includesRecordings ? (row.at(-1) as unknown[]) : []),
    )
    if (hasAppearances) appearances.push(toFlags(row[1] as number[], node))
  })
  return { people, missing, rows: results.length, appearances }
}

/** One entry for each column of a retention row: 1 if the actor was active in it, else 0. */
function toFlags(columns: number[], { source }: ActorsQuery): number[] {
  const { source: query, interval } = source as InsightActorsQuery
  const total = query.kind === 'RetentionQuery' ? (query.retentionFilter?.totalIntervals ?? 0) : 0
  return Array.from({ length: Math.max(1, total - (interval ?? 0)) }, (_, column) => (columns.includes(column) ? 1 : 0))
}

function groupOf(source: ActorsSource): number | null {
  if (source.kind === 'HogQLQuery') return null
  if (source.kind === 'FunnelCorrelationActorsQuery')
    return source.source.source.source.aggregation_group_type_index ?? null
  const insight = source.source
  if (insight.kind === 'TrendsQuery' || insight.kind === 'StickinessQuery') {
    const [node] = insight.series
    return node?.math === 'unique_group' ? (node.math_group_type_index ?? null) : null
  }
  return insight.aggregation_group_type_index ?? null
}

function present(actor: Actor, id: string, value: number | null, recordings: unknown[]): PresentedActor {
  const shared = { matched_recordings: recordings, value_at_data_point: value }
  if ('group_key' in actor) return { ...actor, ...shared, type: 'group' }
  return { type: 'person', ...actor, id, uuid: id, name: actorName(actor, id), ...shared }
}
