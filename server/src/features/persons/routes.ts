import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { linkTo, readPage } from '../../platform/http/pagination.ts'
import { pageQuery } from '../../platform/http/validation.ts'
import { toStorableText } from '../../platform/json.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { resolveTeam } from '../organizations/index.ts'
import { LISTED_DISTINCT_IDS_MAX, toPersonAnswer } from './person.ts'
import { findPerson, listPersons } from './repository.ts'

const personAnswer = z.object({
  type: z.literal('person'),
  id: z.number().int(),
  uuid: z.string(),
  name: z.string(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.any()),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
  is_identified: z.boolean(),
  matched_recordings: z.array(z.any()),
  value_at_data_point: z.number().nullable(),
})
const projectParams = z.object({ project_id: z.string() })
/** Larger ids do not fit PostgreSQL's bigint; nobody has them. */
const BIGINT_DIGITS_MAX = 18

export function registerPersonRoutes(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/persons',
    {
      config: { access: access.scope('person:read') },
      schema: {
        summary: 'List persons',
        tags: ['persons'],
        params: projectParams,
        querystring: pageQuery.extend({
          distinct_id: z.string().optional().describe('The person that owns exactly this id.'),
          email: z.string().optional().describe('Exact value of the property `email`.'),
          search: z.string().optional().describe('Part of the e-mail, a whole distinct id, or a uuid.'),
        }),
        response: {
          200: z.object({
            next: z.string().nullable(),
            previous: z.string().nullable(),
            count: z.number(),
            results: z.array(personAnswer),
          }),
        },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const page = readPage(request.query)
      const text = (value?: string) => (value ? toStorableText(value) : undefined)
      const { distinct_id: distinctId, email, search } = request.query
      const filter = { distinctId: text(distinctId), email: text(email), search: text(search) }
      const { count, rows } = await listPersons(db, team.id, filter, page)
      const { limit, offset } = page
      return {
        // Judged by "the page is full", as PostHog does: the last link may lead to an empty page.
        next: rows.length < limit ? null : linkTo(request, { limit, offset: offset + limit }),
        previous: offset < limit ? null : linkTo(request, { limit, offset: offset - limit }),
        count,
        results: rows.map((row) => toPersonAnswer(row, team.personDisplayNameProperties, LISTED_DISTINCT_IDS_MAX)),
      }
    },
  )

  api.get(
    '/api/projects/:project_id/persons/:id',
    {
      config: { access: access.scope('person:read') },
      schema: {
        summary: 'Read a person',
        tags: ['persons'],
        params: projectParams.extend({ id: z.string().describe('Integer id or uuid.') }),
        response: { 200: personAnswer },
      },
    },
    async (request) => {
      const team = await resolveTeam(db, requirePrincipal(request), request.params.project_id)
      const row = await findPerson(db, team.id, parsePersonId(request.params.id))
      if (!row) throw errors.notFound()
      return toPersonAnswer(row, team.personDisplayNameProperties)
    },
  )
}

/**
 * A person is named by uuid (any case, with or without dashes, braces or `urn:uuid:`) or by integer.
 * @throws ApiError 400 for anything else, 404 for integers out of range
 */
export function parsePersonId(text: string): { uuid: string } | { id: string } {
  const hex = text
    .replace(/^urn:uuid:/i, '')
    .replace(/[{}-]/g, '')
    .toLowerCase()
  if (/^[0-9a-f]{32}$/.test(hex)) return { uuid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
  if (!/^-?\d+$/.test(text)) {
    throw errors.invalid(
      `The ID provided does not look like a personID. If you are using a distinctId, please use /persons?distinct_id=${text} instead.`,
    )
  }
  if (text.length > BIGINT_DIGITS_MAX) throw errors.notFound()
  return { id: text }
}
