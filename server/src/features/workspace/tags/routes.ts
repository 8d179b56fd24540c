import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, readPage } from '../../../platform/http/pagination.ts'
import { nonBlankField, pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject, type ProjectContext } from '../organizations/index.ts'
import { TAG_CHARACTERS_MAX } from './normalize.ts'
import { assertMayChangeTags, listTags, removeTag, renameTag, tagUsage } from './operations.ts'

const path = '/api/projects/:project_id/tags'
const tags = ['tags']
const params = z.object({ project_id: z.string() })
const read = { access: access.scope('project:read') }
const write = { access: access.scope('project:write') }
const tagBody = z.object({ name: nonBlankField(TAG_CHARACTERS_MAX) })
const renameBody = tagBody.extend({ to: nonBlankField(TAG_CHARACTERS_MAX) })
const changedAnswer = z.object({ changed: z.number().describe('Number of changed objects.') })

export function registerTagRoutes(api: App, db: Database): void {
  registerUsage(api, db)
  registerRename(api, db)
  registerRemoval(api, db)
  registerTags(api, db)
}

/** @throws ApiError 403 also for those who may not change tags */
async function enterAsEditor(db: Database, request: FastifyRequest): Promise<ProjectContext> {
  const context = await enterProject(db, request)
  await assertMayChangeTags(context)
  return context
}

function registerUsage(api: App, db: Database): void {
  const use = z.object({ name: z.string(), total: z.number(), counts: z.record(z.string(), z.number()) })
  api.get(
    `${path}/usage`,
    {
      config: read,
      schema: {
        summary: 'The tags in use, with how many objects of each kind carry them',
        tags,
        params,
        response: { 200: z.object({ results: z.array(use) }) },
      },
    },
    async (request) => ({ results: await tagUsage(await enterProject(db, request)) }),
  )
}

function registerRename(api: App, db: Database): void {
  api.post(
    `${path}/rename`,
    {
      config: { ...write, body: renameBody },
      schema: {
        summary: 'Rename a tag on every object',
        description: 'If the new name already exists, the two tags are merged.',
        tags,
        params,
        response: { 200: changedAnswer },
      },
    },
    async (request) => {
      const context = await enterAsEditor(db, request)
      const { name, to } = readBody(request, renameBody)
      return { changed: await renameTag(context, name.toLowerCase(), to) }
    },
  )
}

function registerRemoval(api: App, db: Database): void {
  api.post(
    `${path}/remove`,
    {
      config: { ...write, body: tagBody },
      schema: {
        summary: 'Remove a tag from every object',
        tags,
        params,
        response: { 200: changedAnswer },
      },
    },
    async (request) => {
      const context = await enterAsEditor(db, request)
      return { changed: await removeTag(context, readBody(request, tagBody).name.toLowerCase()) }
    },
  )
}

function registerTags(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'The tags in use, by name',
        description: 'A list of names; with `search`, a page of those that contain it.',
        tags,
        params,
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: { 200: z.any() },
      },
    },
    async (request) => {
      const { search } = request.query
      const names = await listTags(await enterProject(db, request), search)
      if (search === undefined) return names
      const page = readPage(request.query)
      return pageAnswer(request, page, names.length, names.slice(page.offset, page.offset + page.limit))
    },
  )
}
