/**
 * Accounts: login, second factors, forgotten passwords, addresses, sessions, keys, invitations by mail; with a real mail
 * server.
 */
import { createHash } from 'node:crypto'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Mailbox } from '../../../testing/mailbox.ts'
import { type Answer, PersonSession, problem } from '../../../testing/person-session.ts'
import { Client, EMAIL, KEY, PASSWORD, type Stack, startStack, waitFor } from '../../../testing/stack.ts'

const STRONG = 'a rather long sentence 42'

/** More failures than all tests together cause from this machine's own address. */
const FAILURES_MAX = 1000

let stack: Stack
let mailbox: Mailbox
let ada: PersonSession
beforeAll(async () => {
  mailbox = await Mailbox.open()
  stack = await startStack({
    SMTP_URL: mailbox.url,
    HEDGEROW_LOGIN_FAILURES_MAX: String(FAILURES_MAX),
    HEDGEROW_TRUST_PROXY: '1',
  })
  ada = await new PersonSession(stack).login(EMAIL, PASSWORD)
})
afterAll(async () => {
  await stack?.stop()
  await mailbox?.close()
})

const me = '/api/users/@me/'

/** A new account in Ada's organization. */
async function newcomer(email: string): Promise<PersonSession> {
  const { body } = await ada.post('/api/organizations/@current/invites/', { target_email: email, send_email: false })
  const person = new PersonSession(stack)
  const joined = await person.post(`/api/signup/${body.id}/`, { first_name: 'New', password: PASSWORD })
  expect(joined.status).toBe(201)
  return person
}

/** A code of an authenticator app, `steps` time steps from now. */
const codeFor = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

describe('your account', () => {
  test('has every documented field', async () => {
    const { body } = await ada.get(me)
    expect(body).toMatchObject({
      email: EMAIL,
      is_email_verified: null,
      has_password: true,
      is_staff: true,
      is_2fa_enabled: false,
      is_impersonated: false,
      pending_email: null,
      toolbar_mode: 'toolbar',
      events_column_config: { active: 'DEFAULT' },
      shortcut_position: 'above',
      scene_personalisation: [],
      team: { id: 1 },
      organization: { membership_level: 15, member_count: 1, plugins_access_level: 9 },
    })
    expect(body.organizations).toHaveLength(1)
    expect(body.organization.available_product_features.map((each: any) => each.key)).toContain('access_control')
    expect(body.sensitive_session_expires_at).toMatch(/Z$/)
    for (const secret of ['password', 'current_password', 'set_current_team', 'passwordHash'])
      expect(body).not.toHaveProperty(secret)
  })

  test('can be changed by its owner only, and nobody becomes staff by asking', async () => {
    const person = await newcomer('plain@shop.example')
    const own = (await person.get(me)).body
    const changed = await person.patch(me, {
      first_name: ' Ida ',
      theme_mode: 'dark',
      hedgehog_config: { color: 'green', secret: 1 },
    })
    expect(changed.body).toMatchObject({
      first_name: 'Ida',
      theme_mode: 'dark',
      hedgehog_config: { color: 'green', secret: 1 },
    })
    expect(problem(await person.get(`/api/users/${own.uuid}/`))).toEqual([403, 'permission_denied', null])
    expect(problem(await person.patch(`/api/users/${(await ada.get(me)).body.uuid}/`, { first_name: 'x' }))[0]).toBe(
      403,
    )
    expect(problem(await person.patch(me, { is_staff: false }))).toEqual([403, 'permission_denied', null])
    expect((await person.get('/api/users/')).body.results.map((row: any) => row.email)).toEqual(['plain@shop.example'])
    expect((await ada.get('/api/users/?limit=1')).body.count).toBeGreaterThan(1)
    expect((await ada.get(`/api/users/${own.uuid}/`)).body.email).toBe('plain@shop.example')
    expect((await person.post('/api/users/', {})).status).toBe(405)
    expect(problem(await person.patch(me, { theme_mode: 'pink' }))).toEqual([400, 'invalid_choice', 'theme_mode'])
    expect(problem(await person.patch(me, { first_name: 'x'.repeat(151) }))).toEqual([400, 'max_length', 'first_name'])
    // Other members see only the parts of the profile that are needed to draw it.
    const member = (await ada.get('/api/organizations/@current/members/?email=plain@shop.example')).body.results[0]
    expect(member.user.hedgehog_config).toEqual({ color: 'green' })
    expect((await person.get(`${me}hedgehog_config/`)).body).toEqual({ color: 'green', secret: 1 })
    expect((await person.patch(`${me}hedgehog_config/`, { skin: 'x' })).body).toEqual({ skin: 'x' })
    expect(problem(await person.post(`${me}scene_personalisation/`, { scene: 'home', dashboard: 99_999 }))).toEqual([
      400,
      'does_not_exist',
      'dashboard',
    ])
    const { team } = (await person.get(me)).body
    const { primary_dashboard: dashboard } = (await person.get(`/api/projects/${team.id}/`)).body
    const chosen = await person.post(`${me}scene_personalisation/`, { scene: 'home', dashboard })
    expect(chosen.body.scene_personalisation).toEqual([{ scene: 'home', dashboard }])
    await person.post(`${me}scene_personalisation/`, { scene: 'home', dashboard })
    expect((await person.get(me)).body.scene_personalisation).toEqual([{ scene: 'home', dashboard }])
  })

  test('notification settings merge, entry by entry', async () => {
    const patch = async (notification_settings: unknown) => ada.patch(me, { notification_settings })
    const first = await patch({ plugin_disabled: false, project_weekly_digest_disabled: { 1: true } })
    expect(first.body.notification_settings).toMatchObject({
      plugin_disabled: false,
      discussions_mentioned: true,
      project_weekly_digest_disabled: { '1': true },
    })
    const second = await patch({
      project_weekly_digest_disabled: { 2: true },
      realtime_notifications_disabled: { alert_firing: { 1: true } },
      data_pipeline_error_threshold: 0.5,
    })
    expect(second.body.notification_settings).toMatchObject({
      plugin_disabled: false,
      project_weekly_digest_disabled: { '1': true, '2': true },
    })
    const third = await patch({ realtime_notifications_disabled: { alert_firing: { 2: false } } })
    expect(third.body.notification_settings.realtime_notifications_disabled).toEqual({
      alert_firing: { '1': true, '2': false },
    })
    for (const bad of [
      { unknown: true },
      { constructor: true },
      { plugin_disabled: 'yes' },
      { data_pipeline_error_threshold: 2 },
      { project_weekly_digest_disabled: { 1: 'x' } },
      { pipeline_notifications_disabled: { nonsense: true } },
      [],
    ])
      expect(problem(await patch(bad))).toEqual([400, 'invalid_input', 'notification_settings'])
  })
})

