/** What credentials open, and above all what they do not, on a whole installation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PersonSession } from '../../../testing/person-session.ts'
import { EMAIL, KEY, PASSWORD, type Stack, startStack, TOKEN } from '../../../testing/stack.ts'

const ORGANIZATION = '018f0000-0000-7000-8000-000000000002'
const DEFINITIONS = '/flags/definitions'
const PAYLOAD = '/api/projects/1/feature_flags/anything/remote_config'

let stack: Stack
let ada: PersonSession
beforeAll(async () => {
  stack = await startStack()
  ada = await new PersonSession(stack).login(EMAIL, PASSWORD)
  await stack.sql(`
    UPDATE teams SET secret_api_token_hash = encode(sha256('phs_own'), 'hex') WHERE id = 1;
    INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Other', 'other');
    INSERT INTO teams (organization_id, name, api_token, secret_api_token_hash)
      VALUES ('${ORGANIZATION}', 'Other', 'phc_other', encode(sha256('phs_other'), 'hex'));
    INSERT INTO users (email, password_hash) VALUES ('eve@example.com', 'x');
    INSERT INTO organization_memberships (organization_id, user_id, level) VALUES ('${ORGANIZATION}', 2, 15);
    INSERT INTO personal_api_keys (id, user_id, label, value_hash, masked_value, scopes, expires_at) VALUES
      ('eve', 2, 'x', encode(sha256('phx_eve'), 'hex'), 'x', '{*}', NULL),
      ('narrow', 1, 'x', encode(sha256('phx_narrow'), 'hex'), 'x', '{insight:read}', NULL),
      ('expired', 1, 'x', encode(sha256('phx_expired'), 'hex'), 'x', '{*}', now() - interval '1 second');`)
})
afterAll(() => stack?.stop())

/** The status, and what is said about it, of a request with a key in the header. */
async function withKey(path: string, key: string | null, init: RequestInit = {}): Promise<[number, any]> {
  const headers = { ...(key && { Authorization: `Bearer ${key}` }), ...init.headers }
  const response = await fetch(stack.url + path, { ...init, headers })
  const body: any = await response.json()
  return [response.status, body.detail ?? body.error]
}

describe('sessions', () => {
  const me = '/api/users/@me/'

  test('an expired one is worth nothing', async () => {
    const person = await new PersonSession(stack).login(EMAIL, PASSWORD)
    expect((await person.get(me)).status).toBe(200)
    await stack.sql(`UPDATE user_sessions SET expires_at = now() - interval '1 second'
      WHERE token_hash = encode(sha256('${person.cookies.get('sessionid')}'), 'hex')`)
    expect((await person.get(me)).status).toBe(401)
    expect((await person.patch(me, { theme_mode: 'dark' })).status).toBe(401)
    expect((await person.get('/_preflight')).body.posthog_version).toBeUndefined()
  })

  test('neither is that of an account that was switched off', async () => {
    const [hash] = await stack.sql<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = 1')
    await stack.sql(`UPDATE users SET password_hash = '${hash!.hash}' WHERE id = 2`)
    const eve = await new PersonSession(stack).login('eve@example.com', PASSWORD)
    expect((await eve.get(me)).status).toBe(200)
    await stack.sql('UPDATE users SET is_active = false WHERE id = 2')
    expect((await eve.get(me)).status).toBe(401)
    expect((await withKey(me, 'phx_eve'))[0]).toBe(401)
    await stack.sql('UPDATE users SET is_active = true WHERE id = 2')
  })

  test('an open page tells members more, and a bad key there is not looked at', async () => {
    expect((await ada.get('/_preflight')).body.posthog_version).toEqual(expect.any(String))
    const strangers = await fetch(`${stack.url}/_preflight`, { headers: { Authorization: 'Bearer phx_wrong' } })
    expect(strangers.status).toBe(200)
    expect(await strangers.json()).not.toHaveProperty('posthog_version')
  })

  test('an invitation is not accepted by a request that does not confirm the session', async () => {
    const invite = await ada.post('/api/organizations/@current/invites/', {
      target_email: 'invited@example.com',
      send_email: false,
    })
    const path = `/api/signup/${invite.body.id}/`
    const refused = await ada.call('POST', path, {}, { 'X-CSRFToken': 'stale' })
    expect([refused.status, refused.body.detail]).toEqual([403, 'CSRF Failed: CSRF token incorrect.'])
    expect((await ada.post(path)).body.code).toBe('invalid_recipient')
  })
})

