import type { FastifyRequest } from 'fastify'
import pino from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Access,
  type Authenticator,
  access,
  type PersonalKeyPrincipal,
  type ProjectKeyPrincipal,
  SENSITIVE_SESSION_MS,
  type SessionPrincipal,
  type SharePrincipal,
  shareOf,
} from './access.ts'
import { type App, createApi, createApp } from './app.ts'
import { errors } from './errors.ts'
import { RateLimiter } from './rate-limit.ts'

const user = { userId: 1, currentOrganizationId: null, currentTeamId: null, isStaff: false, hasSecondFactor: false }
const session = (age = 0): SessionPrincipal => ({
  kind: 'session',
  ...user,
  session: { id: 's', authenticatedAt: new Date(Date.now() - age) },
})
const personalKey = (...scopes: string[]): PersonalKeyPrincipal => ({
  kind: 'personalKey',
  ...user,
  key: { id: 'k', scopes, scopedTeams: [], scopedOrganizations: [] },
})
const share: SharePrincipal = {
  kind: 'share',
  userId: null,
  teamId: 5,
  shareId: 1,
  shared: 'insight',
  objectId: '7',
  sharedById: 1,
}
const projectKey: ProjectKeyPrincipal = { kind: 'projectKey', userId: null, teamId: 5 }

/** A request's credentials: in its headers, or as a key in its body. */
interface Sender {
  session?: SessionPrincipal
  key?: PersonalKeyPrincipal | ProjectKeyPrincipal
  share?: SharePrincipal
}

/** An authenticator for one sender. A project's key is not a personal key. */
function authenticatorOf(sender: Sender): Authenticator {
  return {
    session: async () => sender.session ?? null,
    personalKey: async () => {
      if (sender.key?.kind === 'projectKey') throw errors.authenticationFailed('no personal key')
      return sender.key ?? null
    },
    anyKey: async () => sender.key ?? null,
    share: async () => sender.share ?? null,
  }
}

async function appWith(authenticator: Authenticator, register: (api: App) => void, limiter: RateLimiter | null = null) {
  const app = await createApp({
    logger: pino({ level: 'silent' }),
    version: '0',
    trustProxy: false,
    authenticator,
    limiter,
  })
  await createApi(app, async (api) => register(api))
  return app
}

/** The status with which a route with this access answers a sender, and the caller it saw. */
async function call(rule: Access, sender: Sender): Promise<[status: number, who: string | undefined]> {
  const app = await appWith(authenticatorOf(sender), (api) => {
    api.get('/api/x', { config: { access: rule } }, async (request) => ({ who: request.principal?.kind ?? 'nobody' }))
  })
  const answer = await app.inject('/api/x')
  await app.close()
  return [answer.statusCode, answer.json().who]
}

const senders = {
  nobody: {},
  session: { session: session() },
  'key with the scope': { key: personalKey('insight:read') },
  'key without the scope': { key: personalKey('cohort:read') },
  'project key': { key: projectKey },
  'session and project key': { session: session(), key: projectKey },
} satisfies Record<string, Sender>

test.each<[name: string, rule: Access, answers: Record<keyof typeof senders, number>]>([
  [
    'public',
    access.public,
    {
      nobody: 200,
      session: 200,
      'key with the scope': 200,
      'key without the scope': 200,
      'project key': 200,
      'session and project key': 200,
    },
  ],
  [
    'visitor',
    access.visitor,
    {
      nobody: 200,
      session: 200,
      'key with the scope': 200,
      'key without the scope': 200,
      'project key': 200,
      'session and project key': 200,
    },
  ],
  [
    'session',
    access.session,
    {
      nobody: 401,
      session: 200,
      'key with the scope': 403,
      'key without the scope': 403,
      'project key': 401,
      'session and project key': 401,
    },
  ],
  [
    'self',
    access.self,
    {
      nobody: 401,
      session: 200,
      'key with the scope': 200,
      'key without the scope': 200,
      'project key': 401,
      'session and project key': 401,
    },
  ],
  [
    'scope',
    access.scope('insight:read'),
    {
      nobody: 401,
      session: 200,
      'key with the scope': 200,
      'key without the scope': 403,
      'project key': 401,
      'session and project key': 401,
    },
  ],
  [
    'project key',
    access.projectKey(),
    {
      nobody: 401,
      session: 401,
      'key with the scope': 401,
      'key without the scope': 401,
      'project key': 200,
      'session and project key': 200,
    },
  ],
  [
    'project key or scope',
    access.projectKey('insight:read'),
    {
      nobody: 401,
      session: 401,
      'key with the scope': 200,
      'key without the scope': 403,
      'project key': 200,
      'session and project key': 200,
    },
  ],
])('%s', async (_name, rule, expected) => {
  const answers: Record<string, number> = {}
  for (const [name, sender] of Object.entries(senders)) [answers[name]] = await call(rule, sender)
  expect(answers).toEqual(expected)
})

