/**
 * Routes that answer questions about flags: whether a flag is in use, whom conditions match, and how flags evaluate.
 */
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { presentFlag, statusOf } from './answers.ts'
import { countMatching } from './audience.ts'
import type { Enter, Find } from './context.ts'
import { definitionsOf } from './definitions.ts'
import { keysOf } from './flag-list.ts'
import { flagAnswer, keysBody, radiusAnswer, radiusBody } from './schemas.ts'
import { seenBy } from './seen.ts'
import { readUsage, usageAnswer } from './usage.ts'
import { explainFlags, flagsForCaller } from './whole-evaluation.ts'

/** Number of days for the usage of a flag. */
const USAGE_DAYS_DEFAULT = 30
const USAGE_DAYS_MAX = 365

const tags = ['feature flags']
const params = z.object({ project_id: z.string() })
const flagParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/feature_flags'
const one = `${path}/:id`
const read = { access: access.scope('feature_flag:read') }

export function registerFlagQuestionRoutes(api: App, clickHouse: ClickHouse, enter: Enter, find: Find): void {
  registerUse(api, clickHouse, find)
  registerEvaluations(api, enter)
  registerRadius(api, enter)
  registerKeys(api, enter)
  registerDefinitions(api, enter)
}

function registerUse(api: App, clickHouse: ClickHouse, find: Find): void {
  api.get(
    `${one}/status`,
    {
      config: read,
      schema: {
        summary: 'Check whether a feature flag is still used',
        tags,
        params: flagParams,
        response: { 200: z.object({ status: z.string(), reason: z.string() }) },
      },
    },
    async (request) => statusOf((await find(request, 'viewer')).flag),
  )
  api.get(
    `${one}/usage`,
    {
      config: read,
      schema: {
        summary: 'Count the calls of a flag by day and value',
        tags,
        params: flagParams,
        querystring: z.object({
          days: z.string().optional().describe(`${USAGE_DAYS_DEFAULT} by default, at most ${USAGE_DAYS_MAX}.`),
        }),
        response: { 200: usageAnswer },
      },
    },
    async (request) => {
      const { context, flag } = await find(request, 'viewer')
      const days = Number(request.query.days ?? USAGE_DAYS_DEFAULT)
      if (!Number.isInteger(days) || days < 1 || days > USAGE_DAYS_MAX)
        throw errors.invalid(`days must be a whole number from 1 to ${USAGE_DAYS_MAX}.`, 'days')
      const stores = { pool: context.db.$client, reader: clickHouse.reader }
      return readUsage(stores, context.team, flag.key, days)
    },
  )
}

function registerEvaluations(api: App, enter: Enter): void {
  const groups = z.string().optional().describe('JSON: group keys by type.')
  api.get(
    `${path}/my_flags`,
    {
      config: read,
      schema: {
        summary: 'Evaluate all flags for yourself',
        tags,
        params,
        querystring: z.object({ groups }),
        response: { 200: z.array(z.object({ feature_flag: flagAnswer, value: z.union([z.boolean(), z.string()]) })) },
      },
    },
    async (request) => {
      const context = await enter(request, 'none')
      const evaluated = await flagsForCaller(context, request.query.groups)
      return evaluated.map(({ flag, value }) => ({ feature_flag: presentFlag(context, flag), value }))
    },
  )
  api.get(
    `${path}/evaluation_reasons`,
    {
      config: read,
      schema: {
        summary: 'Evaluate all flags for a person, with reasons',
        tags,
        params,
        querystring: z.object({ distinct_id: z.string().optional(), groups }),
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const { distinct_id: distinctId, groups } = request.query
      if (!distinctId) throw errors.invalid('This field is required.', 'distinct_id', 'required')
      return explainFlags(context, distinctId, groups)
    },
  )
}

function registerRadius(api: App, enter: Enter): void {
  api.post(
    `${path}/user_blast_radius`,
    {
      config: { ...read, body: radiusBody },
      schema: {
        summary: 'Count the persons or groups that match a set of conditions',
        tags,
        params,
        response: { 200: radiusAnswer },
      },
    },
    async (request) => {
      const { db, team } = await enter(request, 'viewer')
      const { condition, group_type_index: groupIndex } = readBody(request, radiusBody)
      const properties = (condition.properties ?? []) as JsonObject[]
      const { affected, total } = await countMatching(db, team, properties, groupIndex ?? null)
      return { affected, total, users_affected: affected, total_users: total }
    },
  )
}

function registerKeys(api: App, enter: Enter): void {
  api.post(
    `${path}/bulk_keys`,
    {
      config: { ...read, body: keysBody },
      schema: {
        summary: 'Read the keys of flags by ID',
        tags,
        params,
        response: { 200: z.object({ keys: z.record(z.string(), z.string()), warning: z.string().optional() }) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const { ids } = readBody(request, keysBody)
      const whole = ids.map(String).filter((id) => /^\d{1,9}$/.test(id))
      const bad = ids.length - whole.length
      const warning = bad > 0 ? { warning: `${bad} IDs are not numbers and were left out.` } : {}
      return { keys: await keysOf(context, whole), ...warning }
    },
  )
}

function registerDefinitions(api: App, enter: Enter): void {
  api.get(
    `${path}/local_evaluation`,
    {
      config: read,
      schema: {
        summary: 'Flag definitions for SDKs that evaluate flags locally',
        tags,
        params,
        response: { 200: z.record(z.string(), z.any()) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      return definitionsOf(context.db, context.store, context.team.id, await seenBy(context))
    },
  )
}