describe('the secret key of a project', () => {
  test('opens the flags of its own project, without a path or token that says so', async () => {
    expect((await withKey(DEFINITIONS, 'phs_own'))[0]).toBe(200)
    expect((await withKey(`${DEFINITIONS}?token=${TOKEN}`, 'phs_own'))[0]).toBe(200)
    expect(await withKey(PAYLOAD, 'phs_own')).toEqual([404, 'Not found.'])
  })

  test('does not open another project', async () => {
    for (const path of [`${DEFINITIONS}?token=${TOKEN}`, `${PAYLOAD}?token=${TOKEN}`])
      expect(await withKey(path, 'phs_other')).toEqual([401, 'The secret key is invalid.'])
    expect(await withKey(DEFINITIONS, 'phs_wrong')).toEqual([401, 'The secret key is invalid.'])
  })

  test('is worth nothing once its project is deleted', async () => {
    await stack.sql('UPDATE teams SET is_pending_deletion = true WHERE id = 2')
    expect((await withKey(DEFINITIONS, 'phs_other'))[0]).toBe(401)
    expect((await withKey('/api/customer_analytics/external/account?external_id=x', 'phs_other'))[0]).toBe(401)
    await stack.sql('UPDATE teams SET is_pending_deletion = false WHERE id = 2')
    expect((await withKey(DEFINITIONS, 'phs_other'))[0]).toBe(200)
  })

  test('opens nothing that is for people', async () => {
    for (const path of ['/api/projects/1/', '/api/projects/1/feature_flags/', '/api/users/@me/', '/api/organizations/'])
      expect((await withKey(path, 'phs_own'))[0]).toBe(401)
    expect((await withKey(`/api/users/@me/?personal_api_key=phs_own`, null))[0]).toBe(401)
  })

  test('is not replaced by a session', async () => {
    expect((await ada.get(DEFINITIONS)).status).toBe(401)
    const account = await ada.get('/api/customer_analytics/external/account?external_id=x')
    expect([account.status, account.body]).toEqual([401, { error: 'Missing token' }])
  })
})

describe('a personal key where a secret key goes too', () => {
  test('needs the scope and the project', async () => {
    expect((await withKey(`${DEFINITIONS}?token=${TOKEN}`, KEY))[0]).toBe(200)
    expect(await withKey(DEFINITIONS, 'phx_narrow')).toEqual([
      403,
      "API key missing required scope 'feature_flag:read'",
    ])
    expect((await withKey(`${DEFINITIONS}?token=${TOKEN}`, 'phx_eve'))[0]).toBe(403)
    expect((await withKey(PAYLOAD, 'phx_eve'))[0]).toBe(403)
  })

  test('has not expired', async () => {
    for (const path of [DEFINITIONS, '/api/projects/1/'])
      expect(await withKey(path, 'phx_expired')).toEqual([
        401,
        'Personal API key found in request Authorization header is invalid.',
      ])
  })

  test('is refused before the body is looked at', async () => {
    const path = '/api/customer_analytics/external/account'
    const broken = { method: 'PATCH', body: '{', headers: { 'Content-Type': 'application/json' } }
    expect(await withKey(path, KEY, broken)).toEqual([401, 'Invalid token'])
    expect((await withKey(path, 'phs_own', broken))[0]).toBe(400)
  })
})