test('a public route has no caller, a visitor is known only by their session', async () => {
  const both = { session: session(), key: personalKey('*') }
  expect(await call(access.public, both)).toEqual([200, 'nobody'])
  expect(await call(access.visitor, both)).toEqual([200, 'session'])
  expect(await call(access.visitor, { key: personalKey('*') })).toEqual([200, 'nobody'])
  expect(await call(access.scope('insight:read'), both)).toEqual([200, 'personalKey'])
})

test('the visitor of a shared link reads the routes that declare it, and is preferred to other credentials', async () => {
  const sender = { share, key: personalKey('*'), session: session() }
  const app = await appWith(authenticatorOf(sender), (api) => {
    const rule = { access: access.scope('insight:read') }
    const answer = async (request: FastifyRequest) => ({ who: shareOf(request)?.objectId })
    api.get('/api/open', { config: { ...rule, shares: ['insight'] } }, answer)
    api.get('/api/of-another-kind', { config: { ...rule, shares: ['dashboard'] } }, answer)
    api.get('/api/undeclared', { config: rule }, answer)
    api.get('/api/self', { config: { access: access.self } }, answer)
  })
  const open = await app.inject('/api/open')
  expect([open.statusCode, open.json()]).toEqual([200, { who: '7' }])
  for (const url of ['/api/of-another-kind', '/api/undeclared', '/api/self'])
    expect([url, (await app.inject(url)).statusCode]).toEqual([url, 403])
  await app.close()
})

test('bad credentials in headers are refused before the body is read, those in the body after', async () => {
  const keyInBody: Authenticator = {
    ...authenticatorOf({}),
    personalKey: async ({ headers, body }) => {
      const sent = headers.authorization ?? (body as { personal_api_key?: string } | undefined)?.personal_api_key
      if (sent === undefined) return null
      if (sent !== 'good') throw errors.authenticationFailed('bad')
      return personalKey('*')
    },
  }
  const app = await appWith(keyInBody, (api) => {
    api.post('/api/x', { config: { access: access.scope('insight:write') } }, async () => ({}))
  })
  const post = (payload: string, authorization?: string) =>
    app.inject({
      method: 'POST',
      url: '/api/x',
      payload,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    })
  expect((await post('{', 'bad')).statusCode).toBe(401)
  expect((await post('{', 'good')).statusCode).toBe(400)
  expect((await post('{}')).statusCode).toBe(401)
  expect((await post('{"personal_api_key": "bad"}')).statusCode).toBe(401)
  expect((await post('{"personal_api_key": "good"}')).statusCode).toBe(200)
  await app.close()
})

test('a sensitive route needs a recent login; keys have none', async () => {
  const register = (api: App) =>
    api.patch(
      '/api/x',
      {
        config: {
          access: access.scope('user:write'),
          sensitive: (body) => 'password' in (body as object),
          body: z.object({}),
        },
      },
      async () => ({}),
    )
  const patch = async (sender: Sender, payload: object) => {
    const app = await appWith(authenticatorOf(sender), register)
    const answer = await app.inject({ method: 'PATCH', url: '/api/x', payload })
    await app.close()
    return [answer.statusCode, answer.json().code]
  }
  const old = { session: session(SENSITIVE_SESSION_MS + 1000) }
  expect(await patch({ session: session() }, { password: 'x' })).toEqual([200, undefined])
  expect(await patch(old, { password: 'x' })).toEqual([403, 'sensitive_action_required_reauth'])
  expect(await patch(old, { theme: 'dark' })).toEqual([200, undefined])
  expect(await patch({ key: personalKey('*') }, { password: 'x' })).toEqual([200, undefined])
})

test('a call is counted once, even on the HEAD route of a GET route', async () => {
  const counted: string[] = []
  class Counter extends RateLimiter {
    override count(...[caller, rate]: Parameters<RateLimiter['count']>): void {
      counted.push(`${caller.kind} ${rate}`)
    }
  }
  const app = await appWith(
    authenticatorOf({ key: projectKey }),
    (api) => {
      api.get('/api/x', { config: { access: access.projectKey(), rate: 'external' } }, async () => ({}))
      api.get('/api/uncounted', { config: { access: access.projectKey(), rate: null } }, async () => ({}))
      api.get('/api/default', { config: { access: access.projectKey() } }, async () => ({}))
    },
    new Counter(),
  )
  await app.inject('/api/x')
  await app.inject({ method: 'HEAD', url: '/api/x' })
  await app.inject('/api/uncounted')
  await app.inject('/api/default')
  expect(counted).toEqual(['projectKey external', 'projectKey external', 'projectKey default'])
  await app.close()
})

test('a route that declares no access prevents the start', async () => {
  const app = await appWith(authenticatorOf({}), (api) => {
    api.get('/api/open', async () => ({}))
  })
  await expect(app.ready()).rejects.toThrow('GET /api/open does not declare its access')
})
