/** The API's conventions, tested on a whole installation, plus a walk over every route in its own OpenAPI document. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PersonSession } from '../testing/person-session.ts'
import { Client, EMAIL, KEY, PASSWORD, type Stack, startStack, TOKEN } from '../testing/stack.ts'

/** Organization of project 3. */
const WALKED = '018f0000-0000-7000-8000-000000000003'

let stack: Stack
let client: Client
let document: any
beforeAll(async () => {
  stack = await startStack()
  client = new Client(stack)
  document = await client.get('/api/schema')
  // A second organization with a project, and three keys: one without scopes, one of another user, one limited to a single
  // project.
  await stack.sql(`
    INSERT INTO organizations (id, name, slug) VALUES ('018f0000-0000-7000-8000-000000000002', 'Other', 'other');
    INSERT INTO teams (organization_id, name, api_token) VALUES ('018f0000-0000-7000-8000-000000000002', 'Other', 'phc_other');
    INSERT INTO users (email, password_hash) VALUES ('eve@example.com', 'x');
    INSERT INTO organization_memberships (organization_id, user_id, level) VALUES ('018f0000-0000-7000-8000-000000000002', 2, 15);
    INSERT INTO personal_api_keys (id, user_id, label, value_hash, masked_value, scopes, scoped_teams) VALUES
      ('noscope', 1, 'x', encode(sha256('phx_noscope'), 'hex'), 'x', '{}', '{}'),
      ('eve', 2, 'x', encode(sha256('phx_eve'), 'hex'), 'x', '{*}', '{}'),
      ('oneproject', 1, 'x', encode(sha256('phx_oneproject'), 'hex'), 'x', '{*}', '{999}');`)
  // A third organization for the walk, which deletes it at the end.
  await stack.sql(`
    INSERT INTO organizations (id, name, slug) VALUES ('${WALKED}', 'Walked', 'walked');
    INSERT INTO teams (organization_id, name, api_token) VALUES ('${WALKED}', 'Walked', 'phc_walked');
    INSERT INTO organization_memberships (organization_id, user_id, level) VALUES ('${WALKED}', 1, 15);`)
})
afterAll(() => stack?.stop())

interface Operation {
  method: string
  path: string
  security?: Record<string, string[]>[]
  hasBody: boolean
}

function operations(): Operation[] {
  return Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      security: operation.security,
      hasBody: Boolean(operation.requestBody),
    })),
  )
}
const isApi = ({ path }: Operation) => path.startsWith('/api/') || path === '/logout'
const takesKeys = ({ security }: Operation) => security?.[0]?.personalApiKey !== undefined
/** Actions on a project itself, not on something inside it. */
const isOnProject = ({ path }: Operation) =>
  /^\/api\/projects\/\{project_id\}(\/(activity|is_generating_demo_data|settings_as_of))?$/.test(path)
const concrete = (path: string, projectId = '1', organizationId = WALKED) =>
  path
    .replace('{project_id}', projectId)
    .replace('{organization_id}', organizationId)
    .replace('{token}', TOKEN)
    .replace('{version}', '1.0.0')
    .replace('{name}', 'array.js')
    .replace(/\{\w+\}/g, '018f0000-0000-7000-8000-000000000001')
const call = (operation: Operation, key: string | null, init: RequestInit = {}, projectId?: string) =>
  new Client(stack, key).request(concrete(operation.path, projectId), { method: operation.method, ...init })
const expectError = async (response: Response, status: number, code: string) => {
  const body = await response.json()
  expect([response.status, body.code, Object.keys(body).sort()]).toEqual([
    status,
    code,
    ['attr', 'code', 'detail', 'type'],
  ])
  return body
}

/** NUL and a lone surrogate: neither PostgreSQL nor ClickHouse's JSON type accepts them. */
const UNSTORABLE = 'a\0b\ud83d'

/** Resolves a `$ref` to the component's schema. */
const resolved = (schema: any) =>
  schema.$ref ? document.components.schemas[schema.$ref.replace('#/components/schemas/', '')] : schema

