/** Every statement about a table of projects says of which project, but where there is a reason not to. */
import { expect, test } from 'vitest'
import { placedTextsIn, serverFiles, sourceOf, teamTables } from '../testing/sql-texts.ts'
import { tablesWithoutTeam } from '../testing/team-sql.ts'

const SWEEP = 'Concerns all projects: deletes or marks what time has passed over.'
const TAKEN = 'Goes on with rows that it has just read itself, of all projects.'
const NAMED = 'Joins the row whose id another row of the project holds.'
const GIVEN = 'The caller hands the condition in; it begins with the project.'

/** Tables by file, once for each statement. This list may only get shorter. */
const WITHOUT_TEAM: Record<string, { tables: string[]; why: string }> = {
  'features/analytics/dashboards/dashboards.ts': { tables: ['dashboards'], why: NAMED },
  'features/analytics/insights/insights.ts': { tables: ['insights'], why: NAMED },
  'features/analytics/query/cache.ts': { tables: ['query_results', 'query_runs'], why: SWEEP },
  'features/customers/customer-accounts/carry-out-import.ts': {
    tables: ['account_imports', 'account_imports', 'account_imports'],
    why: TAKEN,
  },
  'features/customers/customer-accounts/import-writes.ts': {
    tables: ['custom_property_values', 'custom_property_values'],
    why: 'Writes to accounts that it has just found in the project.',
  },
  'features/customers/customer-accounts/imports.ts': { tables: ['account_imports'], why: SWEEP },
  'features/customers/notebooks/versions.ts': {
    tables: ['notebook_versions'],
    why: 'Reads the versions of a notebook that the caller has found in the project.',
  },
  'features/data/ingestion/jobs.ts': { tables: ['ingestion_counters', 'ingestion_warnings'], why: SWEEP },
  'features/data/mirror/mirror.ts': { tables: ['mirror_queue'], why: TAKEN },
  'features/data/replay/sweep.ts': {
    tables: ['recording_blocks'],
    why: 'Looks for blobs of all projects that nothing names.',
  },
  'features/data/taxonomy/event-list.ts': { tables: ['event_definitions'], why: GIVEN },
  'features/data/taxonomy/property-list.ts': { tables: ['property_definitions'], why: GIVEN },
  'features/delivery/alerts/due.ts': { tables: ['alert_checks'], why: SWEEP },
  'features/delivery/exports/remove.ts': {
    tables: ['exported_assets', 'exported_assets', 'exported_assets'],
    why: SWEEP,
  },
  'features/delivery/exports/store.ts': {
    tables: ['exported_assets'],
    why: 'Finds the asset that a token signed by this installation names.',
  },
  'features/delivery/feature-flags/flag-list.ts': { tables: ['feature_flags'], why: GIVEN },
  'features/delivery/subscriptions/deliveries.ts': {
    tables: ['subscription_deliveries'],
    why: 'Looks for deliveries of all projects whose job is lost.',
  },
  'features/people/cohorts/calculation.ts': { tables: ['cohorts', 'cohorts'], why: SWEEP },
  'features/people/cohorts/merged-members.ts': { tables: ['merged_persons'], why: TAKEN },
  'features/people/cohorts/staleness.ts': { tables: ['cohorts', 'cohorts'], why: `${SWEEP} ${TAKEN}` },
  'features/people/persons/carry-out-deletion.ts': { tables: ['person_deletions', 'person_deletions'], why: TAKEN },
  'features/people/persons/ingested.ts': {
    tables: ['person_distinct_ids', 'persons', 'persons'],
    why: 'Changes persons of a batch that ingestion has just locked in their project.',
  },
  'features/people/persons/repository.ts': {
    tables: ['persons', 'persons', 'persons', 'persons', 'persons'],
    why: GIVEN,
  },
  'features/workspace/activity/history.ts': { tables: ['activity_log', 'activity_log'], why: GIVEN },
  'features/workspace/activity/jobs.ts': { tables: ['activity_log'], why: SWEEP },
  'features/workspace/activity/log.ts': {
    tables: ['activity_log'],
    why: 'Deletes what the log says of an organization, after its last project.',
  },
  'features/workspace/organizations/jobs.ts': { tables: ['retired_tokens'], why: SWEEP },
  'features/workspace/organizations/organization-operations.ts': {
    tables: ['project_deletions'],
    why: 'Concerns all projects of an organization.',
  },
}

test('a forgotten team_id is found', () => {
  const found = (text: string, around = '') => tablesWithoutTeam(text, around, around)
  expect(found('SELECT 1 FROM insights WHERE id = $1')).toEqual(['insights'])
  expect(found('SELECT 1 FROM insights WHERE team_id = $1 AND id = $2')).toEqual([])
  expect(found('UPDATE cohorts SET count = 1 WHERE id = $1')).toEqual(['cohorts'])
  expect(found('DELETE FROM cohorts WHERE team_id = $1')).toEqual([])
  expect(found('INSERT INTO cohorts (name) VALUES ($1)')).toEqual(['cohorts'])
  expect(found('INSERT INTO cohorts (team_id, name) VALUES ($1, $2)')).toEqual([])
  // Each table of a statement by itself, also in a list.
  expect(found('SELECT 1 FROM cohorts c, insights i WHERE c.team_id = $1')).toEqual(['insights'])
  expect(found('SELECT 1 FROM persons p JOIN cohorts c ON true WHERE p.team_id = $1')).toEqual(['cohorts'])
  // Tied by id, from either side.
  expect(
    found('SELECT 1 FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id WHERE t.team_id = $1'),
  ).toEqual([])
  expect(found('EXISTS (SELECT 1 FROM person_distinct_ids d WHERE d.person_id = p.id)')).toEqual([])
  // What is put in stands elsewhere in the function, and a beginning is continued elsewhere in the file.
  expect(found('SELECT 1 FROM insights i WHERE \uFFFC', "const where = ['i.team_id = $1']")).toEqual([])
  expect(found('SELECT 1 FROM insights i WHERE \uFFFC', "const where = ['i.id = $1']")).toEqual(['insights'])
  expect(found('SELECT 1 FROM insights i', 'WHERE i.team_id = $1')).toEqual([])
  // No table of projects, and HogQL.
  expect(found('SELECT 1 FROM users WHERE id = $1')).toEqual([])
  expect(found('SELECT 1 FROM persons WHERE {condition}')).toEqual([])
})

test('every statement about a table of projects says of which, but where there is a reason not to', () => {
  expect(teamTables.size).toBeGreaterThan(40)
  const found: Record<string, string[]> = {}
  for (const file of serverFiles) {
    const source = sourceOf(file)
    const tables = placedTextsIn(source).flatMap(({ text, around }) => tablesWithoutTeam(text, around, source))
    if (tables.length > 0) found[file] = tables.sort()
  }
  const allowed = Object.entries(WITHOUT_TEAM).map(([file, { tables }]) => [file, tables])
  expect(found).toEqual(Object.fromEntries(allowed))
})
