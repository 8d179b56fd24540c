/** Installations created with the migrations from before 0.1.0, which were squashed into one per store. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliScript, postgresMigrations } from '../platform/paths.ts'
import { type Stack, startStack } from '../testing/stack.ts'

/** When the last of the former PostgreSQL migrations was generated. */
const FORMER_LAST = 1795858783579
const FORMER_CLICKHOUSE = [
  '0001_events.sql',
  '0002_persons.sql',
  '0003_recordings.sql',
  '0004_accounts.sql',
  '0005_exact_properties.sql',
]

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

function migrate() {
  const { status, stderr } = spawnSync(process.execPath, [cliScript, 'migrate'], {
    env: { ...process.env, HEDGEROW_DATA_DIR: stack.directory, HEDGEROW_LOG_LEVEL: 'warn', ...stack.urls() },
    encoding: 'utf8',
  })
  return { status, stderr: stderr.trim() }
}

/** Makes the stores look as if only these of the former migrations had been applied. */
async function pretendFormer(newestPostgres: number, clickHouse: readonly string[]): Promise<void> {
  await stack.sql('DELETE FROM drizzle.__drizzle_migrations')
  await stack.sql('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2), ($1, $3)', [
    'former',
    newestPostgres - 1000,
    newestPostgres,
  ])
  await stack.clickHouse('TRUNCATE TABLE schema_migrations')
  await stack.insert(
    'schema_migrations',
    clickHouse.map((name) => ({ name })),
  )
}

/** Reverts what later migrations changed, including the tables of work that became jobs. */
async function restoreFirstTables(): Promise<void> {
  const [first] = fs.readdirSync(postgresMigrations).filter((name) => name.startsWith('0000_'))
  const statements = fs.readFileSync(path.join(postgresMigrations, first!), 'utf8').split('--> statement-breakpoint')
  const isGone =
    /"?(outgoing_mails|password_reset_requests)"?|announce_work .* ON (person_deletions|project_deletions|demo_generations)/
  for (const statement of statements.filter((each) => isGone.test(each))) await stack.sql(statement)
  await stack.sql('ALTER TABLE heartbeats DROP COLUMN services')
  await stack.sql(`ALTER TABLE account_imports DROP COLUMN content, DROP COLUMN is_dry_run, DROP COLUMN skips_refused,
    DROP COLUMN ignores_unknown, ADD COLUMN renewed_at timestamptz NOT NULL DEFAULT now()`)
  await stack.sql('DROP INDEX account_imports_running')
  await stack.sql(
    `DROP TABLE recordings, recording_blocks, recording_views, recording_playlists, recording_playlist_items`,
  )
  await stack.sql(`ALTER TABLE recording_chunks DROP COLUMN idle, DROP COLUMN console, ADD COLUMN window_id text NOT NULL,
    ADD COLUMN source text NOT NULL, ADD COLUMN library text NOT NULL, ADD COLUMN blob_key text NOT NULL,
    ADD COLUMN bytes integer NOT NULL, ADD COLUMN snapshots integer NOT NULL`)
  await stack.sql('DROP FUNCTION hedgerow_note_recording_consoles CASCADE')
  for (const [name, rows] of [
    ['note_inserted', 'NEW'],
    ['note_deleted', 'OLD'],
  ])
    await stack.sql(`CREATE TRIGGER ${name} AFTER ${rows === 'NEW' ? 'INSERT' : 'DELETE'} ON recording_chunks
      REFERENCING ${rows} TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings()`)
  await stack.sql('DROP TABLE shares, share_tokens, share_passwords, exported_assets')
  await stack.sql('DROP TABLE alerts, alert_subscribers, alert_checks')
  await stack.sql('DROP TABLE integrations, subscriptions, subscription_deliveries, subscription_recipients')
  await stack.sql('ALTER TABLE organizations DROP COLUMN allow_external_recipients')
  await stack.sql('ALTER TABLE teams DROP COLUMN allow_publicly_shared_resources')
}

test('an installation with all former migrations continues: waiting work becomes jobs, and interrupted work has failed', async () => {
  await restoreFirstTables()
  await stack.sql(
    `INSERT INTO outgoing_mails (recipient, subject, body) VALUES ('ada@example.com', 'Hello', 'A "quoted" line')`,
  )
  await stack.sql(`INSERT INTO password_reset_requests (email) VALUES ('nobody@example.com')`)
  await stack.sql(
    'INSERT INTO account_imports (id, team_id, file_name, created_by) SELECT gen_random_uuid(), 1, $1, 1 FROM generate_series(1, 2)',
    ['interrupted.csv'],
  )
  const upload = (session: string, uuid: string, from: number, to: number) =>
    stack.sql(
      `INSERT INTO recording_chunks (team_id, session_id, window_id, distinct_id, uuid, source, library, blob_key, bytes,
         snapshots, first_timestamp, last_timestamp)
       VALUES (1, $1, 'w', 'ada', $2, 'web', 'web', $2, 100, 7, to_timestamp($3), to_timestamp($4))`,
      [session, uuid, from, to],
    )
  await upload('s', 'one', 1_700_000_010, 1_700_000_020)
  await upload('s', 'two', 1_700_000_000, 1_700_000_005)
  await pretendFormer(FORMER_LAST, FORMER_CLICKHOUSE)
  expect(migrate()).toEqual({ status: 0, stderr: '' })
  expect(
    await stack.sql('SELECT session_id, items, extract(epoch FROM end_time - start_time)::int AS s FROM recordings'),
  ).toEqual([{ session_id: 's', items: 14, s: 20 }])
  expect(await stack.sql('SELECT blob_key, array_window_id AS w FROM recording_blocks ORDER BY blob_key')).toEqual([
    { blob_key: 'one', w: 'w' },
    { blob_key: 'two', w: 'w' },
  ])
  const imports = await stack.sql('SELECT state FROM account_imports')
  expect(imports).toEqual([{ state: 'failed' }, { state: 'failed' }])
  const [mail] = await stack.sql(`SELECT data FROM jobs.job WHERE name = 'send-mail'`)
  expect(mail).toEqual({ data: { to: 'ada@example.com', subject: 'Hello', text: 'A "quoted" line' } })
  expect(await stack.sql(`SELECT 1 FROM jobs.job WHERE name = 'reset-password'`)).toHaveLength(1)
  const applied = await stack.clickHouse<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name')
  expect(applied.map(({ name }) => name)).toContain('0001_initial.sql')
})

test('a PostgreSQL that lacks former migrations is refused', async () => {
  await pretendFormer(FORMER_LAST - 1, FORMER_CLICKHOUSE)
  const { status, stderr } = migrate()
  expect(status).toBe(1)
  expect(stderr).toMatch(/^The tables in PostgreSQL are from a development version .* Start commit \w+ once/)
})

test('a ClickHouse that lacks former migrations is refused', async () => {
  await pretendFormer(FORMER_LAST, FORMER_CLICKHOUSE.slice(0, 4))
  const { status, stderr } = migrate()
  expect(status).toBe(1)
  expect(stderr).toMatch(/^The tables in ClickHouse are from a development version .* Start commit \w+ once/)
})