/**
 * Bodies for a schema of the document, with `text` in every place that takes text: one body with only the required fields,
 * then one more for every optional field.
 */
function bodiesOf(given: any, text: string): any[] {
  const schema = resolved(given)
  if (schema.type !== 'object' || !schema.properties) return [hostileValue(schema, text)]
  const names = Object.keys(schema.properties)
  const whole = (own: string[]) =>
    Object.fromEntries(
      names
        .filter((name) => own.includes(name) || schema.required?.includes(name))
        .map((name) => [name, hostileValue(schema.properties[name], text)]),
    )
  return [whole([]), ...names.filter((name) => !schema.required?.includes(name)).map((name) => whole([name]))]
}

function hostileValue(given: any, text: string): any {
  const schema = resolved(given)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (options) return hostileValue(options[0], text)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return text
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return false
    case 'null':
      return null
    case 'array':
      return [hostileValue(schema.items ?? {}, text)]
    case 'object':
      if (!schema.properties) return { [text]: text, properties: { type: 'OR', values: [{ [text]: [text] }] } }
      return Object.fromEntries(
        Object.entries(schema.properties).map(([name, inner]) => [name, hostileValue(inner, text)]),
      )
    default:
      return { [text]: [text], groups: [{ properties: [{ key: text, value: text }], [text]: text }] }
  }
}

/** The same object as form fields. */
function toFields(value: any, name = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return [[name, String(value ?? '')]]
  return Object.entries(value).flatMap(([key, item]) => toFields(item, name === '' ? key : `${name}[${key}]`))
}

/** Malformed bodies as JSON, and some of them under every other content type. */
const BROKEN: [body: string | undefined, type: string][] = [
  [undefined, ''],
  ...['{', '[]', 'null', '"x"', '\0', 'a=b&a=c', '{"__proto__":{"x":1}}'].map(
    (body) => [body, 'application/json'] as [string, string],
  ),
  ...[
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/xml',
    'nonsense',
  ].flatMap((type) => ['\0', 'a=b&a=c'].map((body) => [body, type] as [string, string])),
]

