/** A person's API keys: made, changed, rolled, removed; their values are shown once. */
import { and, desc, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, keyOf, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { isScope } from '../../../platform/http/scopes.ts'
import { flexibleInteger, list, nonBlank, nullable, readBody, text } from '../../../platform/http/validation.ts'
import { drizzleOn, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { type ActivityChange, changesBetween, logActivity } from '../activity/index.ts'
import { findMembership, organizationsOf, visibleTeams } from '../organizations/index.ts'
import {
  createPersonalApiKey,
  hashKey,
  maskKey,
  newPersonalApiKey,
  type PersonalApiKey,
  personalApiKeys,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'

const KEYS_MAX = 10
const tags = ['personal API keys']
const params = z.object({ id: z.string() })

const expiry = nullable(
  z
    .string()
    .refine((value) => !Number.isNaN(Date.parse(value)), { message: 'Must be a time in ISO 8601.' })
    .transform((value) => new Date(value)),
)
const createBody = z.object({
  label: nonBlank(40),
  description: nullable(text(2000)).optional(),
  scopes: list(z.string(), 500).superRefine((scopes, context) => {
    if (scopes.length === 0)
      return context.addIssue({ code: 'custom', message: 'This list may not be empty.', params: { code: 'empty' } })
    const bad = scopes.find((scope) => !isScope(scope))
    if (bad !== undefined) context.addIssue({ code: 'custom', message: `Invalid scope: ${bad.slice(0, 100)}` })
  }),
  scoped_teams: nullable(list(flexibleInteger(1, 2 ** 31 - 1))).optional(),
  scoped_organizations: nullable(list(z.string())).optional(),
  expires_at: expiry.optional(),
})
const patchBody = createBody.partial()

const keyAnswer = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  value: z.string().nullable(),
  mask_value: z.string().nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  last_rolled_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  user_id: z.number().int(),
  scopes: z.array(z.string()),
  scoped_teams: z.array(z.number()),
  scoped_organizations: z.array(z.string()),
  is_legacy_hashing: z.boolean(),
  local_dev_value: z.string().nullable(),
})
nameSchema(keyAnswer, 'PersonalAPIKey')

function toKey(key: PersonalApiKey, value: string | null = null): z.infer<typeof keyAnswer> {
  return {
    id: key.id,
    label: key.label,
    description: key.description,
    value,
    mask_value: key.maskedValue,
    created_at: formatDate(key.createdAt),
    last_used_at: key.lastUsedAt && formatDate(key.lastUsedAt),
    last_rolled_at: key.lastRolledAt && formatDate(key.lastRolledAt),
    expires_at: key.expiresAt && formatDate(key.expiresAt),
    user_id: key.userId,
    scopes: key.scopes,
    scoped_teams: key.scopedTeams,
    scoped_organizations: key.scopedOrganizations,
    is_legacy_hashing: false,
    local_dev_value: null,
  }
}

/** Fields of a key in the activity log; never its value. */
const toLogged = ({ label, description, scopes, scopedTeams, scopedOrganizations, expiresAt }: PersonalApiKey) => ({
  label,
  description,
  scopes,
  scoped_teams: scopedTeams,
  scoped_organizations: scopedOrganizations,
  expires_at: expiresAt,
})

export function registerApiKeyRoutes(api: App, { db }: AuthenticationContext): void {
  const path = '/api/personal_api_keys'
  // A key may look at itself; anything else it is refused, whatever its scopes.
  const config = { access: access.session }
  const sensitive = { access: access.session, sensitive: true as const }

  api.get(
    path,
    { config, schema: { summary: 'List your keys, newest first', tags, response: { 200: z.array(keyAnswer) } } },
    async (request) => {
      const { userId } = requirePrincipal(request)
      const rows = await db
        .select()
        .from(personalApiKeys)
        .where(eq(personalApiKeys.userId, userId))
        .orderBy(desc(personalApiKeys.createdAt), desc(personalApiKeys.id))
      return rows.map((row) => toKey(row))
    },
  )

  api.post(
    path,
    {
      config: { ...sensitive, body: createBody },
      schema: { summary: 'Make a key; its value is in this answer only', tags, response: { 201: keyAnswer } },
    },
    async (request, reply) => {
      const { userId } = requirePrincipal(request)
      const body = readBody(request, createBody)
      await assertReach(userId, body)
      const value = newPersonalApiKey()
      const key = await inTransaction(db.$client, async (client) => {
        // Two at once must not both be the tenth.
        await client.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [userId])
        const { rows } = await client.query<{ keys: number }>(
          'SELECT count(*) AS keys FROM personal_api_keys WHERE user_id = $1',
          [userId],
        )
        if (rows[0]!.keys >= KEYS_MAX)
          throw errors.invalid(
            `You can only have ${KEYS_MAX} personal API keys. Remove an existing key before creating a new one.`,
          )
        const created = await createPersonalApiKey(drizzleOn(client), {
          userId,
          label: body.label,
          description: body.description ?? null,
          value,
          scopes: body.scopes,
          scopedTeams: body.scoped_teams ?? [],
          scopedOrganizations: body.scoped_organizations ?? [],
          expiresAt: body.expires_at ?? null,
        })
        await log(client, request, created, 'created', null)
        return created
      })
      return reply.status(201).send(toKey(key, value))
    },
  )

  api.get(
    `${path}/:id`,
    {
      config: { access: access.self },
      schema: { summary: 'Read a key; with a key only that key itself', tags, params, response: { 200: keyAnswer } },
    },
    async (request) => {
      const key = keyOf(requirePrincipal(request))
      const { id } = request.params
      if (key && id !== '@current' && id !== key.id)
        throw errors.forbidden('This action does not support personal API key access')
      return toKey(await find(request, key ? key.id : id))
    },
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createBody : patchBody
    api.route({
      method,
      url: `${path}/:id`,
      config: { ...sensitive, body: bodySchema },
      schema: { summary: 'Change a key', tags, params, response: { 200: keyAnswer } },
      handler: async (request) => {
        const stored = await find(request, (request.params as z.infer<typeof params>).id)
        const body = readBody(request, bodySchema as typeof patchBody)
        await assertReach(stored.userId, body)
        const columns = {
          label: body.label,
          description: body.description,
          scopes: body.scopes,
          scopedTeams: body.scoped_teams === undefined ? undefined : (body.scoped_teams ?? []),
          scopedOrganizations: body.scoped_organizations === undefined ? undefined : (body.scoped_organizations ?? []),
          expiresAt: body.expires_at,
        }
        if (Object.values(columns).every((value) => value === undefined)) return toKey(stored)
        return toKey(await change(request, stored, columns))
      },
    })
  }

  api.post(
    `${path}/:id/roll`,
    {
      config: sensitive,
      schema: {
        summary: 'Give a key a new value, shown in this answer only',
        description: 'The old value is dead at once.',
        tags,
        params,
        response: { 200: keyAnswer },
      },
    },
    async (request) => {
      const stored = await find(request, request.params.id)
      const value = newPersonalApiKey()
      const columns = { valueHash: hashKey(value), maskedValue: maskKey(value), lastRolledAt: new Date() }
      const rolled = await inTransaction(db.$client, async (client) => {
        const [after] = await drizzleOn(client)
          .update(personalApiKeys)
          .set(columns)
          .where(eq(personalApiKeys.id, stored.id))
          .returning()
        await log(client, request, after!, 'updated', [
          {
            type: 'PersonalAPIKey',
            action: 'changed',
            field: 'mask_value',
            before: stored.maskedValue,
            after: after!.maskedValue,
          },
        ])
        return after!
      })
      return toKey(rolled, value)
    },
  )

  api.delete(
    `${path}/:id`,
    { config: sensitive, schema: { summary: 'Remove a key', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const stored = await find(request, request.params.id)
      await inTransaction(db.$client, async (client) => {
        await client.query('DELETE FROM personal_api_keys WHERE id = $1', [stored.id])
        await log(client, request, stored, 'deleted', null)
      })
      return reply.status(204).send(null)
    },
  )

  async function find(request: FastifyRequest, id: string): Promise<PersonalApiKey> {
    const { userId } = requirePrincipal(request)
    const [key] = await db
      .select()
      .from(personalApiKeys)
      .where(and(eq(personalApiKeys.id, id.replaceAll('\0', '')), eq(personalApiKeys.userId, userId)))
    if (!key) throw errors.notFound()
    return key
  }

  function change(request: FastifyRequest, stored: PersonalApiKey, columns: Partial<PersonalApiKey>) {
    return inTransaction(db.$client, async (client) => {
      const [after] = await drizzleOn(client)
        .update(personalApiKeys)
        .set(columns)
        .where(eq(personalApiKeys.id, stored.id))
        .returning()
      const changes = changesBetween('PersonalAPIKey', toLogged(stored), toLogged(after!))
      if (changes.length > 0) await log(client, request, after!, 'updated', changes)
      return after!
    })
  }

  /** Entries belong to every organization that the key reaches. */
  async function log(
    client: PoolClient,
    request: FastifyRequest,
    key: PersonalApiKey,
    activity: string,
    changes: ActivityChange[] | null,
  ): Promise<void> {
    const { rows } = await client.query<{ id: string }>(
      `SELECT organization_id AS id FROM organization_memberships WHERE user_id = $1
         AND ($2::text[] = '{}' OR organization_id::text = ANY($2))
         AND ($3::int[] = '{}' OR organization_id IN (SELECT organization_id FROM teams WHERE id = ANY($3)))`,
      [key.userId, key.scopedOrganizations, key.scopedTeams],
    )
    const principal = requirePrincipal(request)
    for (const { id } of rows)
      await logActivity(client, {
        organizationId: id,
        teamId: null,
        principal,
        activity,
        scope: 'PersonalAPIKey',
        itemId: key.id,
        detail: { name: key.label, changes },
      })
  }

  /** @throws ApiError 400 for a project or an organization that the key's owner cannot reach */
  async function assertReach(
    userId: number,
    { scoped_teams: teams, scoped_organizations: organizations }: z.output<typeof patchBody>,
  ): Promise<void> {
    const own = await organizationsOf(db, userId)
    if (organizations?.some((id) => !own.some((organization) => organization.id === id)))
      throw errors.invalid(
        'You must be a member of all organizations that you are scoping the key to.',
        'scoped_organizations',
      )
    if (!teams?.length) return
    const memberships = await Promise.all(own.map(({ id }) => findMembership(db.$client, userId, id)))
    const joined = memberships.filter((each) => each !== null)
    const visible = (await Promise.all(joined.map((each) => visibleTeams(db, each)))).flat()
    if (teams.some((id) => !visible.some((team) => team.id === id)))
      throw errors.invalid('You must have access to all projects that you are scoping the key to.', 'scoped_teams')
  }
}
