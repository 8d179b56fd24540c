/** Insights requested with flat parameters: `/insights/trend`, `/insights/funnel` and so on. */

import type { QueryNode } from '@hedgerow/shared/query/schemas'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { resolveTeam } from '../../workspace/organizations/index.ts'
import {
  flag,
  type Parameters,
  readParameters,
  toCorrelation,
  toFunnel,
  toLifecycle,
  toPaths,
  toRetention,
  toStickiness,
  toTrends,
} from './legacy.ts'
import { goneSignal } from './routes.ts'
import type { Envelope, QueryRunner } from './runner.ts'
import { askingTeam } from './team.ts'

const tags = ['insights']
const params = z.object({ project_id: z.string() })
const BREAKDOWN_LIMIT = 25

interface Asked {
  request: FastifyRequest
  teamId: number
  parameters: Parameters
  answer: Envelope
}

export function registerLegacyInsightRoutes(api: App, db: Database, runner: QueryRunner): void {
  const base = '/api/projects/:project_id/insights'

  const add = (
    name: string,
    summary: string,
    toNode: (parameters: Parameters) => QueryNode,
    present: (asked: Asked) => unknown,
  ) => {
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      const principal = requirePrincipal(request)
      const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
      const parameters = readParameters(request.query, request.body)
      const answer = (await runner.answer(
        askingTeam(team),
        toNode(parameters),
        flag(parameters.refresh) ? 'force_blocking' : 'blocking',
        {
          userId: principal.userId,
          signal: goneSignal(reply),
          isLegacy: true,
        },
      )) as Envelope
      return {
        result: present({ request, teamId: team.id, parameters, answer }),
        timezone: team.timezone,
        is_cached: answer.is_cached,
        last_refresh: answer.last_refresh,
        timings: answer.timings,
        hogql: answer.hogql,
        ...(name === 'trend' && { next: nextPage(request, parameters, answer) }),
      }
    }
    const options = {
      config: { access: access.scope('insight:read' as const) },
      schema: { summary, tags, params, response: { 200: z.looseObject({ result: z.any() }) } },
    }
    const path = `${base}/${name}`
    api.get(
      path,
      { ...options, schema: { ...options.schema, querystring: z.looseObject({}) } } as never,
      handle as never,
    )
    api.post(path, { ...options, config: { ...options.config, body: z.looseObject({}) } } as never, handle as never)
  }

  add('trend', 'Trends, stickiness or lifecycle by parameters', toTrendLike, presentTrend)
  add('funnel', 'A funnel by parameters', toFunnel, presentFunnel)
  add('funnel/correlation', 'Funnel correlation by parameters', toCorrelation, presentCorrelation)
  add('retention', 'Retention by parameters', toRetention, presentRetention)
  add('path', 'Paths by parameters', toPaths, ({ answer }) => answer.results)
}

function toTrendLike(parameters: Parameters): QueryNode {
  const kind = String(parameters.insight ?? '').toUpperCase()
  const shownAs = String(parameters.shown_as ?? '')
  if (kind === 'STICKINESS' || shownAs === 'Stickiness') return toStickiness(parameters)
  if (kind === 'LIFECYCLE' || shownAs === 'Lifecycle') return toLifecycle(parameters)
  return toTrends(parameters)
}

function nextPage(request: FastifyRequest, parameters: Parameters, { results, hasMore }: Envelope): string | null {
  const limit = Number(parameters.breakdown_limit ?? BREAKDOWN_LIMIT)
  if (parameters.breakdown === undefined || !hasMore || !Array.isArray(results) || results.length < limit) return null
  return linkTo(request, { offset: Number(parameters.offset ?? 0) + limit })
}

/** Link to the actors behind a point. It carries the parameters of the chart. */
function peopleUrl(teamId: number, endpoint: string, parameters: Parameters, own: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...parameters, ...own })) {
    if (value === undefined || value === null || name === 'refresh' || name === 'personal_api_key') continue
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return `api/projects/${teamId}/persons/${endpoint}/?${query}`
}

interface ResultItem {
  action: { id: unknown; type: string; order: number; math: string } | null
  days: string[]
  breakdown_value?: unknown
  aggregated_value?: number
  status?: string
  label: string
}