describe('every route in the document', () => {
  // The walks call routes that lead the user into other projects.
  afterAll(async () => {
    await stack.sql(
      'UPDATE users SET (current_team_id, current_organization_id) = (SELECT id, organization_id FROM teams WHERE id = 1) WHERE id = 1',
    )
  })

  test('the document has routes to walk', () => expect(operations().length).toBeGreaterThan(25))

  test('no method, body or content type causes a 500', async () => {
    const endings = ['/api/projects/{project_id}', '/api/organizations/{organization_id}']
    const endsSomething = ({ method, path }: Operation) => method === 'DELETE' && endings.includes(path)
    const walk = operations().filter(({ path }) => path !== '/logout')
    for (const operation of [...walk.filter((each) => !endsSomething(each)), ...walk.filter(endsSomething)]) {
      for (const [body, type] of operation.method === 'GET' ? BROKEN.slice(0, 1) : BROKEN) {
        const init = { body, headers: body === undefined ? undefined : { 'Content-Type': type } }
        const response = await call(operation, KEY, init, '3')
        expect([operation.method, operation.path, body, type, response.status < 500]).toEqual([
          operation.method,
          operation.path,
          body,
          type,
          true,
        ])
        await response.arrayBuffer()
      }
    }
  })

  test('text that the stores cannot hold causes no 500 in any field of any body', async () => {
    const made: Record<string, string> = {}
    // The walk finds objects that it created itself under the ID it gave them.
    const place = ({ path }: Operation) =>
      concrete(
        path.replace(/^(.*)\/\{\w+\}/, (whole, before) => (made[before] ? `${before}/${made[before]}` : whole)),
        '3',
      )
    let accepted = 0
    for (const operation of operations().filter((each) => each.hasBody && isApi(each) && each.path !== '/logout')) {
      const { content } = document.paths[operation.path][operation.method.toLowerCase()].requestBody
      const { schema } = content['application/json']
      const send = async (value: any, type: string, body: string | URLSearchParams) => {
        const path = place(operation)
        const init = { method: operation.method, headers: { 'Content-Type': type }, body }
        const response = await new Client(stack).request(path, init)
        const text = await response.text()
        expect([operation.method, path, value, type, text, response.status < 500]).toEqual([
          operation.method,
          path,
          value,
          type,
          text,
          true,
        ])
        if (response.status >= 300) return response.status
        accepted += 1
        const id = text.startsWith('{') ? (JSON.parse(text).short_id ?? JSON.parse(text).id) : undefined
        if (operation.method === 'POST' && id !== undefined) made[operation.path] = String(id)
        return response.status
      }
      const whole = hostileValue(schema, UNSTORABLE)
      await send(whole, 'application/x-www-form-urlencoded', new URLSearchParams(toFields(whole)))
      // If one field is refused, the other fields are tried without it.
      if ((await send(whole, 'application/json', JSON.stringify(whole))) === 400)
        for (const value of bodiesOf(schema, UNSTORABLE)) await send(value, 'application/json', JSON.stringify(value))
    }
    // If every body were refused, the walk would prove nothing.
    expect(accepted).toBeGreaterThan(100)
  })

  test('a body that is nested too deeply or has a number too long for the stores is a 400', async () => {
    const operation = { method: 'POST', path: '/api/projects/{project_id}/feature_flags', hasBody: true }
    const filters = (value: string) =>
      `{"key":"k","filters":{"groups":[{"properties":[{"key":"a","value":${value}}]}]}}`
    for (const value of [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, '9'.repeat(200_000), '1e999999', '1e-999999']) {
      const init = { body: filters(value), headers: { 'Content-Type': 'application/json' } }
      const response = await call(operation, KEY, init, '3')
      if (value !== '1e-999999') await expectError(response, 400, 'parse_error')
      else expect(response.status).toBeLessThan(500)
    }
  })

  test('no ID and no list parameter causes a 500', async () => {
    for (const operation of operations().filter(({ method }) => method === 'GET')) {
      const path = concrete(operation.path, '3').replaceAll('018f0000-0000-7000-8000-000000000001', 'a%00b')
      for (const value of ['%00', '%F0%9F%98%80', '99999999999999999999', '-1', '[', '"', '%25_%5C']) {
        const query = ['search', 'order', 'limit', 'offset', 'tags', 'created_by'].map((name) => `${name}=${value}`)
        const response = await new Client(stack).request(`${path}?${query.join('&')}`)
        expect([path, value, response.status < 500]).toEqual([path, value, true])
        await response.arrayBuffer()
      }
    }
  })

  test('protected routes return 401 without credentials', async () => {
    for (const operation of operations().filter(({ security }) => security)) {
      await expectError(await call(operation, null), 401, 'not_authenticated')
    }
  })

  test('a wrong key is a 401 that names where the key was found', async () => {
    for (const operation of operations().filter(({ security }) => security)) {
      const body = await expectError(await call(operation, 'phx_wrong'), 401, 'authentication_failed')
      expect(body.detail).toBe('Personal API key found in request Authorization header is invalid.')
    }
  })

  test('project tokens open nothing here, and neither does a session without its CSRF token', async () => {
    const [secret] = await stack.sql<{ token: string }>(
      `UPDATE teams SET secret_api_token_hash = encode(sha256('phs_secret'), 'hex') WHERE id = 1 RETURNING 'phs_secret' AS token`,
    )
    const ada = await new PersonSession(stack).login(EMAIL, PASSWORD)
    ada.cookies.set('posthog_csrftoken', 'stale')
    for (const operation of operations().filter(({ security }) => security)) {
      for (const token of [TOKEN, secret!.token])
        await expectError(await call(operation, token), 401, 'authentication_failed')
      const path = concrete(operation.path)
      const inQuery = await new Client(stack, null).request(`${path}?personal_api_key=phx_wrong`, {
        method: operation.method,
      })
      expect((await expectError(inQuery, 401, 'authentication_failed')).detail).toContain('query string')
      if (operation.method === 'GET') continue
      const refused = await ada.call(operation.method, path, {})
      expect([operation.path, refused.status, refused.body.detail]).toEqual([
        operation.path,
        403,
        expect.stringMatching(/^CSRF Failed:/),
      ])
    }
  })

  test('every route of the API documents its errors', () => {
    for (const operation of operations().filter(({ security }) => security))
      expect([
        operation.path,
        document.paths[operation.path][operation.method.toLowerCase()].responses['4XX']?.description,
      ]).toEqual([operation.path, expect.stringContaining('401')])
  })

  test('a key without the scope gets a 403 that names the scope', async () => {
    for (const operation of operations().filter(({ security }) => security?.[0]?.personalApiKey?.length)) {
      const scope = operation.security![0]!.personalApiKey![0]
      const body = await expectError(await call(operation, 'phx_noscope'), 403, 'permission_denied')
      expect(body.detail).toBe(`API key missing required scope '${scope}'`)
    }
  })

  test('session-only routes refuse keys', async () => {
    for (const operation of operations().filter(({ security }) => security && !security[0]!.personalApiKey)) {
      const body = await expectError(await call(operation, KEY), 403, 'permission_denied')
      expect(body.detail).toBe('This action does not support personal API key access')
    }
  })

  test('another organization’s key sees nothing', async () => {
    for (const operation of operations().filter(({ path, security }) => security && path.includes('{project_id}'))) {
      const response = await call(operation, 'phx_eve')
      expect([operation.path, [403, 404].includes(response.status)]).toEqual([operation.path, true])
    }
  })

  test('a key of another project is refused', async () => {
    for (const operation of operations().filter(
      (each) => takesKeys(each) && each.path.startsWith('/api/projects/{project_id}'),
    )) {
      const body = await expectError(await call(operation, 'phx_oneproject'), 403, 'permission_denied')
      expect([operation.path, body.detail]).toEqual([
        operation.path,
        'API key does not have access to the requested project: ID 1.',
      ])
    }
  })

  test('both URL families and both slashes answer alike', async () => {
    for (const operation of operations().filter(
      ({ method, path }) => method === 'GET' && path.startsWith('/api/projects/{project_id}/'),
    )) {
      const path = concrete(operation.path)
      const variants = [
        path,
        `${path}/`,
        path.replace('/projects/', '/environments/'),
        `${path.replace('/projects/1', '/environments/@current')}/`,
      ]
      const answers = await Promise.all(variants.map((variant) => client.request(variant)))
      expect([path, new Set(answers.map((answer) => answer.status)).size]).toEqual([path, 1])
    }
  })

  test('unknown projects and malformed project IDs', async () => {
    for (const operation of operations().filter(
      (each) =>
        each.method === 'GET' &&
        each.path.startsWith('/api/projects/{project_id}/') &&
        takesKeys(each) &&
        !isOnProject(each),
    )) {
      for (const id of ['999', 'abc', '-1', '1e3', '99999999999999']) {
        const body = await expectError(await call(operation, KEY, {}, id), 404, 'not_found')
        expect(body.detail).toBe('Project not found.')
      }
    }
    await expectError(await client.request('/api/projects/abc/'), 400, 'invalid_input')
    await expectError(await client.request('/api/projects/2/'), 404, 'not_found')
  })

  test('a wrong method is 405, an unknown path 404', async () => {
    for (const operation of operations().filter((each) => isApi(each) && each.method === 'GET')) {
      // DELETE also means something where a path segment such as `values` takes the place of an ID.
      const isShadowed = operations().some(
        ({ method, path }) =>
          method === 'DELETE' && new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(concrete(operation.path)),
      )
      if (!isShadowed) await expectError(await call({ ...operation, method: 'DELETE' }, KEY), 405, 'method_not_allowed')
    }
    await expectError(await client.request('/api/nothing/here/'), 404, 'not_found')
  })
})

