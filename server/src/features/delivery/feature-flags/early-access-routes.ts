import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { type AccessLevel, resolveTeam, resourceAccess } from '../../workspace/organizations/index.ts'
import {
  createFeature,
  createFeatureBody,
  deleteFeature,
  FEATURE_COLUMNS,
  type Feature,
  featureBody,
  findFeature,
  updateFeature,
} from './early-access.ts'
import { findFlag, flagAnswer, toFlagAnswer } from './flags.ts'
import type { FlagStore } from './store.ts'

const tags = ['early access']
const params = z.object({ project_id: z.string() })
const featureParams = params.extend({ id: z.string() })
const answer = z.object({
  id: z.string(),
  feature_flag: flagAnswer.nullable(),
  name: z.string(),
  description: z.string(),
  stage: z.string(),
  documentation_url: z.string(),
  payload: z.any(),
  created_at: z.string(),
})
nameSchema(answer, 'EarlyAccessFeature')

export function registerEarlyAccessRoutes(api: App, db: Database, store: FlagStore): void {
  const path = '/api/projects/:project_id/early_access_feature'
  const one = `${path}/:id`
  const read = access.scope('early_access_feature:read')
  const write = access.scope('early_access_feature:write')

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    // A feature is its flag with words around it, so who may do what with flags decides.
    const own = await resourceAccess(db, principal, team, 'feature_flag')
    own.assertLevel(needed)
    return { principal, team, own }
  }
  /** The feature that a path names; what may be done with it depends on its flag. */
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const entered = await enter(request, needed)
    const feature = await findFeature(db, entered.team.id, (request.params as z.infer<typeof featureParams>).id)
    await assertFlag(entered, feature.featureFlagId, needed)
    return { ...entered, feature }
  }
  const assertFlag = async (
    { team, own }: Awaited<ReturnType<typeof enter>>,
    flagId: number | null | undefined,
    needed: AccessLevel,
  ) => {
    const flag = flagId ? await findFlag(db, team.id, String(flagId)) : null
    if (flag) own.assertLevelOf(flag.id, flag.createdById, needed)
  }
  const describe = async (
    { team, own }: Awaited<ReturnType<typeof enter>>,
    feature: Feature,
  ): Promise<z.infer<typeof answer>> => {
    const flag = feature.featureFlagId === null ? null : await findFlag(db, team.id, String(feature.featureFlagId))
    return {
      id: feature.id,
      feature_flag: flag && toFlagAnswer(flag, own.levelOf(flag.id, flag.createdById)),
      name: feature.name,
      description: feature.description,
      stage: feature.stage,
      documentation_url: feature.documentationUrl,
      payload: feature.payload ?? {},
      created_at: formatDate(feature.createdAt),
    }
  }

  api.get(
    path,
    {
      config: { access: read },
      schema: {
        summary: 'List early access features, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const entered = await enter(request, 'viewer')
      const page = readPage(request.query)
      const values: unknown[] = [entered.team.id]
      const visible = entered.own.visibleSql('f.id', 'f.created_by_id', (value) => `$${values.push(value)}`)
      const from = `FROM early_access_features WHERE team_id = $1 AND (feature_flag_id IS NULL
        OR feature_flag_id IN (SELECT f.id FROM feature_flags f WHERE f.team_id = $1 AND ${visible}))`
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
        db.$client.query<Feature>(
          `SELECT ${FEATURE_COLUMNS} ${from} ORDER BY created_at DESC, id LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      const rows = await Promise.all(found.rows.map((feature) => describe(entered, feature)))
      return pageAnswer(request, page, counted.rows[0]!.count, rows)
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: createFeatureBody },
      schema: {
        summary: 'Create an early access feature',
        description: 'Without `feature_flag_id` a flag is made for it.',
        tags,
        params,
        response: { 201: answer },
      },
    },
    async (request, reply) => {
      const entered = await enter(request, 'editor')
      const body = readBody(request, createFeatureBody)
      await assertFlag(entered, body.feature_flag_id, 'editor')
      const feature = await createFeature(db, entered.principal, entered.team, body)
      store.forget(entered.team.id)
      return reply.status(201).send(await describe(entered, feature))
    },
  )

  api.get(
    one,
    {
      config: { access: read },
      schema: { summary: 'Read an early access feature', tags, params: featureParams, response: { 200: answer } },
    },
    async (request) => {
      const found = await find(request, 'viewer')
      return describe(found, found.feature)
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createFeatureBody : featureBody
    api.route({
      method,
      url: one,
      config: { access: write, body: bodySchema },
      schema: { summary: 'Change an early access feature', tags, params: featureParams, response: { 200: answer } },
      handler: async (request) => {
        const found = await find(request, 'editor')
        const body = readBody(request, bodySchema as typeof featureBody)
        await assertFlag(found, body.feature_flag_id, 'editor')
        const changed = await updateFeature(db, found.principal, found.team, found.feature, body)
        store.forget(found.team.id)
        return describe(found, changed)
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: write },
      schema: {
        summary: 'Delete an early access feature; its flag stays',
        tags,
        params: featureParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { principal, team, feature } = await find(request, 'editor')
      await deleteFeature(db, principal, team, feature)
      store.forget(team.id)
      return reply.status(204).send(null)
    },
  )
}