function presentTrend({ teamId, parameters, answer }: Asked): unknown {
  const results = answer.results as ResultItem[]
  const kind = String(parameters.insight ?? '').toUpperCase()
  const shownAs = String(parameters.shown_as ?? '')
  const isLifecycle = kind === 'LIFECYCLE' || shownAs === 'Lifecycle'
  const isStickiness = kind === 'STICKINESS' || shownAs === 'Stickiness'
  return results.map((item) => {
    if (!item.action) return item
    const entity = {
      entity_id: item.action.id,
      entity_type: item.action.type,
      entity_math: item.action.math ?? 'total',
      entity_order: item.action.order,
    }
    if (isStickiness)
      return {
        ...item,
        persons_urls: item.days.map((day) =>
          withFilter(teamId, 'stickiness', parameters, { ...entity, stickiness_days: day }),
        ),
      }
    if (isLifecycle)
      return {
        ...item,
        persons_urls: item.days.map((day) =>
          withFilter(teamId, 'lifecycle', parameters, { ...entity, target_date: day, lifecycle_type: item.status }),
        ),
      }
    const value =
      item.breakdown_value === undefined
        ? {}
        : { breakdown_value: item.breakdown_value, breakdown_type: parameters.breakdown_type ?? 'event' }
    if (item.aggregated_value !== undefined) {
      const { date_from: from, date_to: to } = answer.resolved_date_range as { date_from: string; date_to: string }
      return {
        ...item,
        persons: withFilter(teamId, 'trends', parameters, { ...entity, ...value, date_from: from, date_to: to }),
      }
    }
    const isCumulative = parameters.display === 'ActionsLineGraphCumulative'
    return {
      ...item,
      persons_urls: item.days.map((day) =>
        withFilter(teamId, 'trends', parameters, {
          ...entity,
          ...value,
          date_from: isCumulative ? item.days[0] : day,
          date_to: day,
        }),
      ),
    }
  })
}

function withFilter(teamId: number, endpoint: string, parameters: Parameters, own: Record<string, unknown>) {
  return { filter: own, url: peopleUrl(teamId, endpoint, parameters, own) }
}

interface Step {
  order: number
  breakdown_value?: unknown
}

function presentFunnel({ teamId, parameters, answer }: Asked): unknown {
  const { results } = answer
  if (!Array.isArray(results) || (parameters.funnel_viz_type ?? 'steps') !== 'steps') return results
  const isPlain = typeof parameters.breakdown === 'string'
  const present = (step: Step) => {
    const value = step.breakdown_value
    const shown = isPlain && Array.isArray(value) ? value[0] : value
    const own = value === undefined ? {} : { funnel_step_breakdown: value }
    return {
      ...step,
      ...(value !== undefined && { breakdown_value: shown }),
      ...(isPlain && 'breakdown' in step && Array.isArray(step.breakdown) && { breakdown: step.breakdown[0] }),
      converted_people_url: peopleUrl(teamId, 'funnel', parameters, { ...own, funnel_step: step.order + 1 }),
      dropped_people_url:
        step.order === 0 ? null : peopleUrl(teamId, 'funnel', parameters, { ...own, funnel_step: -(step.order + 1) }),
    }
  }
  return results.map((item: Step | Step[]) => (Array.isArray(item) ? item.map(present) : present(item)))
}

interface CorrelationItem {
  event: { event: string }
}

function presentCorrelation({ teamId, parameters, answer }: Asked): unknown {
  const { events, skewed } = answer.results as { events: CorrelationItem[]; skewed: boolean }
  const isProperties = parameters.funnel_correlation_type === 'properties'
  const people = (item: CorrelationItem, converted: boolean) => {
    const [name = '', ...rest] = item.event.event.split('::')
    const [key = '', ...value] = rest
    const entity = isProperties
      ? {
          funnel_correlation_property_values: [
            { key: name, value: rest.join('::'), type: 'person', operator: 'exact' },
          ],
        }
      : {
          funnel_correlation_person_entity: {
            id: name,
            type: 'events',
            ...(rest.length > 0 && {
              properties: [
                {
                  key: key === 'elements_chain' ? '$elements_chain' : key,
                  value: value.join('::'),
                  type: 'event',
                  operator: 'exact',
                },
              ],
            }),
          },
        }
    return peopleUrl(teamId, 'funnel/correlation', parameters, {
      ...entity,
      funnel_correlation_person_converted: String(converted),
    })
  }
  return {
    events: events.map((item) => ({
      ...item,
      success_people_url: people(item, true),
      failure_people_url: people(item, false),
    })),
    skewed,
  }
}

interface RetentionItem {
  values: { count: number }[]
  breakdown_value?: unknown
}

/** Each row is one shorter than the previous, because future periods are left out. */
function presentRetention({ teamId, parameters, answer }: Asked): unknown {
  const results = answer.results as RetentionItem[]
  if (!Array.isArray(results)) throw errors.server()
  const rowOf = new Map<string, number>()
  return results.map((item) => {
    const block = JSON.stringify(item.breakdown_value ?? null)
    const row = rowOf.get(block) ?? 0
    rowOf.set(block, row + 1)
    const url = peopleUrl(teamId, 'retention', parameters, {
      selected_interval: row,
      ...(item.breakdown_value !== undefined && { breakdown_values: item.breakdown_value }),
    })
    return {
      ...item,
      values: item.values
        .slice(0, Math.max(1, item.values.length - row))
        .map((each) => ({ ...each, people: [], people_url: url })),
      people_url: url,
    }
  })
}