describe('credentials', () => {
  test('a key is accepted in the header, the query or the body', async () => {
    const anonymous = new Client(stack, null)
    expect(
      (await anonymous.request('/api/users/@me/', { headers: { Authorization: `bearer   ${KEY}  ` } })).status,
    ).toBe(200)
    expect((await anonymous.request(`/api/users/@me/?personal_api_key=${KEY}`)).status).toBe(200)
  })

  test('login gives a session, and unsafe requests must carry its CSRF token', async () => {
    const anonymous = new Client(stack, null)
    const login = (body: object) =>
      anonymous.request('/api/login/', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      })
    for (const wrong of [
      { email: EMAIL, password: 'x' },
      { email: 'nobody@x.io', password: PASSWORD },
    ]) {
      await expectError(await login(wrong), 400, 'invalid_credentials')
    }
    await expectError(await login({ email: EMAIL }), 400, 'required')
    const response = await login({ email: EMAIL.toUpperCase(), password: PASSWORD })
    expect(await response.json()).toEqual({ success: true })
    const cookies = response.headers.getSetCookie()
    expect(cookies[0]).toMatch(/^sessionid=.*HttpOnly; SameSite=Lax/)
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const csrf = /posthog_csrftoken=([^;]+)/.exec(cookie)![1]!
    expect((await (await anonymous.request('/api/users/@me/', { headers: { cookie } })).json()).email).toBe(EMAIL)
    const denied = await expectError(
      await anonymous.request('/logout', { method: 'POST', headers: { cookie } }),
      403,
      'permission_denied',
    )
    expect(denied.detail).toMatch(/^CSRF Failed:/)
    const out = await anonymous.request('/logout', { method: 'POST', headers: { cookie, 'X-CSRFToken': csrf } })
    expect([out.status, out.headers.get('location')]).toEqual([302, '/login'])
    await expectError(await anonymous.request('/api/users/@me/', { headers: { cookie } }), 401, 'not_authenticated')
  })

  test('all three body formats sign in', async () => {
    const form = new FormData()
    form.set('email', EMAIL)
    form.set('password', PASSWORD)
    for (const body of [form, new URLSearchParams({ email: EMAIL, password: PASSWORD })]) {
      expect((await fetch(`${stack.url}/api/login`, { method: 'POST', body })).status).toBe(200)
    }
  })

  test('a second sign-up is refused', async () => {
    const body = JSON.stringify({ first_name: 'Eve', email: 'eve2@x.io', password: PASSWORD })
    await expectError(
      await fetch(`${stack.url}/api/signup/`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      }),
      403,
      'permission_denied',
    )
  })
})

