/** Organizations, projects, members, invitations, roles and access rules, through the API of a whole installation. */
import { beforeAll, describe, expect, test } from 'vitest'
import { PersonSession, problem } from '../../../testing/person-session.ts'
import { type Member, type Share, shareStack } from '../../../testing/shared-stack.ts'
import { Client, type Installation, PASSWORD, waitFor } from '../../../testing/stack.ts'

let share: Share
let stack: Installation
let client: Client
let org: string
/** The path of the project. */
let own: string
/** The owner of the organization. */
let ada: PersonSession
let admin: Member
let member: Member
beforeAll(async () => {
  share = await shareStack()
  ;({ stack, client, organization: org, session: ada } = share)
  own = `${share.base}/`
  admin = await share.join('admin', 8)
  member = await share.join('member')
})

const uuidOf = async (person: PersonSession) => (await person.get('/api/users/@me/')).body.uuid

describe('projects', () => {
  test('have the 44 documented settings, and both route families return the same', async () => {
    const current = await ada.get('/api/projects/@current/')
    const nested = await ada.get(`/api/organizations/${org}/projects/${share.project}/`)
    expect([current.status, nested.body]).toEqual([200, current.body])
    expect(current.body).toMatchObject({
      id: share.project,
      organization: org,
      api_token: share.token,
      name: 'Default project',
      timezone: 'UTC',
      app_urls: [],
      access_control: false,
      data_attributes: ['data-attr'],
      capture_console_log_opt_in: true,
      session_recording_sample_rate: null,
      effective_membership_level: 15,
      has_group_types: false,
      week_start_day: null,
      person_on_events_querying_enabled: true,
      path_cleaning_filters: [],
      correlation_config: {},
    })
  })

  test('PATCH changes only the given keys, accepts three body formats, and ignores read-only and unknown keys', async () => {
    const form = new FormData()
    form.set('anonymize_ips', 'yes')
    form.append('app_urls', 'https://a.example')
    form.append('app_urls', 'https://b.example')
    expect((await ada.call('PATCH', own, form)).body).toMatchObject({
      anonymize_ips: true,
      app_urls: ['https://a.example', 'https://b.example'],
      name: 'Default project',
    })
    const urlencoded = new URLSearchParams({
      anonymize_ips: '0',
      test_account_filters: '[{"key":"email","value":"x"}]',
    })
    expect((await ada.call('PATCH', own, urlencoded)).body).toMatchObject({
      anonymize_ips: false,
      test_account_filters: [{ key: 'email', value: 'x' }],
    })
    const json = {
      id: 99,
      api_token: 'x',
      nothing: 1,
      session_recording_sample_rate: 0.25,
      name: '  Shop  ',
      week_start_day: '1',
    }
    expect((await ada.patch(own, json)).body).toMatchObject({
      id: share.project,
      api_token: share.token,
      session_recording_sample_rate: '0.25',
      name: 'Shop',
      week_start_day: 1,
    })
    // PATCH with a form leaves unsent booleans unchanged. PUT with a form sets them to false, because a form cannot
    // send "off" otherwise.
    expect((await ada.patch(own, { anonymize_ips: true })).body.anonymize_ips).toBe(true)
    expect((await ada.call('PUT', own, new URLSearchParams({ name: 'Shop' }))).body).toMatchObject({
      anonymize_ips: false,
      autocapture_opt_out: null,
    })
    expect((await ada.put(own, { timezone: 'Europe/Berlin' })).body).toMatchObject({ name: 'Shop' })
  })

  test('GET then PUT changes nothing and logs nothing', async () => {
    const before = (await ada.get(own)).body
    const { total_count: entries } = (await ada.get(`${own}activity/`)).body
    const after = (await ada.put(own, before)).body
    expect({ ...after, updated_at: '' }).toEqual({ ...before, updated_at: '' })
    expect((await ada.get(`${own}activity/`)).body.total_count).toBe(entries)
  })

  test.each<[object, string, string | null]>([
    [{ name: ' ' }, 'blank', 'name'],
    [{ name: 'x'.repeat(201) }, 'max_length', 'name'],
    [{ name: null }, 'null', 'name'],
    [{ app_urls: [''] }, 'blank', 'app_urls__0'],
    [{ app_urls: ['https://*.com'] }, 'invalid_input', 'app_urls'],
    [{ app_urls: 5 }, 'not_a_list', 'app_urls'],
    [{ anonymize_ips: 'maybe' }, 'invalid_input', 'anonymize_ips'],
    [{ test_account_filters: {} }, 'not_a_list', 'test_account_filters'],
    [{ test_account_filters: [1] }, 'invalid_input', 'test_account_filters__0'],
    [{ path_cleaning_filters: [{ regex: '(', alias: 'x' }] }, 'invalid_input', 'path_cleaning_filters'],
    [{ path_cleaning_filters: [{ regex: '(a)', alias: '\\2' }] }, 'invalid_input', 'path_cleaning_filters'],
    [{ timezone: 'europe/berlin' }, 'invalid_choice', 'timezone'],
    [{ timezone: 'Mars/Base' }, 'invalid_choice', 'timezone'],
    [{ week_start_day: 2 }, 'invalid_choice', 'week_start_day'],
    [{ session_recording_sample_rate: 1.5 }, 'max_value', 'session_recording_sample_rate'],
    [{ session_recording_sample_rate: '0.123' }, 'max_decimal_places', 'session_recording_sample_rate'],
    [
      { session_recording_minimum_duration_milliseconds: 30_001 },
      'max_value',
      'session_recording_minimum_duration_milliseconds',
    ],
    [{ session_recording_linked_flag: { id: 1 } }, 'invalid_input', 'session_recording_linked_flag'],
    [{ session_recording_linked_flag: { id: true, key: 'x' } }, 'invalid_input', 'session_recording_linked_flag'],
    [{ session_replay_config: { other: 1 } }, 'invalid_input', 'session_replay_config'],
    [
      { session_recording_network_payload_capture_config: [] },
      'invalid_input',
      'session_recording_network_payload_capture_config',
    ],
    [{ autocapture_exceptions_errors_to_ignore: 'x' }, 'invalid_input', null],
    [{ autocapture_exceptions_errors_to_ignore: ['x'.repeat(300)] }, 'invalid_input', null],
    [{ primary_dashboard: 99_999 }, 'does_not_exist', 'primary_dashboard'],
    [{ modifiers: { bounceRateDurationSeconds: 121 } }, 'invalid_input', 'modifiers'],
  ])('PATCH %j is refused with %s', async (body, code, attr) => {
    expect(problem(await ada.patch(own, body))).toEqual([400, code, attr])
  })

  test('accept time zones in every spelling of the tz database', async () => {
    for (const timezone of ['Asia/Calcutta', 'US/Pacific', 'Europe/Berlin', 'UTC'])
      expect((await ada.patch(own, { timezone })).body.timezone).toBe(timezone)
  })

  test('merge objects, and clear them with null', async () => {
    const patch = async (session_replay_config: unknown) =>
      (await ada.patch(own, { session_replay_config })).body.session_replay_config
    expect(await patch({ record_canvas: true })).toEqual({ record_canvas: true })
    expect(await patch({ ai_config: { opt_in: true } })).toEqual({ record_canvas: true, ai_config: { opt_in: true } })
    expect(await patch({ ai_config: { preferred_events: ['x'] } })).toEqual({
      record_canvas: true,
      ai_config: { opt_in: true, preferred_events: ['x'] },
    })
    expect(await patch(null)).toBeNull()
  })

  test('keep two concurrent changes to different settings', async () => {
    await Promise.all([
      ada.patch(own, { surveys_opt_in: true }),
      ada.patch(own, { heatmaps_opt_in: true }),
      ada.patch(own, { person_display_name_properties: ['email'] }),
    ])
    expect((await ada.get(own)).body).toMatchObject({
      surveys_opt_in: true,
      heatmaps_opt_in: true,
      person_display_name_properties: ['email'],
    })
  })

  test('reach SDKs and ingestion', async () => {
    await ada.patch(own, {
      autocapture_opt_out: true,
      session_recording_opt_in: true,
      session_recording_event_trigger_config: ['signup'],
      capture_performance_opt_in: false,
      recording_domains: ['https://shop.example', null],
      anonymize_ips: true,
    })
    const config = async (origin: string) =>
      (await fetch(`${stack.url}/array/${share.token}/config`, { headers: { origin } })).json() as Promise<any>
    expect(await config('https://shop.example')).toMatchObject({
      autocapture_opt_out: true,
      capturePerformance: false,
      heatmaps: true,
      sessionRecording: { eventTriggers: ['signup'] },
    })
    expect((await config('https://other.example')).sessionRecording).toBe(false)
    const uuid = crypto.randomUUID()
    await client.send({ uuid, event: 'seen', distinct_id: 'ip', properties: {} })
    expect((await client.event(uuid)).properties.$ip).toBeUndefined()
    await ada.patch(own, { anonymize_ips: false, recording_domains: [] })
  })

  test('are logged with changes, and can be read as they were', async () => {
    const before = new Date().toISOString()
    await ada.patch(own, { name: 'Renamed', surveys_opt_in: null })
    const [entry] = (await ada.get(`${own}activity/?limit=1`)).body.results
    expect(entry).toMatchObject({
      activity: 'updated',
      scope: 'Team',
      item_id: String(share.project),
      user: { email: share.email },
      detail: { name: 'Renamed' },
    })
    expect(entry.detail.changes).toEqual([
      { type: 'Team', action: 'changed', field: 'name', before: 'Shop', after: 'Renamed' },
      { type: 'Team', action: 'deleted', field: 'surveys_opt_in', before: true, after: null },
    ])
    expect((await ada.get(`${own}settings_as_of/?at=${before}&scope=name`)).body).toEqual({ name: 'Shop' })
    expect(problem(await ada.get(`${own}settings_as_of/`))).toEqual([400, 'required', 'at'])
    await ada.patch(own, { name: 'Shop' })
  })

  test('start with filters, become the current project, and may share a name', async () => {
    const created = await ada.post(`/api/organizations/${org}/projects/`, { name: 'Second', timezone: 'Asia/Tokyo' })
    expect(created.status).toBe(201)
    expect(created.body.test_account_filters).toEqual([
      { key: 'email', operator: 'not_icontains', value: '@example.com', type: 'person' },
      { key: '$host', operator: 'not_regex', value: '^(localhost|127\\.0\\.0\\.1)($|:)', type: 'event' },
    ])
    expect(created.body.api_token).toMatch(/^phc_[A-Za-z0-9]{43}$/)
    expect((await ada.get('/api/projects/@current/')).body.id).toBe(created.body.id)
    const first = (await ada.get(own)).body.name
    expect((await ada.patch(own, { name: 'Second' })).body.name).toBe('Second')
    expect((await ada.patch(own, { name: first })).status).toBe(200)
    expect(problem(await ada.post('/api/projects/', { name: 'X', primary_dashboard: 1 }))).toEqual([
      400,
      'invalid_input',
      'primary_dashboard',
    ])
    const list = (await ada.get(`/api/organizations/${org}/projects/?search=SECO`)).body
    expect([list.count, list.results[0].name]).toEqual([1, 'Second'])
    await ada.patch('/api/users/@me/', { set_current_team: share.project })
  })

  test('use a new token at once and reject the old one; earlier events remain', async () => {
    const { body: project } = await ada.post('/api/projects/', { name: 'Rotated' })
    const capture = (token: string, distinct_id: string) =>
      client.capture({ api_key: token, batch: [{ event: 'e', distinct_id, properties: {} }] })
    await capture(project.api_token, 'before')
    const { body: rotated } = await ada.call('PATCH', `/api/projects/${project.id}/reset_token/`, { anything: 1 })
    expect(rotated.api_token).not.toBe(project.api_token)
    await capture(project.api_token, 'dead')
    await capture(rotated.api_token, 'alive')
    const ids = async () =>
      (await ada.get(`/api/projects/${project.id}/events/`)).body.results.map((event: any) => event.distinct_id).sort()
    await waitFor(async () => (await ids()).includes('alive'))
    expect(await ids()).toEqual(['alive', 'before'])
    expect((await fetch(`${stack.url}/array/${project.api_token}/config`)).status).toBe(404)
    const [entry] = (await ada.get(`/api/projects/${project.id}/activity/`)).body.results
    expect(entry.detail.changes).toEqual([
      { type: 'Team', action: 'changed', field: 'api_token', before: project.api_token, after: rotated.api_token },
    ])
    await ada.patch('/api/users/@me/', { set_current_team: share.project })
  })

  test('show secret tokens once; the backup works until it is dropped', async () => {
    const works = async (secret: string) =>
      (
        await fetch(`${stack.url}/flags/definitions?token=${share.token}`, {
          headers: { Authorization: `Bearer ${secret}` },
        })
      ).status
    const first = (await ada.patch(`${own}rotate_secret_token/`)).body
    expect(first.secret_api_token).toMatch(/^phs_[A-Za-z0-9]{43}$/)
    expect(first.secret_api_token_backup).toBeNull()
    const second = (await ada.patch(`${own}rotate_secret_token/`)).body
    const shown = (await ada.get(own)).body
    expect(shown.secret_api_token).toBe(`phs_...${second.secret_api_token.slice(-4)}`)
    expect([await works(first.secret_api_token), await works(second.secret_api_token)]).toEqual([200, 200])
    expect((await ada.patch(`${own}delete_secret_token_backup/`)).body.secret_api_token_backup).toBeNull()
    expect([await works(first.secret_api_token), await works(second.secret_api_token)]).toEqual([401, 200])
    const log = JSON.stringify((await ada.get(`${own}activity/?limit=20`)).body)
    expect(log).not.toContain(first.secret_api_token)
    expect(log).not.toContain(second.secret_api_token)
  })

  test('fill a demo project in the background', async () => {
    const { body: demo } = await ada.post('/api/projects/', { is_demo: true })
    expect(demo).toMatchObject({ is_demo: true, test_account_filters: [] })
    const state = async () => (await ada.get(`/api/projects/${demo.id}/is_generating_demo_data/`)).body
    expect((await state()).is_generating_demo_data).toBe(true)
    expect(problem(await ada.post('/api/projects/', { is_demo: true }))).toEqual([403, 'permission_denied', null])
    await waitFor(async () => (await state()).events_sent > 0)
    // A project that is deleted while it is being filled stops filling and leaves nothing behind.
    expect((await ada.delete(`/api/projects/${demo.id}/`)).status).toBe(204)
    expect(problem(await ada.delete(`/api/projects/${demo.id}/`))).toEqual([400, 'invalid_input', null])
    expect((await ada.get(`/api/projects/${demo.id}/`)).status).toBe(404)
    expect((await ada.get('/api/projects/@current/')).body.id).toBe(share.project)
    await waitFor(async () => {
      const [row] = await stack.sql('SELECT verified_at FROM project_deletions WHERE team_id = $1', [demo.id])
      return row?.verified_at !== null
    })
    expect(await stack.clickHouse(`SELECT 1 FROM events WHERE team_id = ${demo.id} LIMIT 1`)).toEqual([])
    const tables = await stack.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'team_id' AND table_name <> 'project_deletions'`,
    )
    const leftIn = tables.map(({ name }) => `SELECT '${name}' FROM ${name} WHERE team_id = $1`)
    expect(await stack.sql(leftIn.join(' UNION ALL '), [demo.id])).toEqual([])
    const { results } = (await ada.get(`/api/organizations/${org}/activity/?limit=5`)).body
    expect(results.map(({ activity, scope }: any) => `${activity} ${scope}`)).toEqual(
      expect.arrayContaining(['deleted Project', 'deleted Team']),
    )
  })
})

describe('members and levels', () => {
  test('define who may change whom', async () => {
    const other = await share.join('other')
    const path = `/api/organizations/${org}/members`
    const [adminId, memberId, otherId] = await Promise.all([admin.session, member.session, other.session].map(uuidOf))
    const adaId = await uuidOf(ada)
    const refused = [403, 'permission_denied', null]
    expect(problem(await member.session.patch(`${path}/${memberId}/`, { level: 8 }))).toEqual(refused)
    expect(problem(await member.session.patch(`${path}/@me/`, { level: 1 }))).toEqual(refused)
    expect(problem(await member.session.patch(`${path}/${otherId}/`, { level: 1 }))).toEqual(refused)
    expect(problem(await admin.session.patch(`${path}/${memberId}/`, { level: 15 }))).toEqual(refused)
    expect(problem(await admin.session.patch(`${path}/${adaId}/`, { level: 1 }))).toEqual(refused)
    expect(problem(await member.session.delete(`${path}/${otherId}/`))).toEqual(refused)
    expect(problem(await ada.delete(`${path}/@me/`))).toEqual([400, 'invalid_input', null])
    expect(problem(await admin.session.patch(`${path}/${memberId}/`, { level: 9 }))).toEqual([
      400,
      'invalid_choice',
      'level',
    ])
    expect((await admin.session.patch(`${path}/${memberId}/`, { level: 8 })).body.level).toBe(8)
    expect((await admin.session.patch(`${path}/${memberId}/`, { level: 1 })).body.level).toBe(1)
    expect(problem(await ada.patch(`${path}/018f0000-0000-7000-8000-000000000009/`, { level: 1 }))[0]).toBe(404)
    expect((await ada.get(`${path}/${adminId}/`)).status).toBe(405)
    // Other endpoints do not let a user change their level or organization.
    await member.session.patch('/api/users/@me/', {
      level: 15,
      organization: org,
      membership_level: 15,
      team: { id: share.project },
    })
    expect((await member.session.get(`/api/organizations/${org}/`)).body.membership_level).toBe(1)
    expect(problem(await member.session.patch('/api/users/@me/', { is_staff: true }))).toEqual(refused)
    expect(problem(await member.session.patch(`/api/organizations/${org}/`, { name: 'Mine' }))).toEqual(refused)
    expect(problem(await admin.session.delete(`/api/organizations/${org}/`))).toEqual(refused)
    // A second owner must be demoted before they can leave.
    await ada.patch(`${path}/${otherId}/`, { level: 15 })
    expect(problem(await other.session.delete(`${path}/@me/`))).toEqual([400, 'invalid_input', null])
    await ada.patch(`${path}/${otherId}/`, { level: 1 })
    expect((await other.session.delete(`${path}/@me/`)).status).toBe(204)
    expect((await other.session.get('/api/organizations/')).body.results).toEqual([])
    expect((await other.session.get('/api/projects/@current/')).status).toBe(404)
    expect((await other.session.delete('/api/users/@me/')).status).toBe(204)
    expect((await other.session.get('/api/users/@me/')).status).toBe(401)
    expect(problem(await member.session.delete('/api/users/@me/'))).toEqual([409, 'conflict', null])
  })

  test('are listed in order, with typo-tolerant search and paging', async () => {
    const path = `/api/organizations/${org}/members/`
    const emails = async (query: string) =>
      (await ada.get(`${path}${query}`)).body.results.map((row: any) => row.user.email)
    expect(await emails('')).toEqual([member.email, admin.email, share.email])
    expect(await emails('?order=joined_at&limit=1')).toEqual([share.email])
    expect(await emails(`?email=${admin.email.toUpperCase()}`)).toEqual([admin.email])
    expect(await emails('?search=memebr')).toEqual([member.email])
    expect(await emails('?search=%25')).toEqual([])
    expect(problem(await ada.get(`${path}?search=${'x'.repeat(201)}`))).toEqual([400, 'max_length', 'search'])
    const page = (await ada.get(`${path}?limit=1&offset=1`)).body
    expect([page.count, page.next, page.previous]).toEqual([
      3,
      `${stack.url}${path}?limit=1&offset=2`,
      `${stack.url}${path}?limit=1`,
    ])
  })

  test('let members change only a few project settings', async () => {
    const refused = await member.session.patch(own, { timezone: 'UTC', name: 'x', surveys_opt_in: true })
    expect(problem(refused)).toEqual([403, 'permission_denied', null])
    expect(refused.body.detail).toContain('name, timezone')
    expect((await member.session.patch(own, { surveys_opt_in: true })).body.surveys_opt_in).toBe(true)
    expect(problem(await member.session.post('/api/projects/', { name: 'Mine' }))[0]).toBe(403)
    expect(problem(await member.session.delete(own))[0]).toBe(403)
    expect(problem(await member.session.patch(`${own}reset_token/`))[0]).toBe(403)
    await ada.patch(`/api/organizations/${org}/`, { members_can_create_projects: true })
    expect(problem(await member.session.post('/api/projects/', { name: 'Mine', timezone: 'UTC' }))[0]).toBe(403)
    const created = await member.session.post('/api/projects/', { name: 'Mine' })
    expect(created.status).toBe(201)
    await ada.delete(`/api/projects/${created.body.id}/`)
  })

  test('return 404 to strangers on the organization and its projects, and 403 below it', async () => {
    const { session: eve } = await share.join('eve')
    const evil = await eve.post('/api/organizations/', { name: 'Evil' })
    expect([evil.status, evil.body.membership_level]).toEqual([201, 15])
    await eve.delete(`/api/organizations/${org}/members/@me/`)
    const status = async (path: string, method = 'GET') => (await eve.call(method, path)).status
    expect(await status(`/api/organizations/${org}/`)).toBe(404)
    expect(await status(`/api/organizations/${org}/members/`)).toBe(403)
    expect(await status(`/api/organizations/${org}/invites/`)).toBe(403)
    expect(await status(`/api/organizations/${org}/roles/`)).toBe(403)
    expect(await status(`/api/organizations/${org}/projects/${share.project}/`)).toBe(404)
    expect(await status(own)).toBe(404)
    expect(await status(own, 'DELETE')).toBe(404)
    expect(await status(`${own}persons/`)).toBe(403)
    expect(await status(`/api/organizations/${evil.body.id}/projects/${share.project}/`)).toBe(404)
    expect(await status('/api/organizations/x/')).toBe(404)
    expect(problem(await eve.patch('/api/users/@me/', { set_current_team: share.project }))).toEqual([
      400,
      'does_not_exist',
      'set_current_team',
    ])
    expect(problem(await eve.patch('/api/users/@me/', { set_current_organization: org }))).toEqual([
      400,
      'does_not_exist',
      'set_current_organization',
    ])
    expect(problem(await eve.post(`${own}change_organization/`, { organization_id: evil.body.id }))[0]).toBe(404)
    const project = (await eve.get('/api/projects/@current/')).body
    expect(
      problem(await eve.post(`/api/projects/${project.id}/change_organization/`, { organization_id: org })),
    ).toEqual([400, 'invalid_input', 'organization_id'])
    // Deleting her organization deletes everything in it.
    expect((await eve.delete(`/api/organizations/${evil.body.id}/`)).status).toBe(204)
    expect((await eve.get('/api/organizations/')).body.results).toEqual([])
    await waitFor(
      async () => (await stack.sql('SELECT 1 FROM organizations WHERE id = $1', [evil.body.id])).length === 0,
      60_000,
    )
    expect(await stack.sql('SELECT 1 FROM teams WHERE id = $1', [project.id])).toEqual([])
  })
})

describe('invitations', () => {
  const path = '/api/organizations/@current/invites/'

  test('can be accepted by an existing account and by nobody else', async () => {
    const { session: noa } = await share.join('noa')
    const { body: other } = await noa.post('/api/organizations/', { name: 'Noa & co' })
    const invite = (await noa.post(`/api/organizations/${other.id}/invites/`, { target_email: member.email })).body
    expect(
      problem(
        await new PersonSession(stack).post(`/api/signup/${invite.id}/`, { first_name: 'M', password: PASSWORD }),
      ),
    ).toEqual([400, 'account_exists', null])
    expect(problem(await ada.post(`/api/signup/${invite.id}/`))).toEqual([400, 'invalid_recipient', null])
    const profile = (await member.session.get('/api/users/@me/')).body
    expect([profile.is_organization_first_user, profile.pending_invites]).toEqual([
      false,
      [
        {
          id: invite.id,
          target_email: member.email,
          organization_id: other.id,
          organization_name: 'Noa & co',
          created_at: invite.created_at,
        },
      ],
    ])
    // Noa founded her current organization.
    const founder = (await noa.get('/api/users/@me/')).body
    expect([founder.is_organization_first_user, founder.pending_invites]).toEqual([true, []])
    expect((await member.session.post(`/api/signup/${invite.id}/`)).status).toBe(201)
    expect((await member.session.get('/api/organizations/@current/')).body.id).toBe(other.id)
    expect((await member.session.get('/api/users/@me/')).body).toMatchObject({
      is_organization_first_user: false,
      pending_invites: [],
    })
    expect(problem(await member.session.patch('/api/users/@me/', { role_at_organization: 'wizard' }))).toEqual([
      400,
      'invalid_choice',
      'role_at_organization',
    ])
    expect(
      (await member.session.patch('/api/users/@me/', { role_at_organization: 'founder' })).body.role_at_organization,
    ).toBe('founder')
    const again = await noa.post(`/api/organizations/${other.id}/invites/`, { target_email: member.email })
    expect(problem(again)).toEqual([400, 'invalid_input', null])
    await member.session.patch('/api/users/@me/', { set_current_organization: org })
    expect((await member.session.get('/api/projects/@current/')).body.id).toBe(share.project)
    expect(
      problem(
        await member.session.patch('/api/users/@me/', {
          set_current_organization: other.id,
          set_current_team: share.project,
        }),
      ),
    ).toEqual([400, 'invalid_input', 'set_current_team'])
  })

  test('have levels, can be created in bulk and combined, expire and can be revoked', async () => {
    expect(problem(await member.session.post(path, { target_email: 'x@y.example', level: 8 }))).toEqual([
      403,
      'permission_denied',
      null,
    ])
    const asAdmin = { target_email: 'x@y.example', private_project_access: [{ id: share.project, level: 'admin' }] }
    expect(problem(await member.session.post(path, asAdmin))).toEqual([400, 'invalid_input', 'private_project_access'])
    expect(problem(await ada.post(path, { target_email: share.email }))).toEqual([400, 'invalid_input', null])
    expect(problem(await ada.post(path, { target_email: 'nonsense' }))).toEqual([400, 'invalid_input', 'target_email'])
    expect(problem(await ada.post(path, {}))).toEqual([400, 'required', 'target_email'])
    expect(problem(await ada.post(`${path}bulk/`, {}))).toEqual([400, 'invalid_input', null])
    const many = Array.from({ length: 21 }, (_, index) => ({
      target_email: `p${index}@many.example`,
      send_email: false,
    }))
    expect(problem(await ada.post(`${path}bulk/`, many))).toEqual([400, 'max_length', null])
    const bad = [many[0], { target_email: 'bad' }]
    expect(problem(await ada.post(`${path}bulk/`, bad))).toEqual([400, 'invalid_input', '1__target_email'])
    expect((await ada.get(path)).body.results.some((row: any) => row.target_email === 'p0@many.example')).toBe(false)
    expect((await ada.post(`${path}bulk/`, many.slice(0, 20))).body).toHaveLength(20)
    await ada.post(path, {
      target_email: 'both@y.example',
      level: 8,
      private_project_access: [{ id: share.project, level: 1 }],
      send_email: false,
    })
    const combined = (
      await ada.post(path, {
        target_email: 'both@y.example',
        private_project_access: [{ id: share.project, level: 'admin' }],
        combine_pending_invites: true,
        send_email: false,
      })
    ).body
    expect([combined.level, combined.private_project_access]).toEqual([8, [{ id: share.project, level: 'admin' }]])
    expect(
      problem(
        await ada.post(path, { target_email: 'z@y.example', private_project_access: [{ id: 999, level: 'admin' }] }),
      ),
    ).toEqual([400, 'invalid_input', 'private_project_access'])
    await stack.sql(`UPDATE organization_invites SET created_at = now() - interval '3 days 1 minute' WHERE id = $1`, [
      combined.id,
    ])
    expect(problem(await new PersonSession(stack).get(`/api/signup/${combined.id}/`))).toEqual([400, 'expired', null])
    expect((await ada.get(path)).body.results.find((row: any) => row.id === combined.id).is_expired).toBe(true)
    expect((await ada.delete(`${path}${combined.id}/`)).status).toBe(204)
    expect((await ada.delete(`${path}${combined.id}/`)).status).toBe(404)
    await ada.patch('/api/organizations/@current/', { members_can_invite: false })
    expect(problem(await member.session.post(path, { target_email: 'x@y.example' }))).toEqual([
      403,
      'permission_denied',
      null,
    ])
    await ada.patch('/api/organizations/@current/', { members_can_invite: true })
    const changes = (await ada.get('/api/organizations/@current/activity/?limit=1')).body.results[0].detail.changes
    expect(changes[0].field).toBe('member invitation permissions')
  })
})

describe('roles', () => {
  test('can be created, changed, assigned and removed, with a default for new members', async () => {
    const path = '/api/organizations/@current/roles/'
    const memberId = await uuidOf(member.session)
    expect(problem(await member.session.post(path, { name: 'Mine' }))).toEqual([403, 'permission_denied', null])
    expect(problem(await ada.post(path, {}))).toEqual([400, 'required', 'name'])
    const role = (await ada.post(path, { name: 'Support', feature_flags_access_level: 21 })).body
    expect(role).toMatchObject({
      name: 'Support',
      feature_flags_access_level: 37,
      members: [],
      associated_flags: [],
      is_default: false,
    })
    expect(problem(await ada.post(path, { name: 'sUPPORT' }))).toEqual([400, 'unique', 'name'])
    expect(problem(await ada.patch(`${path}${role.id}/`, { name: 'Support' }))).toEqual([400, 'unique', 'name'])
    expect(problem(await ada.patch(`${path}${role.id}/`, { feature_flags_access_level: 22 }))).toEqual([
      400,
      'invalid_choice',
      'feature_flags_access_level',
    ])
    expect(
      (await ada.patch(`${path}${role.id}/`, { feature_flags_access_level: 21 })).body.feature_flags_access_level,
    ).toBe(21)
    expect(problem(await ada.put(`${path}${role.id}/`, {}))).toEqual([400, 'required', 'name'])
    const members = `${path}${role.id}/role_memberships/`
    expect(problem(await ada.post(members, {}))).toEqual([400, 'required', 'user_uuid'])
    expect(problem(await ada.post(members, { user_uuid: 'x' }))).toEqual([400, 'invalid_input', 'user_uuid'])
    expect(problem(await ada.post(members, { user_uuid: '018f0000-0000-7000-8000-000000000009' }))).toEqual([
      400,
      'invalid_input',
      null,
    ])
    const given = await ada.post(members, { user_uuid: memberId })
    expect([given.status, given.body.user.email, given.body.organization_member.level]).toEqual([201, member.email, 1])
    expect(given.body).not.toHaveProperty('user_uuid')
    expect(problem(await ada.post(members, { user_uuid: memberId }))).toEqual([400, 'invalid_input', null])
    expect((await ada.get(`${members}${given.body.id}/`)).status).toBe(405)
    expect((await member.session.get(path)).body.results[0].members[0].user.email).toBe(member.email)
    expect((await ada.get(`${path}?name=Support`)).body.count).toBe(1)
    await ada.patch('/api/organizations/@current/', { default_role_id: role.id })
    expect(problem(await ada.patch('/api/organizations/@current/', { default_role_id: 'x' }))).toEqual([
      400,
      'does_not_exist',
      'default_role_id',
    ])
    const joiner = await share.join('joiner')
    expect((await ada.get(`${path}${role.id}/`)).body.members).toHaveLength(2)
    await ada.delete(`/api/organizations/@current/members/${await uuidOf(joiner.session)}/`)
    expect((await ada.get(`${path}${role.id}/`)).body.members).toHaveLength(1)
    expect((await ada.delete(`${members}${given.body.id}/`)).status).toBe(204)
    expect((await ada.delete(`${path}${role.id}/`)).status).toBe(204)
    expect((await ada.get('/api/organizations/@current/')).body.default_role_id).toBeNull()
    expect((await ada.get(`${path}${role.id}/`)).status).toBe(404)
  })
})

describe('access', () => {
  test('restricts a private project to those who were given access', async () => {
    const project = (await ada.post('/api/projects/', { name: 'Private' })).body
    expect((await member.session.get(`/api/projects/${project.id}/`)).status).toBe(200)
    expect(problem(await member.session.patch(`/api/projects/${project.id}/`, { access_control: true }))[0]).toBe(403)
    await ada.patch(`/api/projects/${project.id}/`, { access_control: true })
    expect((await member.session.get(`/api/projects/${project.id}/`)).status).toBe(403)
    expect((await member.session.get(`/api/projects/${project.id}/persons/`)).status).toBe(403)
    expect((await member.session.get('/api/projects/')).body.results.map((row: any) => row.id)).not.toContain(
      project.id,
    )
    const membership = (await ada.get(`/api/organizations/@current/members/?email=${member.email}`)).body.results[0].id
    const rules = `/api/projects/${project.id}/access_controls/`
    await ada.put(rules, { organization_member: membership, access_level: 'member' })
    expect((await member.session.get(`/api/projects/${project.id}/`)).body.effective_membership_level).toBe(1)
    await ada.put(rules, { organization_member: membership, access_level: 'admin' })
    expect((await member.session.patch(`/api/projects/${project.id}/`, { timezone: 'Asia/Tokyo' })).status).toBe(200)
    expect(problem(await ada.put(rules, { organization_member: membership, access_level: 'owner' }))).toEqual([
      400,
      'invalid_choice',
      'access_level',
    ])
    expect(
      problem(await ada.put(rules, { role: '018f0000-0000-7000-8000-000000000009', access_level: 'member' })),
    ).toEqual([400, 'does_not_exist', 'role'])
    await ada.put(rules, { organization_member: membership, access_level: null })
    expect((await member.session.get(`/api/projects/${project.id}/`)).status).toBe(403)
    await ada.delete(`/api/projects/${project.id}/`)
    await ada.patch('/api/users/@me/', { set_current_team: share.project })
  })

  test('controls flags by kind, object, member and role', async () => {
    const membership = (await ada.get(`/api/organizations/@current/members/?email=${member.email}`)).body.results[0].id
    const role = (await ada.post('/api/organizations/@current/roles/', { name: 'Readers' })).body
    await ada.post(`/api/organizations/@current/roles/${role.id}/role_memberships/`, {
      user_uuid: await uuidOf(member.session),
    })
    const flags = `${own}feature_flags/`
    const [one, two] = [(await ada.post(flags, { key: 'one' })).body, (await ada.post(flags, { key: 'two' })).body]
    const mine = (await member.session.post(flags, { key: 'mine' })).body
    const visible = async () => (await member.session.get(flags)).body.results.map((row: any) => row.key).sort()
    const all = `${own}resource_access_controls/`
    // The role may only view flags.
    await ada.patch(`/api/organizations/@current/roles/${role.id}/`, { feature_flags_access_level: 21 })
    expect((await member.session.get(`${flags}${one.id}/`)).body).toMatchObject({
      can_edit: false,
      user_access_level: 'viewer',
    })
    expect(problem(await member.session.patch(`${flags}${one.id}/`, { active: false }))).toEqual([
      403,
      'permission_denied',
      null,
    ])
    expect(problem(await member.session.post(flags, { key: 'no' }))[0]).toBe(403)
    expect((await member.session.patch(`${flags}${mine.id}/`, { name: 'still mine' })).status).toBe(200)
    // The role may edit one flag.
    await ada.put(`${flags}${one.id}/access_controls/`, { role: role.id, access_level: 'editor' })
    expect((await ada.get(`/api/organizations/@current/roles/${role.id}/`)).body.associated_flags).toEqual([
      { id: one.id, key: 'one' },
    ])
    expect((await member.session.patch(`${flags}${one.id}/`, { name: 'edited' })).status).toBe(200)
    // Another flag is hidden from everybody.
    await ada.put(`${flags}${two.id}/access_controls/`, { access_level: 'none' })
    expect(await visible()).toEqual(['mine', 'one'])
    expect((await member.session.get(flags)).body.count).toBe(2)
    expect((await member.session.get(`${flags}${two.id}/`)).status).toBe(403)
    // All flags are closed, except those that members created or were given access to.
    await ada.put(all, { resource: 'feature_flag', access_level: 'none' })
    expect(await visible()).toEqual(['mine', 'one'])
    await ada.put(all, { resource: 'feature_flag', organization_member: membership, access_level: 'viewer' })
    await ada.put(`${flags}${two.id}/access_controls/`, { access_level: null })
    expect(await visible()).toEqual(['mine', 'one', 'two'])
    expect(problem(await member.session.put(all, { resource: 'feature_flag', access_level: 'manager' }))[0]).toBe(403)
    expect(problem(await ada.put(all, { resource: 'nothing', access_level: 'none' }))).toEqual([
      400,
      'invalid_choice',
      'resource',
    ])
    const log = (await ada.get(`${own}activity_log/?scope=AccessControl`)).body.results
    expect(log[0].detail.changes[0]).toMatchObject({ field: 'access of everybody', before: 'none', after: null })
    // Deleting the role deletes its rules.
    await ada.delete(`/api/organizations/@current/roles/${role.id}/`)
    expect((await member.session.patch(`${flags}${one.id}/`, { name: 'x' })).status).toBe(403)
  })
})

describe('API keys of organizations and projects', () => {
  test('reach only what they are scoped to', async () => {
    const second = (await ada.post('/api/projects/', { name: 'Scoped' })).body
    await ada.patch('/api/users/@me/', { set_current_team: share.project })
    const other = (await ada.post('/api/organizations/', { name: 'Elsewhere' })).body
    await ada.patch('/api/users/@me/', { set_current_organization: org, set_current_team: share.project })
    const key = async (body: object) =>
      new Client(stack, (await ada.post('/api/personal_api_keys/', { label: 'k', ...body })).body.value)
    const status = async (of: Client, path: string) => (await of.request(path)).status
    const oneProject = await key({ scopes: ['*'], scoped_teams: [second.id] })
    expect(await status(oneProject, `/api/projects/${second.id}/`)).toBe(200)
    expect(await status(oneProject, `/api/organizations/${org}/projects/${second.id}/`)).toBe(200)
    expect(await status(oneProject, `/api/projects/${second.id}/persons/`)).toBe(200)
    expect(await status(oneProject, `${own}persons/`)).toBe(403)
    expect(await status(oneProject, '/api/projects/')).toBe(403)
    expect(await status(oneProject, `/api/organizations/${org}/`)).toBe(403)
    expect(await status(oneProject, '/api/users/@me/')).toBe(200)
    const oneOrganization = await key({ scopes: ['*'], scoped_organizations: [other.id] })
    expect(await status(oneOrganization, `/api/organizations/${org}/`)).toBe(404)
    expect(await status(oneOrganization, '/api/organizations/@current/')).toBe(404)
    expect(await status(oneOrganization, `/api/organizations/${other.id}/`)).toBe(200)
    expect(await status(oneOrganization, own)).toBe(403)
    const list = (await (await oneOrganization.request('/api/projects/')).json()) as any
    expect(list.results.map((row: any) => row.organization)).toEqual([other.id])
    expect(await status(member.client, `${own}persons/`)).toBe(200)
    await ada.patch('/api/organizations/@current/', { members_can_use_personal_api_keys: false })
    expect(await status(member.client, `${own}persons/`)).toBe(403)
    expect(await status(member.client, '/api/users/@me/')).toBe(200)
    expect(await status(client, `${own}persons/`)).toBe(200)
    const keys = (await ada.get(`/api/organizations/@current/members/@me/scoped_api_keys/`)).body
    expect([keys.has_keys, keys.has_keys_active_last_week, keys.keys.length]).toEqual([true, true, 2])
  })
})
