import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Access } from './access.ts'
import type { App } from './app.ts'
import { errors } from './errors.ts'

const DETAIL = 'Hard delete of this model is not allowed. Use a patch API call to set "deleted" to true'

interface Options {
  access: Access
  tags: string[]
  params: z.ZodType
  /** Finds the object and checks the caller's access to it; only then is the method refused. */
  find: (request: FastifyRequest) => Promise<unknown>
  /** The answer has no body, as with some of PostHog's objects. */
  isSilent?: boolean
}

/** DELETE for objects that support only soft deletes: always 405. */
export function refuseDelete(api: App, url: string, { access, tags, params, find, isSilent = false }: Options): void {
  api.delete(
    url,
    {
      config: { access },
      schema: { summary: 'Not allowed; set `deleted` instead', tags, params, response: { 405: z.any() } },
    },
    async (request, reply) => {
      await find(request)
      if (isSilent) return reply.status(405).send()
      throw errors.methodNotAllowed('DELETE', DETAIL)
    },
  )
}
