/** Every static SQL statement is prepared against the migrated database: a column that is renamed is found here. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** Whole statements about tables of PostgreSQL; what a template puts in is not known here. */
const isStatic = (text: string) =>
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

test('static statements fit the tables', async () => {
  const problems: string[] = []
  let tried = 0
  for (const file of serverFiles)
    for (const statement of new Set(textsIn(sourceOf(file)).filter(isStatic))) {
      tried++
      const problem = await problemOf(statement)
      if (problem) problems.push(`${file}: ${problem}: ${statement}`)
    }
  expect(problems).toEqual([])
  expect(tried).toBeGreaterThan(100)
})
