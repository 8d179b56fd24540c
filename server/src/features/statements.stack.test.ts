/**
 * SQL statements are prepared against the migrated database, so a renamed column is found here: those that stand whole in the
 * source, and those that templates compose of constant pieces. Statements composed at run time are not; the tests of their
 * routes and jobs run them.
 */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composedTextsIn } from '../testing/composed-sql.ts'
import { findSharedInstallation } from '../testing/shared-stack.ts'
import { PUT_IN, serverFiles, sourceOf, tableOwners, tablesIn, textsIn } from '../testing/sql-texts.ts'

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client({ connectionString: (await findSharedInstallation()).urls().DATABASE_URL })
  await client.connect()
})
afterAll(() => client?.end())

/** Beginnings of parts that look like statements and stand in others. */
const PARTS = [
  'SELECT l.account_id AS id, count(*) AS notes FROM account_notebooks l',
  'SELECT 1 FROM event_properties e WHERE e.team_id = p.team_id',
]

/** Whole statements about tables of PostgreSQL. */
const isWhole = (text: string) =>
  /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(text) &&
  !text.includes(PUT_IN) &&
  !PARTS.some((part) => text.startsWith(part)) &&
  tablesIn(text).some((table) => tableOwners.has(table))

async function problemOf(statement: string): Promise<string | null> {
  try {
    await client.query(`PREPARE tried AS ${statement}`)
    await client.query('DEALLOCATE tried')
    return null
  } catch (error) {
    return (error as Error).message
  }
}

test('a column that does not exist is found', async () => {
  expect(await problemOf('SELECT wrong FROM users')).toBe('column "wrong" does not exist')
})

async function problemsIn(file: string, statements: readonly string[]): Promise<string[]> {
  const problems: string[] = []
  for (const statement of statements) {
    const problem = await problemOf(statement)
    if (problem) problems.push(`${file}: ${problem}: ${statement}`)
  }
  return problems
}

test.each([
  { kind: 'static', textsOf: (file: string) => textsIn(sourceOf(file)), least: 200 },
  { kind: 'composed', textsOf: composedTextsIn, least: 80 },
])('$kind statements fit the tables', async ({ textsOf, least }) => {
  const problems: string[] = []
  let tried = 0
  for (const file of serverFiles) {
    const statements = [...new Set(textsOf(file).filter(isWhole))]
    tried += statements.length
    problems.push(...(await problemsIn(file, statements)))
  }
  expect(problems).toEqual([])
  expect(tried).toBeGreaterThan(least)
})

test('pieces are followed to the files that declare them', () => {
  expect(composedTextsIn('features/workspace/organizations/members.ts')).toContain(
    'organization_memberships m JOIN users u ON u.id = m.user_id',
  )
})
