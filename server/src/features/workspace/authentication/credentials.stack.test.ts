/** What credentials allow, and above all what they do not, on a whole installation. */
import { beforeAll, describe, expect, test } from 'vitest'
import { PersonSession } from '../../../testing/person-session.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { type Installation, PASSWORD } from '../../../testing/stack.ts'

const DEFINITIONS = '/flags/definitions'

let stack: Installation
let ada: Share
/** Owner of another organization. */
let eve: Share
/** Ada's keys with fewer permissions. */
let narrow: string
let expired: string
/** The secret keys of both projects. */
let ownSecret: string
let otherSecret: string
let remoteConfig: string
beforeAll(async () => {
  ;[ada, eve] = await Promise.all([shareStack(), shareStack()])
  stack = ada.stack
  remoteConfig = `${ada.base}/feature_flags/anything/remote_config`
  const newKey = async (scopes: string[]) =>
    (await ada.session.post('/api/personal_api_keys/', { label: 'x', scopes })).body
  narrow = (await newKey(['insight:read'])).value
  const { id, value } = await newKey(['*'])
  expired = value
  await stack.sql("UPDATE personal_api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [id])
  const secretOf = async ({ session, base }: Share) =>
    (await session.patch(`${base}/rotate_secret_token/`)).body.secret_api_token
  ;[ownSecret, otherSecret] = await Promise.all([secretOf(ada), secretOf(eve)])
})

/** The status and the body of a request with a key in the header. */
async function withKey(path: string, key: string | null, init: RequestInit = {}): Promise<[number, any]> {
  const headers = { ...(key && { Authorization: `Bearer ${key}` }), ...init.headers }
  const response = await fetch(stack.url + path, { ...init, headers })
  const body: any = await response.json()
  return [response.status, body.detail ?? body.error]
}

describe('sessions', () => {
  const me = '/api/users/@me/'

  test('an expired one is refused', async () => {
    const person = await new PersonSession(stack).login(ada.email, PASSWORD)
    expect((await person.get(me)).status).toBe(200)
    await stack.sql(`UPDATE user_sessions SET expires_at = now() - interval '1 second'
      WHERE token_hash = encode(sha256('${person.cookies.get('sessionid')}'), 'hex')`)
    expect((await person.get(me)).status).toBe(401)
    expect((await person.patch(me, { theme_mode: 'dark' })).status).toBe(401)
    expect((await person.get('/_preflight')).body.posthog_version).toBeUndefined()
  })

  test('session and key of a deactivated account are refused', async () => {
    const person = await ada.join('switched-off')
    expect((await person.session.get(me)).status).toBe(200)
    expect((await withKey(me, person.key))[0]).toBe(200)
    await stack.sql('UPDATE users SET is_active = false WHERE id = $1', [person.id])
    expect((await person.session.get(me)).status).toBe(401)
    expect((await withKey(me, person.key))[0]).toBe(401)
  })

  test('a public page tells members more, and ignores a bad key', async () => {
    expect((await ada.session.get('/_preflight')).body.posthog_version).toEqual(expect.any(String))
    const strangers = await fetch(`${stack.url}/_preflight`, { headers: { Authorization: 'Bearer phx_wrong' } })
    expect(strangers.status).toBe(200)
    expect(await strangers.json()).not.toHaveProperty('posthog_version')
  })

  test('an invitation cannot be accepted without a CSRF token', async () => {
    const invite = await ada.session.post('/api/organizations/@current/invites/', {
      target_email: 'invited@example.com',
      send_email: false,
    })
    const path = `/api/signup/${invite.body.id}/`
    const refused = await ada.session.call('POST', path, {}, { 'X-CSRFToken': 'stale' })
    expect([refused.status, refused.body.detail]).toEqual([403, 'CSRF Failed: CSRF token incorrect.'])
    expect((await ada.session.post(path)).body.code).toBe('invalid_recipient')
  })
})

describe('the secret key of a project', () => {
  test('opens the flags of its own project, without naming it in the path or by a token', async () => {
    expect((await withKey(DEFINITIONS, ownSecret))[0]).toBe(200)
    expect((await withKey(`${DEFINITIONS}?token=${ada.token}`, ownSecret))[0]).toBe(200)
    expect(await withKey(remoteConfig, ownSecret)).toEqual([404, 'Not found.'])
  })

  test('does not open another project', async () => {
    for (const path of [`${DEFINITIONS}?token=${ada.token}`, `${remoteConfig}?token=${ada.token}`])
      expect(await withKey(path, otherSecret)).toEqual([401, 'The secret key is invalid.'])
    expect(await withKey(DEFINITIONS, 'phs_wrong')).toEqual([401, 'The secret key is invalid.'])
  })

  test('stops working once its project is deleted', async () => {
    await stack.sql('UPDATE teams SET is_pending_deletion = true WHERE id = $1', [eve.project])
    expect((await withKey(DEFINITIONS, otherSecret))[0]).toBe(401)
    expect((await withKey('/api/customer_analytics/external/account?external_id=x', otherSecret))[0]).toBe(401)
    await stack.sql('UPDATE teams SET is_pending_deletion = false WHERE id = $1', [eve.project])
    expect((await withKey(DEFINITIONS, otherSecret))[0]).toBe(200)
  })

  test('opens no route for users', async () => {
    for (const path of [`${ada.base}/`, `${ada.base}/feature_flags/`, '/api/users/@me/', '/api/organizations/'])
      expect((await withKey(path, ownSecret))[0]).toBe(401)
    expect((await withKey(`/api/users/@me/?personal_api_key=${ownSecret}`, null))[0]).toBe(401)
  })

  test('is not replaced by a session', async () => {
    expect((await ada.session.get(DEFINITIONS)).status).toBe(401)
    const account = await ada.session.get('/api/customer_analytics/external/account?external_id=x')
    expect([account.status, account.body]).toEqual([401, { error: 'Missing token' }])
  })
})

describe('a personal key where a secret key is accepted too', () => {
  test('needs the scope and the project', async () => {
    expect((await withKey(`${DEFINITIONS}?token=${ada.token}`, ada.key))[0]).toBe(200)
    expect(await withKey(DEFINITIONS, narrow)).toEqual([403, "API key missing required scope 'feature_flag:read'"])
    expect((await withKey(`${DEFINITIONS}?token=${ada.token}`, eve.key))[0]).toBe(403)
    expect((await withKey(remoteConfig, eve.key))[0]).toBe(403)
  })

  test('must not have expired', async () => {
    for (const path of [DEFINITIONS, `${ada.base}/`])
      expect(await withKey(path, expired)).toEqual([
        401,
        'Personal API key found in request Authorization header is invalid.',
      ])
  })

  test('is refused before the body is validated', async () => {
    const path = '/api/customer_analytics/external/account'
    const broken = { method: 'PATCH', body: '{', headers: { 'Content-Type': 'application/json' } }
    expect(await withKey(path, ada.key, broken)).toEqual([401, 'Invalid token'])
    expect((await withKey(path, ownSecret, broken))[0]).toBe(400)
  })
})