describe('API rate limits', () => {
  test('are off by default, and a 429 says when to retry', async () => {
    const calls = (of: Stack, count: number) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          const response = await new Client(of).request('/api/projects/1/persons/cohorts/')
          return [response.status, response.headers.get('retry-after'), await response.json()] as const
        }),
      )
    expect((await calls(stack, 260)).every(([status]) => status === 400)).toBe(true)
    const limited = await startStack({ HEDGEROW_RATE_LIMITS: '1' })
    try {
      // A new minute may begin during the calls, so send a little more than two minutes' worth.
      const refused = (await calls(limited, 500)).filter(([status]) => status === 429)
      expect(refused.length).toBeGreaterThan(0)
      const [, wait, body] = refused[0]!
      expect(body).toEqual({
        type: 'throttled_error',
        code: 'throttled',
        detail: `Request was throttled. Expected available in ${wait} seconds.`,
        attr: null,
      })
    } finally {
      await limited.stop()
    }
  })
})

describe('persons and events', () => {
  test('malformed IDs', async () => {
    const body = await expectError(await client.request('/api/projects/1/persons/mia@x.io/'), 400, 'invalid_input')
    expect(body.detail).toBe(
      'The ID provided does not look like a personID. If you are using a distinctId, please use /persons?distinct_id=mia@x.io instead.',
    )
    for (const id of [
      '0',
      '-5',
      '99999999999999999999',
      '018F0000-0000-7000-8000-000000000001',
      '{018f0000000070008000000000000001}',
    ]) {
      await expectError(await client.request(`/api/projects/1/persons/${id}/`), 404, 'not_found')
    }
    await expectError(await client.request('/api/projects/1/events/x/'), 400, 'invalid_input')
  })

  test('paging through persons shows each once, with links that lead on', async () => {
    await client.send(
      ...Array.from({ length: 7 }, (_, index) => ({
        event: 'e',
        distinct_id: `page-${index}`,
        timestamp: '2026-01-01T00:00:00Z',
        $set: { email: `p${index}@page.example`, list: 'yes' },
      })),
    )
    const seen: string[] = []
    let path: string | null = '/api/environments/1/persons/?search=@page.example&limit=3'
    let pages = 0
    while (path && pages < 5) {
      const page: any = await client.get(path)
      expect(page.count).toBe(7)
      seen.push(...page.results.map((row: any) => row.distinct_ids[0]))
      if (page.next) expect(page.next).toContain('/api/environments/1/persons/?search=')
      path = page.next && new URL(page.next).pathname + new URL(page.next).search
      pages += 1
    }
    expect(seen.sort()).toEqual(Array.from({ length: 7 }, (_, index) => `page-${index}`))
    expect((await client.get('/api/projects/1/persons/?limit=-1&offset=x')).results.length).toBe(7)
    expect((await client.get('/api/projects/1/persons/?search=%25')).count).toBe(0)
    expect((await client.get('/api/projects/1/persons/?email=p3@page.example')).count).toBe(1)
  })

  test('events by name, time, property and person', async () => {
    await client.send(
      {
        event: 'order',
        distinct_id: 'o1',
        timestamp: '2026-01-02T00:00:00Z',
        properties: { amount: 5, sku: "o'neil \\ 😀", nothing: null },
      },
      {
        event: 'order',
        distinct_id: 'o1',
        timestamp: '2026-01-03T00:00:00.123456Z',
        properties: { amount: 50, sku: 'b' },
      },
      { event: 'order', distinct_id: 'o2', timestamp: '2026-01-04T00:00:00Z', properties: { amount: '7' } },
    )
    const amounts = async (query: string) =>
      (await client.get(`/api/projects/1/events/?event=order&${query}`)).results.map(
        (row: any) => row.properties.amount,
      )
    const filter = (...filters: object[]) => `properties=${encodeURIComponent(JSON.stringify(filters))}`
    expect(await amounts('')).toEqual(['7', 50, 5])
    expect(await amounts('orderBy=["timestamp"]')).toEqual([5, 50, '7'])
    expect(await amounts('after=2026-01-02T12:00:00Z&before=2026-01-03T12:00:00Z')).toEqual([50])
    expect(await amounts('after=2026-01-03T00:00:00.123456Z')).toEqual(['7'])
    expect(await amounts('distinct_id=o2')).toEqual(['7'])
    expect(await amounts(filter({ key: 'amount', value: 6, operator: 'gt' }))).toEqual(['7', 50])
    expect(await amounts(filter({ key: 'sku', value: ["o'neil \\ 😀"] }))).toEqual([5])
    expect(await amounts(filter({ key: 'sku', operator: 'is_not_set' }))).toEqual(['7'])
    expect(await amounts(filter({ key: 'nothing', operator: 'is_set' }))).toEqual([])
    expect(
      await amounts(filter({ key: 'sku', value: 'B', operator: 'icontains' }, { key: 'amount', value: '50' })),
    ).toEqual([50])
    expect(await amounts(filter({ key: 'sku', value: '^b$', operator: 'regex' }))).toEqual([50])
    expect(await amounts(filter({ key: 'sku', value: 'b', operator: 'is_not' }))).toEqual(['7', 5])
    const first = await client.get('/api/projects/1/events/?event=order&limit=2')
    const second = await client.get(new URL(first.next).pathname + new URL(first.next).search)
    expect([...first.results, ...second.results].map((row: any) => row.properties.amount)).toEqual(['7', 50, 5])
    expect(second.next).toBeNull()
    expect(first.results[1].timestamp).toBe('2026-01-03T00:00:00.123456Z')
  })

  test.each([
    ['properties=x', 'Properties are unparsable!'],
    ['properties=[{"key":"a","operator":"like","value":"b"}]', "The operator 'like' is not known."],
    ['properties=[{"key":"a","type":"cohort"}]', 'A cohort filter names one cohort by its id.'],
    ['properties=[{"key":"a","operator":"gt","value":"x"}]', 'x is not a number.'],
    ['properties=[{"key":"a","operator":"regex","value":"("}]', 'A regular expression cannot be compiled.'],
    ['properties=[1]', 'A property filter must be an object.'],
    ['after=soon', '"soon" is not a time in ISO 8601.'],
    ['after=%2B275760-09-13', '"+275760-09-13" is not a time in ISO 8601.'],
    ['offset=50001', 'The maximum offset is 50000.'],
    ['orderBy=x', 'orderBy must be ["timestamp"] or ["-timestamp"].'],
    ['person_id=x', 'The ID provided does not look like a personID.'],
  ])('events/?%s is a 400 that says why', async (query, detail) => {
    const body = await expectError(await client.request(`/api/projects/1/events/?${query}`), 400, 'invalid_input')
    expect(body.detail).toContain(detail)
  })

  test.each([
    'events/?after=0001-01-01',
    'events/?before=9999-12-31',
    'events/?offset=50000&limit=99999999',
    'events/?event=%00',
    'events/?distinct_id=%00%ff',
    'events/?event=a&event=b',
    'events/?limit=5&limit=6',
    'events/?properties=[]',
    'persons/?offset=999999999999999',
    'persons/?search=%00',
    'persons/?email=%ff',
    'persons/?search=a&search=b',
    'groups?group_type_index=0&search=%00',
    'dead_letters?offset=99999999999999',
    'ingestion_status?hours=1e9',
  ])('%s is odd but answered', async (path) => {
    expect((await client.request(`/api/projects/1/${path}`)).status).toBe(200)
  })

  test('a path that cannot be decoded is an error of the usual shape', async () => {
    await expectError(await client.request('/api/projects/1/persons/%ff/'), 400, 'invalid_input')
  })

  test('live events continue from the cursor', async () => {
    const start = await client.get('/api/projects/1/events/live')
    await client.send({ event: 'after the cursor', distinct_id: 'u' })
    const { results } = await client.get(`/api/projects/1/events/live?since=${start.cursor}`)
    expect(results.map((row: any) => row.event)).toEqual(expect.arrayContaining(['after the cursor', 'marker']))
    expect(results.some((row: any) => row.event === 'order')).toBe(false)
  })
})