describe('login', () => {
  test('an unknown address and a wrong password cannot be told apart, neither by text nor by timing', async () => {
    const login = async (email: string) => {
      const started = performance.now()
      const answer = await new PersonSession(stack).post('/api/login/', { email, password: 'wrong' })
      return { ms: performance.now() - started, answer }
    }
    const [known, unknown] = [await login(EMAIL), await login('nobody@shop.example')]
    expect(known.answer.body).toEqual(unknown.answer.body)
    expect(problem(known.answer)).toEqual([400, 'invalid_credentials', null])
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
    for (let round = 0; round < 9; round++) {
      // While a caller must wait, their password is not checked at all.
      await stack.sql('DELETE FROM guesses')
      times.known.push((await login(EMAIL)).ms)
      times.unknown.push((await login('nobody@shop.example')).ms)
    }
    // Hashing a password takes tens of milliseconds; without it, an unknown address would be answered many times faster.
    expect(median(times.unknown) / median(times.known)).toBeGreaterThan(0.4)
    const precheck = { sso_enforcement: null, saml_available: false, webauthn_credentials: [] }
    expect((await ada.post('/api/login/precheck/', { email: EMAIL })).body).toEqual(precheck)
    expect((await ada.post('/api/login/precheck/', { email: 'x' })).body).toEqual(precheck)
    await stack.sql('DELETE FROM guesses')
  })

  test('a session ends with logout, and a stale CSRF token is refused', async () => {
    const person = await new PersonSession(stack).login(EMAIL, PASSWORD)
    const stale = person.cookies.get('posthog_csrftoken')!
    await person.login(EMAIL, PASSWORD)
    const refused = await person.call('PATCH', me, { first_name: 'x' }, { 'X-CSRFToken': stale })
    expect(problem(refused)).toEqual([403, 'permission_denied', null])
    expect(refused.body.detail).toMatch(/^CSRF Failed:/)
    expect((await person.post('/logout')).status).toBe(302)
    expect((await person.get(me)).status).toBe(401)
  })

  test('a deactivated user loses session and key at once', async () => {
    const person = await newcomer('gone@shop.example')
    const key = (await person.post('/api/personal_api_keys/', { label: 'k', scopes: ['*'] })).body.value
    await stack.sql(`UPDATE users SET is_active = false WHERE email = 'gone@shop.example'`)
    expect((await person.get(me)).status).toBe(401)
    expect((await new Client(stack, key).request(me)).status).toBe(401)
    expect(
      problem(await new PersonSession(stack).post('/api/login/', { email: 'gone@shop.example', password: PASSWORD })),
    ).toEqual([400, 'invalid_credentials', null])
  })

  test('sensitive changes need a recent login; keys and harmless settings do not', async () => {
    const person = await newcomer('old@shop.example')
    await stack.sql(
      `UPDATE user_sessions SET authenticated_at = now() - interval '2 hours 1 minute'
       WHERE user_id = (SELECT id FROM users WHERE email = 'old@shop.example')`,
    )
    const code = 'sensitive_action_required_reauth'
    expect(problem(await person.patch(me, { first_name: 'x' }))).toEqual([403, code, null])
    expect(problem(await person.post('/api/personal_api_keys/', {}))).toEqual([403, code, null])
    expect(problem(await person.delete('/api/organizations/@current/members/@me/'))).toEqual([403, code, null])
    expect((await person.patch(me, { theme_mode: 'light', set_current_team: 1 })).status).toBe(200)
    expect((await person.get(me)).status).toBe(200)
    await person.login('old@shop.example', PASSWORD)
    expect((await person.patch(me, { first_name: 'x' })).status).toBe(200)
  })
})

