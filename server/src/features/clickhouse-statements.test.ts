/**
 * Questions about events, persons and members of cohorts are trees of HogQL, which its compiler keeps inside their project.
 * Statements that are written by hand are few, and stand here with the reason.
 */
import { expect, test } from 'vitest'
import { clickHouseTables, clickHouseTablesIn, serverFiles, sourceOf } from '../testing/sql-texts.ts'

/** Tables by file; `?` is a statement that is put together elsewhere. This list may only get shorter. */
const BY_HAND: Record<string, { tables: string[]; why: string }> = {
  'features/analytics/hogql/run.ts': { tables: ['?'], why: 'Runs what the compiler printed.' },
  'features/analytics/hogql/stream.ts': { tables: ['?'], why: 'Runs what the compiler printed.' },
  'features/analytics/hogql/insert-found.ts': { tables: ['?'], why: 'Runs what the compiler printed.' },
  'features/analytics/hogql/context.ts': {
    tables: ['person_distinct_id_overrides'],
    why: 'What the compiler must know before it prints.',
  },
  'features/data/ingestion/batch.ts': { tables: ['events'], why: 'Looks for events that were stored before.' },
  'features/data/ingestion/outbox.ts': {
    tables: ['?', 'events'],
    why: 'Writes the rows of a batch, of every project.',
  },
  'features/data/mirror/mirror.ts': {
    tables: ['accounts', 'groups', 'persons', 'recording_consoles', 'session_recordings'],
    why: 'Writes the copies of what PostgreSQL holds, of every project.',
  },
  'features/people/persons/overrides.ts': {
    tables: ['person_distinct_id_overrides'],
    why: 'Writes what splits changed, of every project.',
  },
  'features/people/cohorts/members.ts': { tables: ['cohort_people'], why: 'Adds and removes members of cohorts.' },
  'features/people/persons/carry-out-deletion.ts': {
    tables: ['events'],
    why: 'Deletes events of a person by what is stored, not by what it means, and counts what is left.',
  },
  'features/workspace/organizations/carry-out-deletion.ts': {
    tables: ['?'],
    why: 'Deletes the rows of a project from every table that has some.',
  },
  'platform/clickhouse/insert.ts': { tables: ['?'], why: 'Inserts for the files above.' },
  'platform/clickhouse/migrate.ts': { tables: ['?'], why: 'Runs the migrations.' },
}

test('tables are found in statements for ClickHouse, and in no others', () => {
  const source = `
    await reader.query({ query: \`SELECT 1 FROM events WHERE \${where}\`, format: 'JSONEachRow' })
    await clickHouse.writer.command({ query: 'ALTER TABLE cohort_people DELETE WHERE true' })
    await writer.insert({ table: 'persons', values: rows })
    await insertLines(writer, 'groups', lines)
    await pool.query('SELECT 1 FROM accounts')
    await reader.query({ query: 'SELECT 1' })
    selectTemplate('SELECT 1 FROM session_recordings')`
  expect(clickHouseTablesIn(source)).toEqual(['cohort_people', 'events', 'groups', 'persons'])
  for (const hidden of [
    'reader.query({ query, format })',
    'reader.query({ query: text })',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source
    'reader.query({ query: `SELECT 1 FROM ${table}` })',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source
    'reader.query({ query: `${SELECT} WHERE true` })',
    'writer.insert({ table, values })',
    'insertLines(writer, table, lines)',
  ])
    expect(clickHouseTablesIn(hidden), hidden).toEqual(['?'])
})

test('no statement about a table of projects is written by hand, but where there is a reason', () => {
  expect(clickHouseTables).toEqual(expect.arrayContaining(['events', 'persons', 'cohort_people']))
  const found = serverFiles.flatMap((file) => {
    const tables = clickHouseTablesIn(sourceOf(file))
    return tables.length > 0 ? [[file, tables]] : []
  })
  const allowed = Object.entries(BY_HAND).map(([file, { tables }]) => [file, tables])
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(allowed))
})
