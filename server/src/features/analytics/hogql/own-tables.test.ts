import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectQueries } from '../../../testing/queries.ts'
import { ownTable } from './ast.ts'
import { compile } from './compile.ts'
import { type HogQLStores, loadContext, type QueryContext, timelessTeam } from './context.ts'
import { exprTemplate, parseSelect, selectTemplate } from './parse.ts'
import { connectHogQL } from './sources.ts'

const context: QueryContext = {
  team: timelessTeam(7),
  now: new Date(0),
  hasOverrides: false,
  propertyTypes: { event: new Map(), person: new Map(), group: new Map() },
  cohorts: [],
  actions: new Map(),
  accounts: null,
}
const members = { members: ownTable('cohort_members') }

describe('tables that only the server may read', () => {
  test('get the project guard wherever they are used', () => {
    const guarded = (text: string) => compile(selectTemplate(text, members), { context, limit: null }).sql
    expect(guarded('SELECT version FROM {members}')).toBe(
      'SELECT __t0.version AS `version` FROM cohort_people AS __t0 WHERE (__t0.team_id = 7)',
    )
    expect(guarded('SELECT p.id FROM persons AS p LEFT JOIN {members} AS m ON m.person_id = p.id')).toContain(
      'FROM cohort_people AS __t1 WHERE __t1.team_id = 7)',
    )
    expect(guarded('SELECT id FROM persons WHERE id IN (SELECT person_id FROM {members})')).toContain(
      'FROM cohort_people AS __t1 WHERE (__t1.team_id = 7)',
    )
  })

  test('cannot be named in query text', () => {
    for (const name of ['cohort_members', 'person_copies'])
      expect(() => compile(parseSelect(`SELECT * FROM ${name}`), { context, limit: null })).toThrow('Unknown table')
  })
})

test('binds a long list of strings as one parameter', () => {
  const { sql, parameters } = compile(
    selectTemplate('SELECT {few}, {many}', {
      few: exprTemplate("['a', 'b']"),
      many: exprTemplate("['a', 'b', 'c', 'd']"),
    }),
    { context, limit: null },
  )
  expect(sql).toMatch(/^SELECT \[\{p0:String\}, \{p1:String\}\] AS .*, \{p2:Array\(String\)\} AS /)
  expect(parameters).toEqual({ p0: 'a', p1: 'b', p2: ['a', 'b', 'c', 'd'] })
})

describe('lookup of distinct ID overrides', () => {
  const accounts = { isClosed: false, hidden: [], customProperties: new Map() }
  beforeAll(() =>
    connectHogQL({
      propertyTypes: async () => [],
      cohorts: async () => [],
      accounts: async () => accounts,
      recordedSessions: async () => new Set(),
    }),
  )
  afterAll(connectQueries)
  const asks = async (text: string): Promise<boolean> => {
    let hasAsked = false
    const reader = {
      query: async () => {
        hasAsked = true
        return { json: async () => [] }
      },
    }
    const stores = { reader, pool: { query: async () => ({ rows: [] }) } } as unknown as HogQLStores
    const { hasOverrides } = await loadContext(stores, timelessTeam(1), parseSelect(text))
    // Without a lookup the answer is true, which is always correct.
    expect(hasOverrides).toBe(!hasAsked)
    return hasAsked
  }

  test.each([
    'SELECT person_id FROM events',
    'SELECT e.person.properties.plan FROM events e',
    'SELECT * FROM events',
    "SELECT events['person_id'] FROM events",
    'SELECT 1 FROM events JOIN persons USING (person_id)',
    'SELECT 1 FROM (SELECT 1 FROM events WHERE person_id IS NOT NULL)',
  ])('happens for %s', async (text) => expect(await asks(text)).toBe(true))

  test.each([
    'SELECT event, properties.plan FROM events',
    'SELECT person_id FROM cohort_people',
    'SELECT * FROM persons',
  ])('does not happen for %s', async (text) => expect(await asks(text)).toBe(false))
})
