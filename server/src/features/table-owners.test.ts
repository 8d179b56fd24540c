/**
 * A feature's SQL names only its own tables; what others hold is asked through functions and pieces of SQL that their
 * `index.ts` exports.
 */
import { expect, test } from 'vitest'
import { featureOf, serverFiles, sourceOf, tableOwners, tablesIn, textsIn } from '../testing/sql-texts.ts'

/** What is still to be moved behind its owner. This list may only get shorter. */
const STILL_NAMED: Record<string, string[]> = {}

test('SQL is told from other texts, and from HogQL and ClickHouse', () => {
  const source = `
    client.query(\`SELECT 1 FROM \${ROWS} r JOIN users u ON true\`, ['from teams'])
    selectTemplate('SELECT 1 FROM persons')
    clickHouse.writer.command({ query: 'INSERT INTO groups' })
    const UPDATE = 'UPDATE cohorts SET id = 1'
    const PART = '{tree} AS source LEFT JOIN persons ON true'
    const ROWS = \`(SELECT * FROM accounts FINAL WHERE team_id = \${teamId})\``
  expect(textsIn(source).flatMap(tablesIn)).toEqual(['users', 'cohorts'])
})

test('a feature names only its own tables', () => {
  const named: Record<string, string[]> = {}
  for (const file of serverFiles) {
    const feature = featureOf(file)
    for (const table of textsIn(sourceOf(file)).flatMap(tablesIn)) {
      const owner = tableOwners.get(table)
      if (owner === undefined || owner === feature) continue
      named[feature] = [...new Set([...(named[feature] ?? []), table])].sort()
    }
  }
  expect(tableOwners.size).toBeGreaterThan(50)
  expect(named).toEqual(STILL_NAMED)
})
