/** How objects are shared: the same routes below each kind of object, and the list of everything shared. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject } from '../../workspace/objects/index.ts'
import { type SharingRules, sharingRulesOf } from '../../workspace/organizations/index.ts'
import type { Shareables } from './links.ts'
import {
  changeShare,
  createPassword,
  listLinks,
  readShare,
  refreshShare,
  removePassword,
  ShareRefusal,
  type SharingContext,
} from './operations.ts'
import { linksAnswer, newPasswordAnswer, passwordBody, refusalAnswer, shareAnswer, shareBody } from './schemas.ts'
import type { Shareable } from './shareable.ts'

const tags = ['sharing']
const read = { access: access.scope('sharing_configuration:read') }
const write = { access: access.scope('sharing_configuration:write') }

/** @param graceSeconds how long a link works after it was refreshed */
export function registerSharingRoutes(
  api: App,
  db: Database,
  shareables: Shareables,
  { graceSeconds }: { graceSeconds: number },
): void {
  for (const shareable of shareables.all) registerSharing(api, shareable, graceSeconds)
  api.get(
    '/api/projects/:project_id/shared_links',
    {
      config: read,
      schema: {
        summary: 'List what is shared, newest first',
        tags,
        params: z.object({ project_id: z.string() }),
        response: { 200: linksAnswer },
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const { blockedBy } = await rulesOf(db, context.team.id)
      return { results: await listLinks(context, shareables), blocked_by: blockedBy }
    },
  )
}

/** @throws ApiError 404 when the project was deleted meanwhile */
async function rulesOf(db: Database, teamId: number): Promise<SharingRules> {
  const rules = await sharingRulesOf(db, teamId)
  if (!rules) throw errors.notFound()
  return rules
}

function registerSharing(api: App, shareable: Shareable, graceSeconds: number): void {
  const { noun, params } = shareable
  const path = `${shareable.path}/sharing`
  const find = async (request: FastifyRequest): Promise<SharingContext> => {
    const found = await shareable.find(request)
    return { ...found, shareable, rules: await rulesOf(found.db, found.team.id) }
  }
  api.get(
    path,
    { config: read, schema: { summary: `Read how a ${noun} is shared`, tags, params, response: { 200: shareAnswer } } },
    async (request) => readShare(await find(request)),
  )
  api.patch(
    path,
    {
      config: { ...write, body: shareBody },
      schema: {
        summary: `Change how a ${noun} is shared`,
        description:
          'Turning sharing off ends its link at once. Turning it on again issues a new one. It cannot be turned on while the organization or the project allows no public links.',
        tags,
        params,
        response: { 200: shareAnswer, 403: refusalAnswer },
      },
    },
    async (request, reply) => {
      const context = await find(request)
      return orRefuse(reply, () => changeShare(context, () => readBody(request, shareBody)))
    },
  )
  api.post(
    `${path}/refresh`,
    {
      config: write,
      schema: {
        summary: `Issue a new link of a ${noun}`,
        description: 'The present link works for some more minutes. Passwords are kept.',
        tags,
        params,
        response: { 200: shareAnswer },
      },
    },
    async (request) => refreshShare(await find(request), graceSeconds),
  )
  registerPasswords(api, shareable, find)
}

function registerPasswords(
  api: App,
  { noun, path, params }: Shareable,
  find: (request: FastifyRequest) => Promise<SharingContext>,
): void {
  api.post(
    `${path}/sharing/passwords`,
    {
      config: { ...write, body: passwordBody },
      schema: {
        summary: `Create a password for the link of a ${noun}`,
        description:
          'Any number of passwords can be active. The answer holds the password, which cannot be read again.',
        tags,
        params,
        response: { 200: newPasswordAnswer, 400: refusalAnswer, 403: refusalAnswer },
      },
    },
    async (request, reply) => {
      const context = await find(request)
      return orRefuse(reply, () => createPassword(context, () => readBody(request, passwordBody)))
    },
  )
  api.delete(
    `${path}/sharing/passwords/:password_id`,
    {
      config: write,
      schema: {
        summary: `Revoke a password of the link of a ${noun}`,
        tags,
        params: params.extend({ password_id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { password_id: id } = request.params as { password_id: string }
      await removePassword(await find(request), id)
      return reply.status(204).send(null)
    },
  )
}

/** Answers a refusal with its bare body. */
async function orRefuse<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ShareRefusal)) throw error
    return reply.status(error.status).send({ error: error.message }) as never
  }
}