describe('passwords', () => {
  test('is changed with the current one; other sessions end', async () => {
    const person = await newcomer('pass@shop.example')
    const elsewhere = await new PersonSession(stack).login('pass@shop.example', PASSWORD)
    expect(problem(await person.patch(me, { password: STRONG }))).toEqual([400, 'required', 'current_password'])
    expect(problem(await person.patch(me, { password: STRONG, current_password: 'x' }))).toEqual([
      400,
      'incorrect_password',
      'current_password',
    ])
    for (const weak of ['short', 'password1', 'pass@shop.example'])
      expect(problem(await person.patch(me, { password: weak, current_password: PASSWORD }))).toEqual([
        400,
        'invalid_input',
        'password',
      ])
    // Guesses of the current password are slowed down.
    const guess = async () => (await person.patch(me, { password: STRONG, current_password: 'guess' })).status
    const guesses = await Promise.all(Array.from({ length: 12 }, guess))
    expect(guesses).toContain(429)
    await stack.sql('DELETE FROM guesses')
    expect((await person.patch(me, { password: STRONG, current_password: PASSWORD })).status).toBe(200)
    expect((await person.get(me)).status).toBe(200)
    expect((await elsewhere.get(me)).status).toBe(401)
    await new PersonSession(stack).login('pass@shop.example', STRONG)
    expect(
      problem(
        await new PersonSession(stack).post('/api/login/', { email: 'pass@shop.example', password: PASSWORD }),
      )[1],
    ).toBe('invalid_credentials')
  })

  test('forgotten: a link by mail, once, and nothing for unknown addresses', async () => {
    await newcomer('forgot@shop.example')
    const person = new PersonSession(stack)
    expect((await person.post('/api/reset/', { email: 'nobody@shop.example' })).status).toBe(204)
    expect((await person.post('/api/reset/', { email: 'Forgot@shop.example' })).status).toBe(204)
    const mail = await mailbox.take('forgot@shop.example')
    expect(mailbox.mails.some(({ to }) => to.includes('nobody@shop.example'))).toBe(false)
    const [, uuid, token] = /\/reset\/([0-9a-f-]{36})\/([\w-]+)/.exec(mail.text)!
    const invalid = [400, 'invalid_token', 'token']
    expect(problem(await person.get(`/api/reset/${uuid}/`))).toEqual([400, 'required', 'token'])
    expect(problem(await person.get(`/api/reset/${uuid}/?token=x`))).toEqual(invalid)
    expect(problem(await person.get(`/api/reset/018f0000-0000-7000-8000-000000000009/?token=${token}`))).toEqual(
      invalid,
    )
    expect((await person.get(`/api/reset/${uuid}/?token=${token}`)).status).toBe(204)
    expect(problem(await person.post(`/api/reset/${uuid}/`, { token, password: 'password1' }))).toEqual([
      400,
      'invalid_input',
      'password',
    ])
    const both = await Promise.all(
      [1, 2].map(() => new PersonSession(stack).post(`/api/reset/${uuid}/`, { token, password: STRONG })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([204, 400])
    await new PersonSession(stack).login('forgot@shop.example', STRONG)
    // The number of mails to one address is limited.
    const asks = await Promise.all(
      Array.from({ length: 8 }, () => person.post('/api/reset/', { email: 'forgot@shop.example' })),
    )
    expect(asks.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  })

  test('an expired link is refused', async () => {
    await stack.sql('DELETE FROM throttle_windows')
    await new PersonSession(stack).post('/api/reset/', { email: EMAIL })
    const mail = await mailbox.take(EMAIL, /password/)
    const [, uuid, token] = /\/reset\/([0-9a-f-]{36})\/([\w-]+)/.exec(mail.text)!
    await stack.sql(`UPDATE user_proofs SET expires_at = now() - interval '1 second' WHERE kind = 'password-reset'`)
    expect(problem(await ada.get(`/api/reset/${uuid}/?token=${token}`))).toEqual([400, 'invalid_token', 'token'])
  })
})

describe('guessing', () => {
  /** Logs in through a reverse proxy, which adds the address that it sees. */
  const from = (address: string, email: string, password = 'a wrong guess', browser = new PersonSession(stack)) =>
    browser.call(
      'POST',
      '/api/login/',
      { email, password },
      { 'X-Forwarded-For': `${crypto.randomUUID()}, ${address}` },
    )
  const count = (answers: Answer[], code: string) => answers.filter(({ body }) => body?.code === code).length
  const wait = () => stack.sql(`UPDATE guesses SET wait_until = now() - interval '1 second'`)

  /** Pretends that this many guesses from a network were wrong. */
  const fail = (network: string, count: number) =>
    stack.sql(
      `INSERT INTO guesses (subject, count, wait_until, forget_at) VALUES ($1, $2, now(), now() + interval '10 minutes')`,
      [`address ${createHash('sha256').update(network).digest('base64url')}`, count],
    )

  test('from one address ends after the limit, whatever the header claims and whichever account is guessed', async () => {
    await fail('192.0.2.1', FAILURES_MAX - 2)
    const answers = []
    for (let guess = 0; guess < 3; guess++) answers.push(await from('192.0.2.1', `nobody${guess}@shop.example`))
    // The attempt that reaches the limit already says so.
    expect(answers.map(({ body }) => body.code)).toEqual([
      'invalid_credentials',
      'too_many_failed_attempts',
      'too_many_failed_attempts',
    ])
    expect(problem(await from('192.0.2.1', EMAIL, PASSWORD))).toEqual([403, 'too_many_failed_attempts', null])
    expect((await from('192.0.2.2', EMAIL, PASSWORD)).status).toBe(200)
    // All addresses of one /64 count as one.
    await fail('2001:db8:0:7::/64', FAILURES_MAX - 2)
    for (let guess = 0; guess < 2; guess++) await from(`2001:db8:0:7::${guess}`, `six${guess}@shop.example`)
    expect((await from('2001:db8:0:7:ffff::1', EMAIL, PASSWORD)).status).toBe(403)
    expect((await from('2001:db8:0:8::1', EMAIL, PASSWORD)).status).toBe(200)
  })

  test('of one account from many addresses waits longer and longer, and the owner gets in', async () => {
    const owner = await newcomer('owner@shop.example')
    const email = 'owner@shop.example'
    await owner.get('/logout')
    let address = 0
    const next = () => `198.51.100.${++address}`
    // Concurrent guesses have no advantage over sequential ones: five are free.
    const burst = await Promise.all(Array.from({ length: 20 }, () => from(next(), email)))
    expect([count(burst, 'invalid_credentials'), count(burst, 'too_many_failed_attempts')]).toEqual([5, 15])
    for (const seconds of [10, 20, 40, 80, 160, 320, 640, 900, 900]) {
      await wait()
      expect(problem(await from(next(), email))[1]).toBe('invalid_credentials')
      const answer = await from(next(), email, PASSWORD)
      // Not even the right password works in an unknown browser.
      expect(problem(answer)).toEqual([403, 'too_many_failed_attempts', null])
      const left = Number(answer.headers.get('retry-after'))
      // 5 s after the fifth, doubled with each, and at most 15 minutes; some of the time has passed.
      expect(left).toBeLessThanOrEqual(seconds)
      expect(left).toBeGreaterThan(seconds * 0.5 - 6)
    }
    // Unknown addresses get the same answers.
    const unknown = await Promise.all(Array.from({ length: 20 }, () => from(next(), 'unknown@shop.example')))
    expect(count(unknown, 'too_many_failed_attempts')).toBe(15)
    // The owner was notified, once.
    expect((await mailbox.take(email, /trying to log in/)).text).toContain('/reset')
    // A browser that was signed in before is let in, and other people's guesses still have to wait.
    expect((await from(next(), email, 'a typing mistake', owner)).body.code).toBe('invalid_credentials')
    expect((await from(next(), email, PASSWORD, owner)).status).toBe(200)
    expect((await from(next(), email, PASSWORD)).status).toBe(403)
    // A forged cookie does not make a known browser.
    const forger = new PersonSession(stack)
    forger.cookies.set('hedgerow_browser', `${owner.cookies.get('hedgerow_browser')!.slice(0, -3)}AAA`)
    expect((await from(next(), email, PASSWORD, forger)).status).toBe(403)
    await wait()
    expect((await from(next(), email, PASSWORD)).status).toBe(200)
    expect((await from(next(), email)).body.code).toBe('invalid_credentials')
    const waiting = await stack.sql("SELECT 1 FROM jobs.job WHERE name = 'send-mail' AND data->>'to' = $1", [email])
    expect([
      ...waiting,
      ...mailbox.mails.filter(({ to, subject }) => to.includes(email) && /trying/.test(subject)),
    ]).toEqual([])
  })

  test('does not use up the quota of mails that reset a password', async () => {
    const email = 'mails@shop.example'
    const owner = await newcomer(email)
    const ask = (address: string, browser = new PersonSession(stack)) =>
      browser.call('POST', '/api/reset/', { email }, { 'X-Forwarded-For': address })
    const statuses = []
    for (let ask_ = 0; ask_ < 7; ask_++) statuses.push((await ask('203.0.113.1')).status)
    expect(statuses).toEqual([204, 204, 204, 204, 204, 204, 429])
    expect((await ask('203.0.113.2')).status).toBe(204)
    const strangers = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(`203.0.113.${index + 3}`)))
    expect(strangers.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    expect((await ask('203.0.113.1', owner)).status).toBe(204)
  })
})

describe('addresses', () => {
  test('a new one is only used after its code', async () => {
    const person = await newcomer('from@shop.example')
    const uuid = (await person.get(me)).body.uuid
    expect(problem(await person.patch(me, { email: EMAIL.toUpperCase() }))).toEqual([400, 'unique', 'email'])
    expect(problem(await person.patch(me, { email: 'a+b@shop.example' }))).toEqual([
      400,
      'plus_addressing_not_allowed',
      'email',
    ])
    expect((await person.patch(me, { email: 'FROM@shop.example' })).body.pending_email).toBeNull()
    expect(problem(await person.patch('/api/users/cancel_email_change_request/'))).toEqual([
      400,
      'email_change_request_not_found',
      null,
    ])
    expect((await person.patch(me, { email: 'to@shop.example' })).body).toMatchObject({
      email: 'from@shop.example',
      pending_email: 'to@shop.example',
    })
    const code = /address: (\d{6})/.exec((await mailbox.take('to@shop.example')).text)![1]!
    const verify = (given: string) => new PersonSession(stack).post('/api/users/verify_email/', { uuid, code: given })
    expect(problem(await verify('abc'))).toEqual([400, 'invalid_input', 'code'])
    const wrong = code === '000000' ? '000001' : '000000'
    expect(problem(await verify(wrong))).toEqual([400, 'invalid_code', 'code'])
    expect((await verify(`${code.slice(0, 3)} ${code.slice(3)}`)).body).toEqual({ success: true })
    expect((await person.get(me)).body).toMatchObject({
      email: 'to@shop.example',
      pending_email: null,
      is_email_verified: true,
    })
    expect((await verify(code)).body).toEqual({ success: true, requires_login: true })
    expect((await person.post('/api/users/request_email_verification/', { uuid: crypto.randomUUID() })).body).toEqual({
      success: true,
    })
    expect(problem(await person.post('/api/users/request_email_verification/', { uuid }))).toEqual([
      400,
      'already_verified',
      null,
    ])
  })

  test('a code cannot be guessed', async () => {
    const person = await newcomer('guess@shop.example')
    const uuid = (await person.get(me)).body.uuid
    await person.patch(me, { email: 'guessed@shop.example' })
    const code = /address: (\d{6})/.exec((await mailbox.take('guessed@shop.example')).text)![1]!
    const codes = ['111111', '222222', '333333', '444444', '555555', '666666', '777777'].filter((each) => each !== code)
    const outcomes = []
    for (const each of codes)
      outcomes.push((await person.post('/api/users/verify_email/', { uuid, code: each })).body.code)
    expect(outcomes.at(-1)).toBe('too_many_attempts')
    expect((await person.post('/api/users/verify_email/', { uuid, code })).body.code).toBe('too_many_attempts')
    expect((await person.patch('/api/users/cancel_email_change_request/')).body.pending_email).toBeNull()
  })

  test('keys change neither passwords nor addresses, and learn nothing by trying', async () => {
    const byKey = new Client(stack)
    const patch = async (body: object) => {
      const response = await byKey.request(me, {
        method: 'PATCH',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      })
      return { status: response.status, body: (await response.json()) as any, headers: response.headers }
    }
    const refused = [403, 'permission_denied', null]
    expect(problem(await patch({ password: 'x' }))).toEqual(refused)
    expect(problem(await patch({ email: 'to@shop.example' }))).toEqual(refused)
    expect(problem(await patch({ email: 'free@shop.example' }))).toEqual(refused)
    expect((await patch({ email: EMAIL.toUpperCase(), last_name: 'Byron' })).body.last_name).toBe('Byron')
    expect((await byKey.request(me, { method: 'DELETE' })).status).toBe(401)
  })
})

describe('two factors', () => {
  test('is set up, asked for, used once, with backup codes and remembered browsers', async () => {
    const person = await newcomer('two@shop.example')
    const elsewhere = await new PersonSession(stack).login('two@shop.example', PASSWORD)
    expect(problem(await person.post(`${me}two_factor_validate/`, { token: '123456' }))).toEqual([
      400,
      'setup_expired',
      null,
    ])
    expect(problem(await person.post(`${me}two_factor_backup_codes/`))).toEqual([400, '2fa_not_enabled', null])
    const { body: setup } = await person.get(`${me}two_factor_start_setup/`)
    expect(setup).toMatchObject({ success: true, secret: expect.stringMatching(/^[A-Z2-7]{16,}$/) })
    expect(problem(await person.post(`${me}two_factor_validate/`, { token: '000000' }))).toEqual([
      400,
      'token_invalid',
      'token',
    ])
    // The code of this step sets it up, that of the next one logs in: a code is valid for one step before and after its own.
    const [setupCode, loginCode] = [codeFor(setup.secret), codeFor(setup.secret, 1)]
    expect((await person.post(`${me}two_factor_validate/`, { token: setupCode })).body).toEqual({
      success: true,
    })
    expect((await elsewhere.get(me)).status).toBe(401)
    expect((await person.get(me)).body.is_2fa_enabled).toBe(true)
    expect((await person.get(`${me}two_factor_status/`)).body).toMatchObject({
      is_enabled: true,
      method: 'TOTP',
      has_totp: true,
    })
    const { backup_codes: codes } = (await person.post(`${me}two_factor_backup_codes/`)).body
    expect(new Set(codes).size).toBe(10)
    const [stored] = await stack.sql('SELECT secret FROM totp_devices')
    expect(stored!.secret).not.toContain(setup.secret)

    const login = async (browser: PersonSession) =>
      browser.post('/api/login/', { email: 'two@shop.example', password: PASSWORD })
    const browser = new PersonSession(stack)
    expect(problem(await login(browser))).toEqual([401, '2fa_required', null])
    expect((await browser.get(me)).status).toBe(401)
    expect(problem(await browser.post('/api/login/token/', { token: '000000' }))).toEqual([400, '2fa_invalid', null])
    // The code that set it up does not work again.
    expect(problem(await browser.post('/api/login/token/', { token: setupCode }))).toEqual([400, '2fa_invalid', null])
    expect((await browser.post('/api/login/token/', { token: loginCode })).body).toEqual({ success: true })
    expect((await browser.get(me)).status).toBe(200)
    const replay = new PersonSession(stack)
    await login(replay)
    expect(problem(await replay.post('/api/login/token/', { token: loginCode }))).toEqual([400, '2fa_invalid', null])
    // A backup code works once.
    expect((await replay.post('/api/login/token/', { token: codes[0] })).status).toBe(200)
    const again = new PersonSession(stack)
    await login(again)
    expect(problem(await again.post('/api/login/token/', { token: codes[0] }))).toEqual([400, '2fa_invalid', null])
    expect(problem(await new PersonSession(stack).post('/api/login/token/', { token: codes[1] }))).toEqual([
      400,
      '2fa_expired',
      null,
    ])
    // This browser is remembered, until the password changes.
    expect((await login(browser)).status).toBe(200)
    await stack.sql('DELETE FROM guesses')
    const guesser = new PersonSession(stack)
    await login(guesser)
    const guesses = []
    for (let guess = 0; guess < 8; guess++)
      guesses.push((await guesser.post('/api/login/token/', { token: `00000${guess}` })).body.code)
    expect(guesses.at(-1)).toBe('2fa_too_many_attempts')
    expect((await browser.patch(me, { password: STRONG, current_password: PASSWORD })).status).toBe(200)
    expect((await browser.post('/api/login/', { email: 'two@shop.example', password: STRONG })).body.code).toBe(
      '2fa_required',
    )
    expect((await browser.post(`${me}two_factor_disable/`)).body).toEqual({ success: true })
    expect((await browser.get(me)).body.is_2fa_enabled).toBe(false)
    const log = (await ada.get('/api/organizations/@current/activity/?limit=50')).body.results
    const own = log.filter((entry: any) => entry.scope === 'User' && entry.detail.name === 'two@shop.example')
    expect(own.flatMap((entry: any) => entry.detail.changes.map(({ field, after }: any) => [field, after]))).toEqual([
      ['two-factor authentication', false],
      ['backup codes', 'made anew'],
      ['two-factor authentication', true],
    ])
  })

  test('an organization may require it', async () => {
    const person = await newcomer('strict@shop.example')
    await ada.patch('/api/organizations/@current/', { enforce_2fa: true })
    expect(problem(await person.get('/api/projects/1/persons/'))).toEqual([403, 'two_factor_setup_required', null])
    expect((await person.get(me)).status).toBe(200)
    expect((await person.get(`${me}two_factor_start_setup/`)).status).toBe(200)
    expect((await new Client(stack).request('/api/projects/1/persons/')).status).toBe(200)
    // The administrator who set the rule must follow it too, so a key undoes it.
    const undone = await new Client(stack).request('/api/organizations/@current/', {
      method: 'PATCH',
      body: '{"enforce_2fa":null}',
      headers: { 'Content-Type': 'application/json' },
    })
    expect(undone.status).toBe(200)
    expect((await person.get('/api/projects/1/persons/')).status).toBe(200)
  })
})

describe('sessions', () => {
  test('are listed, the current one first, and can be ended', async () => {
    const person = await newcomer('many@shop.example')
    const others = await Promise.all([1, 2, 3].map(() => new PersonSession(stack).login('many@shop.example', PASSWORD)))
    const list = (await person.get(`${me}login_sessions/`)).body
    expect(list.map((each: any) => each.is_current)).toEqual([true, false, false, false])
    expect(list[0]).toMatchObject({ login_method: 'invite', location: '127.0.0.1' })
    expect((await person.delete(`${me}login_sessions/${list[1].id}/`)).status).toBe(204)
    expect((await person.delete(`${me}login_sessions/${list[1].id}/`)).status).toBe(404)
    expect((await ada.delete(`${me}login_sessions/${list[2].id}/`)).status).toBe(404)
    expect((await person.post(`${me}login_sessions/revoke_others/`)).body).toEqual({ revoked_count: 2 })
    expect(await Promise.all(others.map(async (each) => (await each.get(me)).status))).toEqual([401, 401, 401])
  })
})

describe('personal API keys', () => {
  const path = '/api/personal_api_keys/'

  test('are created, shown once, changed, rolled and deleted', async () => {
    const person = await newcomer('keys@shop.example')
    const created = await person.post(path, { label: ' mine ', scopes: ['person:read'], description: '' })
    expect(created.status).toBe(201)
    const { value, ...shown } = created.body
    expect(shown).toMatchObject({
      label: 'mine',
      description: null,
      scopes: ['person:read'],
      last_used_at: null,
      is_legacy_hashing: false,
    })
    expect(shown.mask_value).toBe(`phx_...${value.slice(-4)}`)
    expect((await person.get(`${path}${shown.id}/`)).body.value).toBeNull()
    const works = async (key: string) => (await new Client(stack, key).request('/api/projects/1/persons/')).status
    expect([await works(value), await works('phx_x')]).toEqual([200, 401])
    expect((await person.get(`${path}${shown.id}/`)).body.last_used_at).toMatch(/Z$/)
    const rolled = (await person.post(`${path}${shown.id}/roll/`)).body
    expect([rolled.id, rolled.label, rolled.created_at]).toEqual([shown.id, 'mine', shown.created_at])
    expect([await works(value), await works(rolled.value)]).toEqual([401, 200])
    expect((await person.patch(`${path}${shown.id}/`, { scopes: ['group:read'] })).body).toMatchObject({
      scopes: ['group:read'],
      label: 'mine',
    })
    expect(await works(rolled.value)).toBe(403)
    // A key can read itself and nothing else here.
    const itself = new Client(stack, rolled.value)
    expect((await (await itself.request(`${path}@current/`)).json()) as any).toMatchObject({
      id: shown.id,
      value: null,
    })
    expect((await itself.request(`${path}other/`)).status).toBe(403)
    expect((await itself.request(path)).status).toBe(403)
    expect((await itself.request(`${path}${shown.id}/`, { method: 'DELETE' })).status).toBe(403)
    expect((await ada.get(`${path}${shown.id}/`)).status).toBe(404)
    expect((await ada.delete(`${path}${shown.id}/`)).status).toBe(404)
    await person.patch(`${path}${shown.id}/`, { expires_at: new Date(Date.now() - 1000).toISOString(), scopes: ['*'] })
    expect(await works(rolled.value)).toBe(401)
    const [row] = await stack.sql('SELECT * FROM personal_api_keys WHERE id = $1', [shown.id])
    expect(JSON.stringify(row)).not.toContain(rolled.value)
    expect((await person.delete(`${path}${shown.id}/`)).status).toBe(204)
    const log = (await ada.get('/api/organizations/@current/activity/?limit=20')).body.results
    const own = log.filter((entry: any) => entry.scope === 'PersonalAPIKey' && entry.item_id === shown.id)
    expect(own.map((entry: any) => entry.activity)).toEqual(['deleted', 'updated', 'updated', 'updated', 'created'])
    expect(JSON.stringify(own)).not.toContain(value)
  })

  test('invalid input, and no more than ten', async () => {
    const person = await newcomer('ten@shop.example')
    expect(problem(await person.post(path, {}))).toEqual([400, 'required', 'label'])
    expect(problem(await person.post(path, { label: 'x'.repeat(41), scopes: ['*'] }))).toEqual([
      400,
      'max_length',
      'label',
    ])
    expect(problem(await person.post(path, { label: 'x' }))).toEqual([400, 'required', 'scopes'])
    expect(problem(await person.post(path, { label: 'x', scopes: [] }))).toEqual([400, 'empty', 'scopes'])
    for (const scope of ['x', 'person', 'person:delete', 'internal_run:read'])
      expect(problem(await person.post(path, { label: 'x', scopes: [scope] }))).toEqual([
        400,
        'invalid_input',
        'scopes',
      ])
    expect(problem(await person.post(path, { label: 'x', scopes: ['*'], scoped_teams: [99] }))).toEqual([
      400,
      'invalid_input',
      'scoped_teams',
    ])
    expect(
      problem(await person.post(path, { label: 'x', scopes: ['*'], scoped_organizations: [crypto.randomUUID()] })),
    ).toEqual([400, 'invalid_input', 'scoped_organizations'])
    const made = await Promise.all(
      Array.from({ length: 14 }, (_, index) => person.post(path, { label: `k${index}`, scopes: ['*'] })),
    )
    expect(made.filter(({ status }) => status === 201)).toHaveLength(10)
    expect((await person.get(path)).body).toHaveLength(10)
    expect((await new Client(stack, KEY).request(path)).status).toBe(403)
  })
})

describe('the activity log', () => {
  test('lists what others changed about the user’s objects, and what the user has read', async () => {
    const member = await newcomer('reader@shop.example')
    const path = '/api/projects/1/activity_log'
    const flag = (await member.post('/api/projects/1/feature_flags/', { key: 'watched' })).body
    await ada.patch(`/api/projects/1/feature_flags/${flag.id}/`, { active: false })
    const important = async (query = '') => (await member.get(`${path}/important_changes/${query}`)).body
    const before = await important()
    expect(before.last_read).toBeNull()
    expect(before.results.map((row: any) => [row.scope, row.user.email, row.unread])).toEqual([
      ['FeatureFlag', EMAIL, true],
    ])
    expect(problem(await member.post(`${path}/bookmark_activity_notification/`, {}))).toEqual([
      400,
      'required',
      'bookmark',
    ])
    expect(
      (await member.post(`${path}/bookmark_activity_notification/`, { bookmark: before.results[0].created_at })).status,
    ).toBe(204)
    expect((await important()).results[0].unread).toBe(false)
    expect((await important('?unread=true')).results).toEqual([])
    await ada.patch(`/api/projects/1/feature_flags/${flag.id}/`, { active: true })
    await waitFor(async () => (await important('?unread=true')).results.length === 1)
  })
})

describe('an installation without mail', () => {
  test('says so, and changes addresses at once', async () => {
    const bare = await startStack()
    try {
      const person = await new PersonSession(bare).login(EMAIL, PASSWORD)
      expect(problem(await person.post('/api/reset/', { email: EMAIL }))).toEqual([400, 'email_not_available', null])
      expect((await person.get('/_preflight/')).body).toMatchObject({
        email_service_available: false,
        available_timezones: { UTC: 0, 'Asia/Kolkata': 5.5 },
      })
      expect((await person.patch(me, { email: 'else@example.com' })).body).toMatchObject({
        email: 'else@example.com',
        pending_email: null,
      })
      const invite = (await person.post('/api/organizations/@current/invites/', { target_email: 'x@y.example' })).body
      expect(invite.emailing_attempt_made).toBe(false)
    } finally {
      await bare.stop()
    }
  })
})

describe('the first account with mail', () => {
  test('must confirm its address before it can log in', async () => {
    const fresh = await startStack({ SMTP_URL: mailbox.url, HEDGEROW_INIT_EMAIL: '', HEDGEROW_INIT_PASSWORD: '' })
    try {
      const person = new PersonSession(fresh)
      expect((await person.get('/_preflight/')).body.can_create_org).toBe(true)
      const body = { first_name: 'Grace', email: 'Grace@navy.example', password: STRONG, organization_name: 'Navy' }
      expect(problem(await person.post('/api/signup/', { ...body, email: 'g+x@navy.example' }))[1]).toBe(
        'plus_addressing_not_allowed',
      )
      expect(problem(await person.post('/api/signup/', { ...body, password: 'short' }))).toEqual([
        400,
        'password_too_short',
        'password',
      ])
      const signedUp = await person.post('/api/signup/', body)
      expect([signedUp.status, signedUp.body.redirect_url]).toEqual([201, `/verify_email/${signedUp.body.uuid}`])
      expect((await person.get(me)).status).toBe(401)
      expect(problem(await person.post('/api/login/', { email: 'grace@navy.example', password: STRONG }))).toEqual([
        400,
        'not_verified',
        null,
      ])
      const code = /address: (\d{6})/.exec((await mailbox.take('grace@navy.example')).text)![1]!
      expect((await person.post('/api/users/verify_email/', { uuid: signedUp.body.uuid, code })).body).toEqual({
        success: true,
      })
      expect((await person.get(me)).body).toMatchObject({
        is_staff: true,
        organization: { name: 'Navy', membership_level: 15 },
      })
      expect(
        problem(await new PersonSession(fresh).post('/api/signup/', { ...body, email: 'b@navy.example' })),
      ).toEqual([403, 'permission_denied', null])
    } finally {
      await fresh.stop()
    }
  })
})

describe('an invitation', () => {
  const path = '/api/organizations/@current/invites/'

  test('is mailed with a link, and a new account accepts it; other invitations of the address are used up', async () => {
    await ada.post(path, { target_email: 'New@Fresh.Example', first_name: 'Noa', message: 'Come in, \r\nplease' })
    await ada.post(path, { target_email: 'new@fresh.example', level: 8 })
    expect(
      (await ada.get(path)).body.results.filter((row: any) => row.target_email === 'new@fresh.example'),
    ).toHaveLength(1)
    const first = await mailbox.take('new@fresh.example')
    expect(first.text).toContain('Come in,')
    const second = await mailbox.take('new@fresh.example')
    const link = /\/signup\/([0-9a-f-]{36})/.exec(second.text)![1]!
    const person = new PersonSession(stack)
    expect((await person.get(`/api/signup/${link}/`)).body).toEqual({
      id: link,
      target_email: 'n*w@fresh.example',
      first_name: '',
      organization_name: 'My organization',
    })
    expect(problem(await person.get(`/api/signup/${link}/?email=x@y.example`))).toEqual([
      400,
      'invalid_recipient',
      null,
    ])
    expect(problem(await person.post(`/api/signup/${link}/`, { password: PASSWORD }))).toEqual([
      400,
      'required',
      'first_name',
    ])
    expect(problem(await person.post(`/api/signup/${link}/`, { first_name: 'Noa', password: 'password1' }))).toEqual([
      400,
      'password_too_weak',
      'password',
    ])
    const joined = await person.post(`/api/signup/${link}/`, { first_name: 'Noa', password: PASSWORD })
    expect([joined.status, joined.body.email]).toEqual([201, 'new@fresh.example'])
    expect((await person.get('/api/organizations/@current/')).body.membership_level).toBe(8)
    expect(problem(await person.post(`/api/signup/${link}/`, {}))).toEqual([400, 'invalid_input', null])
    await mailbox.take(EMAIL, /^Noa joined/)
  })
})
