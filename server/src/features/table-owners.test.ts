/**
 * A feature's SQL names only its own tables. It reads others through functions and pieces of SQL that their owners export
 * from `index.ts`.
 */
import { expect, test } from 'vitest'
import { featureOf, serverFiles, sourceOf, tableOwners, tablesIn, textsIn } from '../testing/sql-texts.ts'

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
  const isForeign = (table: string, file: string) => (tableOwners.get(table) ?? featureOf(file)) !== featureOf(file)
  const foreign = serverFiles.flatMap((file) =>
    textsIn(sourceOf(file))
      .flatMap(tablesIn)
      .filter((table) => isForeign(table, file))
      .map((table) => `${file} names ${table} of ${tableOwners.get(table)}`),
  )
  expect(tableOwners.size).toBeGreaterThan(50)
  expect(foreign).toEqual([])
})