describe('the installation', () => {
  test('health, metrics, documents', async () => {
    expect((await client.request('/_livez')).status).toBe(200)
    const health = await client.get('/_readyz')
    expect(health).toMatchObject({
      ready: true,
      parts: { postgres: { ok: true }, clickhouse: { ok: true }, eventlog: { ok: true }, worker: { ok: true } },
    })
    expect(await (await client.request('/metrics')).text()).toContain('hedgerow_http_requests_total')
    expect(document.openapi).toBe('3.1.0')
    expect((await client.request('/api/docs')).headers.get('content-type')).toContain('text/html')
    expect((await client.get('/_preflight/')).initiated).toBe(true)
  })

  test.each(['br', 'gzip', 'identity'])(
    'the web UI answers in the encoding that the browser takes: %s',
    async (encoding) => {
      const headers = { 'Accept-Encoding': encoding }
      const page = await (await client.request('/login', { headers })).text()
      const script = await client.request(/src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!, { headers })
      expect(script.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      expect(await script.text()).toContain('import')
    },
  )

  test('request IDs are kept or generated', async () => {
    expect(
      (await client.request('/_livez', { headers: { 'X-Request-Id': 'abc-1' } })).headers.get('x-request-id'),
    ).toBe('abc-1')
    expect(
      (await client.request('/_livez', { headers: { 'X-Request-Id': '<script>' } })).headers.get('x-request-id'),
    ).toMatch(/^[0-9a-f-]{36}$/)
  })
})
