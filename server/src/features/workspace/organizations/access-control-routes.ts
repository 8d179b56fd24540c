/** Routes to read and write access rules: for a project, for all objects of a kind, for single objects. */

import type { Scope } from '@hedgerow/shared/scopes'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nullable, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { RESOURCES, storedKinds } from '../kinds/index.ts'
import { ACCESS_LEVELS, PROJECT_ACCESS_LEVELS } from './access-control.ts'
import { type RulePlace, rulesOfKinds, rulesOfObject, rulesOfProject, writeRule } from './access-rules.ts'
import { enterProject, type ProjectContext } from './enter.ts'

const tags = ['access control']
const params = z.object({ project_id: z.string() })
const ruleAnswer = z.object({
  resource: z.string(),
  resource_id: z.string().nullable(),
  organization_member: z.string().nullable(),
  role: z.string().nullable(),
  access_level: z.string(),
})
nameSchema(ruleAnswer, 'AccessControl')
const answer = z.object({
  access_controls: z.array(ruleAnswer),
  available_access_levels: z.array(z.string()),
  default_access_level: z.string(),
  user_access_level: z.string(),
  user_can_edit_access_levels: z.boolean(),
})
nameSchema(answer, 'AccessControls')
const subject = {
  organization_member: nullable(z.uuid('Must be a valid UUID.')).optional(),
  role: nullable(z.uuid('Must be a valid UUID.')).optional(),
}
const projectBody = z.object({ ...subject, access_level: nullable(z.enum(PROJECT_ACCESS_LEVELS)) })
const objectBody = z.object({ ...subject, access_level: nullable(z.enum(ACCESS_LEVELS)) })
const resourceBody = objectBody.extend({ resource: z.enum(RESOURCES) })

interface Rules {
  url: string
  readScope: Scope
  params: z.ZodObject
  /** `of a project`. */
  what: string
  body: typeof projectBody | typeof objectBody | typeof resourceBody
  find: (context: ProjectContext, request: FastifyRequest) => Promise<RulePlace>
}

export function registerAccessControlRoutes(api: App, db: Database): void {
  registerRules(api, db, {
    url: '/api/projects/:project_id/access_controls',
    readScope: 'project:read',
    params,
    what: 'of a project',
    body: projectBody,
    find: rulesOfProject,
  })
  registerRules(api, db, {
    url: '/api/projects/:project_id/resource_access_controls',
    readScope: 'project:read',
    params,
    what: 'of all kinds of objects in a project',
    body: resourceBody,
    find: (context, { body }) => rulesOfKinds(context, String((body as { resource?: unknown } | undefined)?.resource)),
  })
  for (const kind of storedKinds())
    registerRules(api, db, {
      url: `/api/projects/:project_id/${kind.path}/:id/access_controls`,
      readScope: `${kind.resource as 'feature_flag'}:read`,
      params: params.extend({ id: z.string() }),
      what: `of one ${kind.resource.replaceAll('_', ' ')}`,
      body: objectBody,
      find: (context, request) => rulesOfObject(context, kind, (request.params as { id: string }).id),
    })
}

function registerRules(api: App, db: Database, { url, readScope, params, what, body, find }: Rules): void {
  const response = { 200: answer }
  api.get(
    url,
    {
      config: { access: access.scope(readScope) },
      schema: { summary: `Read the access rules ${what}`, tags, params, response },
    },
    async (request) => present(await find(await enterProject(db, request), request)),
  )
  api.put(
    url,
    {
      config: { access: access.scope('access_control:write'), body },
      schema: {
        summary: `Write an access rule ${what}`,
        description: 'For a member, for a role, or, with neither, for everyone else. A null level removes the rule.',
        tags,
        params,
        response,
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const place = await find(context, request)
      if (!place.mayEdit) throw errors.forbidden('You cannot change who has access here.')
      await writeRule(context, place, readBody(request, body as typeof objectBody))
      // Loads the context again, because the caller's own level may have changed.
      return present(await find(await enterProject(db, request), request))
    },
  )
}

function present({ rules, levels, defaultLevel, level, mayEdit }: RulePlace): z.infer<typeof answer> {
  const forEverybody = rules.find(
    ({ membershipId, roleId, resource }) => membershipId === null && roleId === null && resource === 'project',
  )
  return {
    access_controls: rules.map((rule) => ({
      resource: rule.resource,
      resource_id: rule.resourceId || null,
      organization_member: rule.membershipId,
      role: rule.roleId,
      access_level: rule.accessLevel,
    })),
    available_access_levels: [...levels],
    default_access_level: forEverybody?.accessLevel ?? defaultLevel,
    user_access_level: level,
    user_can_edit_access_levels: mayEdit,
  }
}
