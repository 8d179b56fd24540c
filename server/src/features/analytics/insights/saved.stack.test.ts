/** Insights, dashboards and annotations through the API of a whole installation. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Member, type Share, shareStack } from '../../../testing/shared-stack.ts'
import type { Client } from '../../../testing/stack.ts'

let share: Share
let client: Client
let eve: Member
const NOW = Date.now()
const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString()

beforeAll(async () => {
  share = await shareStack()
  client = share.client
  eve = await share.join('eve')
  await client.send(
    ...[
      ['ann', '$pageview', 1, { $pathname: '/', $browser: 'Chrome', plan: 'gold' }],
      ['ann', 'signed up', 1, { plan: 'gold' }],
      ['bob', '$pageview', 2, { $pathname: '/pricing', $browser: 'Firefox', plan: 'free' }],
      ['bob', '$pageview', 20, { $pathname: '/', $browser: 'Firefox', plan: 'free' }],
    ].map(([distinct_id, event, days, properties]) => ({
      event,
      distinct_id,
      timestamp: ago(days as number),
      properties,
    })),
  )
})

async function call(method: string, route: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await client.request(`${share.base}/${route}`, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const trends = (extra: object = {}, event: string | null = '$pageview') => ({
  kind: 'InsightVizNode',
  source: {
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event }],
    dateRange: { date_from: '-7d' },
    interval: 'day',
    ...extra,
  },
})
const make = async (fields: object = {}) => {
  const { status, body } = await call('POST', 'insights/', { query: trends(), saved: true, ...fields })
  expect(status).toBe(201)
  return body
}
const total = (result: any) => result?.[0]?.count

describe('insights', () => {
  test('are created, read by number and short ID, changed, and soft-deleted', async () => {
    const made = await make({ name: 'Views', tags: [' b', 'a', 'a'] })
    expect(made).toMatchObject({
      name: 'Views',
      tags: ['a', 'b'],
      saved: true,
      favorited: false,
      deleted: false,
      filters: {},
      dashboards: [],
      dashboard_tiles: [],
      result: null,
      effective_restriction_level: 21,
      effective_privilege_level: 37,
      user_access_level: 'manager',
      is_sample: false,
    })
    expect(made.short_id).toMatch(/^[0-9A-Za-z]{8}$/)
    expect(made.created_by.email).toBe(share.email)
    expect((await call('GET', `insights/${made.short_id}/`)).body.id).toBe(made.id)

    const starred = (await call('PATCH', `insights/${made.id}/`, { favorited: true })).body
    expect([starred.favorited, starred.last_modified_at]).toEqual([true, made.last_modified_at])
    const renamed = (await call('PUT', `insights/${made.id}/`, { name: 'Page views' })).body
    expect(renamed.name).toBe('Page views')
    expect(renamed.tags).toEqual(['a', 'b'])
    expect(renamed.last_modified_at > made.last_modified_at).toBe(true)

    expect((await call('DELETE', `insights/${made.id}/`)).status).toBe(405)
    expect((await call('PATCH', `insights/${made.id}/`, { deleted: true })).body.deleted).toBe(true)
    expect((await call('GET', `insights/${made.id}/`)).status).toBe(404)
    expect((await call('PATCH', `insights/${made.id}/`, { name: 'x' })).status).toBe(404)
    expect((await call('GET', `insights/?short_id=${made.short_id}`)).body.count).toBe(0)
    expect((await call('PATCH', `insights/${made.id}/`, { deleted: false })).body).toMatchObject({
      deleted: false,
      name: 'Page views',
    })
    const log = (await call('GET', `insights/${made.id}/activity/`)).body
    expect(log.results.map((entry: any) => [entry.activity, entry.detail.short_id])).toEqual([
      ['updated', made.short_id],
      ['deleted', made.short_id],
      ['updated', made.short_id],
      ['updated', made.short_id],
      ['created', made.short_id],
    ])
    expect(log.results[2].detail.changes).toEqual([
      { type: 'Insight', action: 'changed', field: 'name', before: 'Views', after: 'Page views' },
    ])
  })

  test('answer from the cache, compute on request, and keep results across requests', async () => {
    const made = await make({ query: trends({ dateRange: { date_from: '-6d' } }) })
    const missed = (await call('GET', `insights/${made.id}/`)).body
    expect([missed.result, missed.is_cached, missed.last_refresh]).toEqual([null, false, null])
    expect(missed.cache_key).toMatch(/^[0-9a-f]{32}$/)
    const computed = (await call('GET', `insights/${made.id}/?refresh=blocking`)).body
    expect([total(computed.result), computed.is_cached, computed.timezone]).toEqual([2, false, 'UTC'])
    const again = (await call('GET', `insights/${made.id}/`)).body
    expect([total(again.result), again.is_cached, again.last_refresh]).toEqual([2, true, computed.last_refresh])
    expect(again.cache_key).toBe(computed.cache_key)
    const forced = (await call('GET', `insights/${made.id}/?refresh=true`)).body
    expect([total(forced.result), forced.is_cached]).toEqual([2, false])
    const listed = (await call('GET', `insights/?short_id=${made.short_id}`)).body.results[0]
    expect(total(listed.result)).toBe(2)
    const basic = (await call('GET', `insights/?short_id=${made.short_id}&basic=true`)).body.results[0]
    expect(basic.result).toBeNull()
    const narrowed = encodeURIComponent(
      JSON.stringify({ properties: [{ key: 'plan', value: 'gold', type: 'event', operator: 'exact' }] }),
    )
    const overridden = (await call('GET', `insights/${made.id}/?refresh=blocking&filters_override=${narrowed}`)).body
    expect(total(overridden.result)).toBe(1)
    expect((await call('GET', `insights/${made.id}/?filters_override=[1`)).status).toBe(400)
  })

  test('with an invalid query show its error and can be fixed', async () => {
    const broken = await make({ query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [] } } })
    expect(broken.query_status).toMatchObject({ error: true, complete: true })
    expect(broken.query_status.error_message).toContain('series')
    expect((await call('GET', `insights/${broken.id}/?refresh=blocking`)).status).toBe(400)
    const missing = await make({
      query: trends({ properties: [{ type: 'cohort', key: 'id', value: 4711 }] }),
    })
    expect((await call('GET', `insights/${missing.id}/?refresh=blocking`)).status).toBeLessThan(500)
    const sql = await make({
      query: { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT 1 +' } },
    })
    expect((await call('GET', `insights/${sql.id}/?refresh=blocking`)).body.code).toBe('syntax_error')
    await call('PATCH', `insights/${sql.id}/`, { query: { kind: 'HogQLQuery', query: 'SELECT 1 + 1 AS two' } })
    expect((await call('GET', `insights/${sql.id}/?refresh=blocking`)).body).toMatchObject({
      result: [[2]],
      columns: ['two'],
    })
  })

  test('from legacy clients have flat parameters that become a query', async () => {
    const made = await make({
      query: undefined,
      filters: { insight: 'TRENDS', events: [{ id: '$pageview', math: 'dau' }], date_from: '-7d' },
    })
    expect(made.filters).toEqual({})
    expect(made.query).toMatchObject({
      kind: 'InsightVizNode',
      source: { kind: 'TrendsQuery', series: [{ event: '$pageview', math: 'dau' }] },
    })
    expect(total((await call('GET', `insights/${made.id}/?refresh=blocking`)).body.result)).toBe(2)
    expect((await call('GET', `insights/?insight=TRENDS&short_id=${made.short_id}`)).body.count).toBe(1)
    expect((await call('GET', `insights/?insight=FUNNELS&short_id=${made.short_id}`)).body.count).toBe(0)
  })

  test('refuse what cannot be stored', async () => {
    const refused = async (body: unknown, code: string, attr: string | null) => {
      const answer = await call('POST', 'insights/', body)
      expect([answer.status, answer.body.code, answer.body.attr]).toEqual([400, code, attr])
      return answer.body.detail
    }
    expect(await refused({ query: 'no' }, 'invalid_input', 'query')).toBe('Query must be a valid JSON object')
    await refused({ query: [1] }, 'invalid_input', 'query')
    await refused({ name: 'x'.repeat(401) }, 'max_length', 'name')
    expect(await refused({ dashboards: [99999] }, 'invalid_input', 'dashboards')).toBe('Dashboard not found')
    const ugly = '‮"><img src=x>\'😀'.padEnd(300, 'ж')
    expect((await make({ name: ugly })).name).toBe(ugly)
    const nul = await make({ name: 'a\0b', query: trends({ note: 'a\0b' }) })
    expect(nul.name).not.toContain('\0')
    expect((await call('GET', 'insights/%00/')).status).toBe(404)
    expect((await call('GET', 'insights/99999999999999/')).status).toBe(404)
  })

  test('are listed by kind, text, author, time, dashboard and favorite', async () => {
    const word = 'findme'
    const one = await make({ name: `${word} one`, favorited: true })
    const two = await make({ description: `about ${word}`, query: { kind: 'HogQLQuery', query: 'SELECT 1' } })
    const three = await make({ tags: [`${word}-tag`], saved: false, query: trends({ kind: 'LifecycleQuery' }) })
    const ids = async (query: string) =>
      (await call('GET', `insights/?search=${word}&${query}`)).body.results.map((each: any) => each.id).sort()
    expect(await ids('')).toEqual([one.id, two.id, three.id].sort())
    expect(await ids('saved=true')).toEqual([one.id, two.id].sort())
    expect(await ids('saved=false')).toEqual([three.id])
    expect(await ids('favorited=true')).toEqual([one.id])
    expect(await ids('insight=SQL')).toEqual([two.id])
    expect(await ids('insight=LIFECYCLE')).toEqual([three.id])
    expect(await ids(`created_by=${share.id}`)).toEqual([one.id, two.id, three.id].sort())
    expect(await ids(`created_by=${eve.id}`)).toEqual([])
    expect(await ids('user=true')).toEqual([one.id, two.id, three.id].sort())
    expect(await ids('date_from=-1d')).toEqual([one.id, two.id, three.id].sort())
    expect(await ids('date_to=-1d')).toEqual([])
    expect(await ids(`tags=${encodeURIComponent(JSON.stringify([`${word}-tag`]))}`)).toEqual([three.id])
    const dashboard = (await call('POST', 'dashboards/', { name: 'x' })).body
    await call('PATCH', `insights/${three.id}/`, { dashboards: [dashboard.id] })
    expect(await ids('saved=true')).toEqual([one.id, two.id, three.id].sort())
    expect(await ids(`dashboards=[${dashboard.id}]`)).toEqual([three.id])
    await call('PATCH', `dashboards/${dashboard.id}/`, { deleted: true })
    expect(await ids(`dashboards=[${dashboard.id}]`)).toEqual([])
    const ordered = (await call('GET', `insights/?search=${word}&order=-created_at&limit=2`)).body
    expect([ordered.results.map((each: any) => each.id), ordered.count, ordered.next !== null]).toEqual([
      [three.id, two.id],
      3,
      true,
    ])
    expect((await call('GET', 'insights/?date_from=nonsense')).status).toBe(400)
    expect((await call('GET', 'insights/?created_by=x')).status).toBe(400)
  })

  test('record who viewed them and can be copied', async () => {
    const [first, second] = [await make({ name: 'First' }), await make({ name: 'Second' })]
    for (const insight of [first, second, first])
      expect((await call('POST', `insights/${insight.id}/viewed/`)).status).toBe(201)
    const viewed = (await call('GET', 'insights/my_last_viewed/')).body
    expect(viewed.slice(0, 2).map((each: any) => each.name)).toEqual(['First', 'Second'])
    await call('PATCH', `insights/${first.id}/`, { deleted: true })
    expect((await call('GET', 'insights/my_last_viewed/')).body[0].name).toBe('Second')
    const copy = (await call('POST', `insights/${second.id}/duplicate/`)).body
    expect([copy.name, copy.query, copy.id === second.id]).toEqual(['Second (copy)', second.query, false])
  })

  test('refuse to overwrite a concurrent change', async () => {
    const made = await make({ name: 'Shared' })
    const mine = { 'If-Match': `"${made.last_modified_at}"` }
    expect((await call('PATCH', `insights/${made.id}/`, { name: 'Hers' })).status).toBe(200)
    const refused = await call('PATCH', `insights/${made.id}/`, { name: 'His' }, mine)
    expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
    const now = (await call('GET', `insights/${made.id}/`)).body
    expect(now.name).toBe('Hers')
    const retried = await call('PATCH', `insights/${made.id}/`, { name: 'His' }, { 'If-Match': now.last_modified_at })
    expect(retried.body.name).toBe('His')
    expect((await call('PATCH', `insights/${made.id}/`, {}, { 'If-Match': 'x' })).status).toBe(400)
  })
})

describe('dashboards', () => {
  test('the first project starts with a pinned primary dashboard', async () => {
    const project = (await client.get(share.base)) as any
    const dashboard = (await call('GET', `dashboards/${project.primary_dashboard}/?refresh=blocking`)).body
    expect([dashboard.name, dashboard.pinned, dashboard.creation_mode]).toEqual(['My App Dashboard', true, 'template'])
    expect(dashboard.tiles.map((tile: any) => tile.insight.name)).toEqual([
      'Daily active users (DAUs)',
      'Weekly active users (WAUs)',
      'Retention',
      'Growth accounting',
      'Referring domain (last 14 days)',
      'Pageview funnel, by browser',
    ])
    for (const tile of dashboard.tiles)
      expect([tile.insight.name, tile.insight.query_status, tile.insight.result !== null]).toEqual([
        tile.insight.name,
        null,
        true,
      ])
    const other = (await call('POST', '../', { name: 'Second project' })).body
    expect(other.primary_dashboard).not.toBe(project.primary_dashboard)
    await client.request('/api/users/@me/', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ set_current_team: 1 }),
    })
    const set = async (id: number | null) => {
      const response = await client.request(`${share.base}/`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ primary_dashboard: id }),
      })
      const { code, attr, primary_dashboard: chosen } = (await response.json()) as any
      return response.status === 200 ? chosen : [code, attr]
    }
    expect(await set(99999)).toEqual(['does_not_exist', 'primary_dashboard'])
    expect(await set(other.primary_dashboard)).toEqual(['invalid_input', 'primary_dashboard'])
    expect(await set(null)).toBeNull()
    expect(await set(project.primary_dashboard)).toBe(project.primary_dashboard)
  })

  test('have tiles that can be moved, colored, removed and restored one by one', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Board', tags: ['x'], pinned: true })).body
    expect(made).toMatchObject({
      tiles: [],
      filters: {},
      creation_mode: 'default',
      restriction_level: 21,
      is_shared: false,
    })
    const [one, two] = [await make({ dashboards: [made.id] }), await make({ dashboards: [made.id], name: 'Two' })]
    const texted = (await call('PATCH', `dashboards/${made.id}/`, { tiles: [{ text: { body: '# Hello' } }] })).body
    const ids = Object.fromEntries(texted.tiles.map((tile: any) => [tile.insight?.id ?? 'text', tile.id]))
    expect(texted.tiles.find((tile: any) => tile.text)).toMatchObject({ insight: null, text: { body: '# Hello' } })
    const place = (x: number, y: number) => ({ sm: { x, y, w: 6, h: 4 } })
    const placed = (
      await call('PATCH', `dashboards/${made.id}/`, {
        tiles: [
          { id: ids[one.id], layouts: place(0, 5) },
          { id: ids[two.id], layouts: place(6, 0), color: 'blue' },
          { id: ids.text, layouts: place(0, 0), text: { body: 'Bye' } },
        ],
      })
    ).body
    expect(placed.tiles.map((tile: any) => [tile.id, tile.order, tile.color, tile.text?.body])).toEqual([
      [ids.text, 0, null, 'Bye'],
      [ids[two.id], 1, 'blue', undefined],
      [ids[one.id], 2, null, undefined],
    ])
    // Two people move different tiles at the same time, and a change to one breakpoint leaves the others alone.
    await call('PATCH', `dashboards/${made.id}/`, {
      tiles: [{ id: ids.text, layouts: { xs: { x: 0, y: 0, w: 1, h: 2 } } }],
    })
    const one2 = (await call('GET', `dashboards/${made.id}/`)).body
    expect(one2.tiles[0].layouts).toEqual({ ...place(0, 0), xs: { x: 0, y: 0, w: 1, h: 2 } })

    const removed = (await call('PATCH', `dashboards/${made.id}/`, { tiles: [{ id: ids[two.id], deleted: true }] }))
      .body
    expect(removed.tiles.map((tile: any) => tile.id)).toEqual([ids.text, ids[one.id]])
    const insight = (await call('GET', `insights/${two.id}/`)).body
    expect([insight.dashboards, insight.dashboard_tiles]).toEqual([
      [],
      [{ id: ids[two.id], dashboard_id: made.id, deleted: true }],
    ])
    await call('PATCH', `insights/${two.id}/`, { dashboards: [made.id] })
    const back = (await call('GET', `dashboards/${made.id}/`)).body
    expect(back.tiles[1]).toMatchObject({ id: ids[two.id], layouts: place(6, 0), color: 'blue' })
    const fromDashboard = (await call('GET', `insights/${two.id}/?from_dashboard=${made.id}`)).body
    expect([fromDashboard.color, fromDashboard.layouts]).toEqual(['blue', place(6, 0)])
    expect((await call('GET', `insights/${two.id}/?from_dashboard=99999`)).status).toBe(404)

    for (const tiles of [[{ id: 99999, color: 'x' }], [{ text: {} }], [{ layouts: {} }], [{ id: 'x' }], 'x'])
      expect((await call('PATCH', `dashboards/${made.id}/`, { tiles })).status).toBe(400)
    const elsewhere = (await call('POST', 'dashboards/', { name: 'Elsewhere' })).body
    expect(
      (await call('PATCH', `dashboards/${elsewhere.id}/`, { tiles: [{ id: ids.text, deleted: true }] })).status,
    ).toBe(400)
    const moved = await call('PATCH', `dashboards/${made.id}/move_tile/`, {
      tile: { id: ids.text },
      toDashboard: elsewhere.id,
    })
    expect(moved.body.tiles).toHaveLength(2)
    expect((await call('GET', `dashboards/${elsewhere.id}/`)).body.tiles[0].text.body).toBe('Bye')
    expect(
      (await call('PATCH', `dashboards/${made.id}/move_tile/`, { tile: { id: 1 }, toDashboard: elsewhere.id })).status,
    ).toBe(404)
  })

  test('apply their date range, filters and breakdown to their insights', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Filtered' })).body
    const insight = await make({ dashboards: [made.id] })
    await make({
      dashboards: [made.id],
      query: {
        kind: 'DataVisualizationNode',
        source: { kind: 'HogQLQuery', query: "SELECT count() FROM events WHERE event = '$pageview' AND {filters}" },
      },
    })
    const results = async (query = '') => {
      const { tiles } = (await call('GET', `dashboards/${made.id}/?refresh=force_blocking${query}`)).body
      return tiles.map((tile: any) => tile.insight.result)
    }
    const set = (filters: unknown) => call('PATCH', `dashboards/${made.id}/`, { filters })
    expect([total((await results())[0]), (await results())[1]]).toEqual([2, [[3]]])
    await set({ date_from: '-30d' })
    expect([total((await results())[0]), (await results())[1]]).toEqual([3, [[3]]])
    await set({ date_from: '-30d', properties: [{ key: 'plan', value: 'free', type: 'event', operator: 'exact' }] })
    expect([total((await results())[0]), (await results())[1]]).toEqual([2, [[2]]])
    await set({ date_from: '-30d', breakdown_filter: { breakdown: 'plan', breakdown_type: 'event' } })
    expect((await results())[0].map((each: any) => [each.breakdown_value, each.count])).toEqual([
      ['free', 2],
      ['gold', 1],
    ])
    const override = encodeURIComponent(JSON.stringify({ date_from: '-1dStart' }))
    expect(total((await results(`&filters_override=${override}`))[0])).toBe(1)
    const alone = (await call('GET', `insights/${insight.id}/?refresh=force_blocking`)).body
    expect(total(alone.result)).toBe(2)
    const placed = (await call('GET', `insights/${insight.id}/?refresh=force_blocking&from_dashboard=${made.id}`)).body
    expect(placed.result).toHaveLength(2)
    expect((await set('x')).status).toBe(400)
  })

  test('with a broken tile show its error and all other tiles', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Half broken' })).body
    await make({ dashboards: [made.id], query: { kind: 'TrendsQuery', series: 'x' } })
    await make({ dashboards: [made.id] })
    const { tiles } = (await call('GET', `dashboards/${made.id}/?refresh=blocking`)).body
    expect(tiles[0].insight.query_status).toMatchObject({ error: true })
    expect(total(tiles[1].insight.result)).toBe(2)
  })

  test('are copied with or without copies of their insights', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Original', filters: { date_from: '-30d' } })).body
    const insight = await make({ name: 'In it', dashboards: [made.id] })
    await call('PATCH', `dashboards/${made.id}/`, { tiles: [{ text: { body: 'Note' } }] })
    const same = (await call('POST', 'dashboards/', { use_dashboard: made.id, name: 'Same' })).body
    expect([same.creation_mode, same.filters, same.tiles[0].insight.id]).toEqual([
      'duplicate',
      { date_from: '-30d' },
      insight.id,
    ])
    const own = (await call('POST', 'dashboards/', { use_dashboard: made.id, duplicate_tiles: true })).body
    expect([own.name, own.tiles[0].insight.name, own.tiles[1].text.body]).toEqual([
      'Original (Copy)',
      'In it (Copy)',
      'Note',
    ])
    expect(own.tiles[0].insight.id).not.toBe(insight.id)
    expect((await call('POST', 'dashboards/', { use_dashboard: 99999 })).status).toBe(400)
  })

  test('are created from templates, including one built from the received events', async () => {
    const templates = (await call('GET', 'dashboard_templates/')).body
    expect(templates.results.map((each: any) => each.id)).toEqual(['FROM_EVENTS', 'DEFAULT_APP', 'WEBSITE'])
    const made = (await call('POST', 'dashboards/', { use_template: 'FROM_EVENTS' })).body
    const { tiles } = (await call('GET', `dashboards/${made.id}/?refresh=blocking`)).body
    expect(tiles.map((tile: any) => tile.insight.name)).toEqual([
      'Active persons',
      'What people do',
      'New, returning and lost',
      'Who comes back',
      'How far people get',
      'Most viewed pages',
    ])
    const named = (name: string) => tiles.find((tile: any) => tile.insight.name === name).insight
    const steps = named('How far people get').query.source.series.map((each: any) => each.event)
    expect([steps[0], steps.toSorted()]).toEqual(['$pageview', ['$pageview', 'marker', 'signed up']])
    expect(named('What people do').query.source.series.map((each: any) => each.event)).toContain('signed up')
    for (const tile of tiles) expect([tile.insight.name, tile.insight.query_status]).toEqual([tile.insight.name, null])
    const website = (await call('POST', 'dashboards/', { use_template: 'WEBSITE', name: 'Mine' })).body
    expect([website.name, website.tiles.length]).toEqual(['Mine', 7])
    expect((await call('POST', 'dashboards/', { use_template: 'nothing' })).status).toBe(400)
    const json = await call('POST', 'dashboards/create_from_template_json/', {
      template: {
        template_name: 'By hand',
        tiles: [
          { type: 'TEXT', body: 'Hi', layouts: { sm: { x: 0, y: 9, w: 1, h: 1 } } },
          { type: 'INSIGHT', name: 'I', query: trends(), layouts: { sm: { x: 0, y: 0, w: 1, h: 1 } } },
        ],
      },
    })
    expect(json.body.tiles.map((tile: any) => tile.insight?.name ?? tile.text.body)).toEqual(['I', 'Hi'])
    const empty = (await call('POST', '../', { name: 'Nothing arrived' })).body
    const bare = await client.request(`/api/projects/${empty.id}/dashboards/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ use_template: 'FROM_EVENTS' }),
    })
    expect(bare.status).toBe(201)
    for (const tile of ((await bare.json()) as any).tiles) expect(tile.insight.query_status).toBeNull()
  })

  test('are deleted, optionally with their insights, and restored completely', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Goes' })).body
    const other = (await call('POST', 'dashboards/', { name: 'Stays' })).body
    const only = await make({ dashboards: [made.id] })
    const shared = await make({ dashboards: [made.id, other.id] })
    const removed = await make({ dashboards: [made.id] })
    const tile = (await call('GET', `dashboards/${made.id}/`)).body.tiles.find(
      (each: any) => each.insight.id === removed.id,
    )
    await call('PATCH', `dashboards/${made.id}/`, { tiles: [{ id: tile.id, deleted: true }] })
    expect((await call('DELETE', `dashboards/${made.id}/`)).status).toBe(405)
    const gone = await call('PATCH', `dashboards/${made.id}/`, { deleted: true, delete_insights: true })
    expect(gone.body.deleted).toBe(true)
    expect((await call('GET', `dashboards/${made.id}/`)).status).toBe(404)
    expect((await call('PATCH', `dashboards/${made.id}/`, { name: 'x' })).status).toBe(404)
    expect((await call('GET', `insights/${only.id}/`)).status).toBe(404)
    expect((await call('GET', `insights/${shared.id}/`)).body.dashboards).toEqual([other.id])
    expect((await call('GET', `insights/${removed.id}/`)).status).toBe(200)
    const back = (await call('PATCH', `dashboards/${made.id}/`, { deleted: false })).body
    expect(back.tiles.map((each: any) => each.insight.id).sort()).toEqual([only.id, shared.id].sort())
    const log = (await call('GET', `dashboards/${made.id}/activity/`)).body
    expect(log.results.map((entry: any) => entry.activity)).toEqual(['updated', 'deleted', 'created'])
  })

  test('are listed with pinned ones first, then by name, and found by text and tags', async () => {
    for (const [name, pinned] of [
      ['zz word', true],
      ['b word', false],
      ['A word', false],
    ] as const)
      await call('POST', 'dashboards/', { name, pinned, tags: name === 'A word' ? ['blue'] : [] })
    const names = async (query: string) =>
      (await call('GET', `dashboards/?search=word${query}`)).body.results.map((each: any) => each.name)
    expect(await names('')).toEqual(['zz word', 'A word', 'b word'])
    expect(await names('&pinned=true')).toEqual(['zz word'])
    expect(await names(`&tags=${encodeURIComponent('["blue"]')}`)).toEqual(['A word'])
    expect((await call('GET', 'dashboards/')).body.results[0].tiles).toBeUndefined()
  })

  test('that only the creator may edit are visible to others but not editable', async () => {
    const made = (await call('POST', 'dashboards/', { name: 'Mine', restriction_level: 37 })).body
    const seen = await eve.client.get(`${share.base}/dashboards/${made.id}/`)
    expect([seen.effective_restriction_level, seen.effective_privilege_level]).toEqual([37, 21])
    const refused = await eve.client.request(`${share.base}/dashboards/${made.id}/`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"name":"hers"}',
    })
    expect(refused.status).toBe(403)
    await share.stack.sql(
      `INSERT INTO access_controls (team_id, resource, resource_id, access_level) VALUES ($1, 'insight', '', 'viewer'), ($1, 'dashboard', '', 'none')`,
      [share.project],
    )
    expect((await eve.client.get(`${share.base}/dashboards/`)).count).toBe(0)
    expect((await eve.client.request(`${share.base}/dashboards/${made.id}/`)).status).toBe(403)
    expect(
      (
        await eve.client.request(`${share.base}/insights/`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(403)
    expect((await eve.client.get(`${share.base}/insights/`)).count).toBeGreaterThan(0)
    await share.stack.sql('DELETE FROM access_controls WHERE team_id = $1', [share.project])
  })
})

describe('annotations', () => {
  test('are created on a date for an insight, a dashboard, the project or the organization', async () => {
    const insight = await make({ name: 'Noted' })
    const made = await call('POST', 'annotations/', {
      content: 'Launch 🚀',
      date_marker: '2026-03-01T12:00:00Z',
      dashboard_item: insight.id,
    })
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        content: 'Launch 🚀',
        date_marker: '2026-03-01T12:00:00Z',
        scope: 'dashboard_item',
        creation_type: 'USR',
        insight_short_id: insight.short_id,
        insight_name: 'Noted',
        deleted: false,
      },
    ])
    const whole = (
      await call('POST', 'annotations/', {
        content: 'All',
        scope: 'organization',
        date_marker: '2026-04-01T00:00:00+02:00',
      })
    ).body
    expect(whole.date_marker).toBe('2026-03-31T22:00:00Z')
    const other = (await client.get('/api/projects/')).results.find((each: any) => each.id !== share.project)
    const elsewhere = await client.get(`/api/projects/${other.id}/annotations/`)
    expect(elsewhere.results.map((each: any) => each.content)).toEqual(['All'])
    const listed = (await call('GET', 'annotations/')).body
    expect(listed.results.map((each: any) => each.content)).toEqual(['All', 'Launch 🚀'])
    expect((await call('GET', 'annotations/?date_to=2026-03-15T00:00:00Z')).body.count).toBe(1)
    expect((await call('GET', 'annotations/?search=laun')).body.count).toBe(1)
    expect(
      (await call('PATCH', `annotations/${made.body.id}/`, { content: 'Moved', scope: 'project' })).body,
    ).toMatchObject({
      content: 'Moved',
      scope: 'project',
    })
    await call('PATCH', `annotations/${made.body.id}/`, { deleted: true })
    expect((await call('GET', `annotations/${made.body.id}/`)).status).toBe(404)
    expect((await call('PATCH', `annotations/${made.body.id}/`, { deleted: false })).body.deleted).toBe(false)
    expect((await call('DELETE', `annotations/${made.body.id}/`)).status).toBe(405)
    for (const [body, attr] of [
      [{ date_marker: 'soon' }, 'date_marker'],
      [{ scope: 'world' }, 'scope'],
      [{ dashboard_item: 99999 }, 'dashboard_item'],
      [{ content: 'x'.repeat(8193) }, 'content'],
    ] as const) {
      const refused = await call('POST', 'annotations/', body)
      expect([refused.status, refused.body.attr]).toEqual([400, attr])
    }
  })
})

describe('editors', () => {
  test('get the names of known events and properties', async () => {
    const events = (await call('GET', 'event_definitions/?search=SIGN')).body
    expect(events.results.map((each: any) => each.name)).toEqual(['signed up'])
    expect(
      (await call('GET', 'event_definitions/?event_type=event_posthog')).body.results.map((each: any) => each.name),
    ).toEqual(['$pageview'])
    const names = encodeURIComponent('["signed up"]')
    const properties = (await call('GET', `property_definitions/?event_names=${names}&search=pl`)).body.results
    expect(properties.map((each: any) => [each.name, each.is_seen_on_filtered_events])).toEqual([['plan', true]])
    const all = (await call('GET', `property_definitions/?event_names=${names}`)).body.results
    expect(all.find((each: any) => each.name === '$pathname').is_seen_on_filtered_events).toBe(false)
    expect(
      (await call('GET', `property_definitions/?event_names=${names}&filter_by_event_names=true`)).body.results.map(
        (each: any) => each.name,
      ),
    ).toEqual(['$ip', 'plan'])
    for (const query of ['type=x', 'type=group', 'group_type_index=1', 'event_names=['])
      expect((await call('GET', `property_definitions/?${query}`)).status).toBe(400)
  })

  test('get tables and columns, and find errors in a query', async () => {
    const { tables } = (await call('POST', 'query/', { query: { kind: 'DatabaseSchemaQuery' } })).body
    expect(tables.events.fields.properties).toMatchObject({ type: 'json' })
    expect(tables.events.fields.person).toMatchObject({ type: 'lazy_table', table: 'persons' })
    expect(Object.keys(tables)).toContain('sessions')
    const check = async (query: string, extra: object = {}) =>
      (await call('POST', 'query/', { query: { kind: 'HogQLMetadata', language: 'hogQL', query, ...extra } })).body
    expect(await check('SELECT event FROM events')).toMatchObject({ isValid: true, errors: [] })
    expect(await check('')).toMatchObject({ isValid: true })
    const unknown = await check('SELECT nothing FROM events')
    expect([unknown.isValid, unknown.errors]).toEqual([
      false,
      [{ message: expect.stringContaining('nothing'), start: 7, end: 14 }],
    ])
    expect((await check('SELECT {variables.days}')).isValid).toBe(false)
    expect((await check('SELECT {variables.days}', { variables: { days: 3 } })).isValid).toBe(true)
  })

  test('list what uses a cohort, including insights', async () => {
    const cohort = (await call('POST', 'cohorts/', { name: 'C', is_static: true, _create_static_person_ids: [] })).body
    const filtered = await make({
      name: 'Of C',
      query: trends({ properties: [{ key: 'id', type: 'cohort', value: cohort.id }] }),
    })
    const broken = await make({
      name: 'By C',
      query: trends({ breakdownFilter: { breakdown_type: 'cohort', breakdown: ['all', cohort.id] } }),
    })
    const { insights } = (await call('GET', `cohorts/${cohort.id}/used_in/`)).body
    expect(insights.map((each: any) => each.id)).toEqual([broken.id, filtered.id])
  })
})
