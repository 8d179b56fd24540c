/** Imports as jobs: a worker that is killed in the middle, failures, and the operator's actions. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendJob } from '../../../platform/jobs/send.ts'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { PersonSession } from '../../../testing/person-session.ts'
import { Client, EMAIL, PASSWORD, type Stack, startStack, waitFor } from '../../../testing/stack.ts'
import { endLostImports } from './jobs.ts'

const BASE = '/api/projects/1/accounts'
/** More than one batch: the first one is written while the second waits. */
const ROWS = 1500

let stack: Stack
let client: Client
let staff: PersonSession
beforeAll(async () => {
  stack = await startStack()
  client = new Client(stack)
  staff = await new PersonSession(stack).login(EMAIL, PASSWORD)
})
afterAll(() => stack?.stop())

const upload = (file: string) =>
  client.request(`${BASE}/imports/`, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: file })
const start = async (file: string) => {
  const response = await upload(file)
  expect(response.status).toBe(202)
  return ((await response.json()) as { id: string }).id
}
const read = (id: string) => client.get(`${BASE}/imports/${id}/`)
const whenEnded = (id: string) =>
  waitFor(async () => {
    const report = await read(id)
    return report.state !== 'running' && report
  })
const job = async () =>
  (await staff.get('/api/background_work')).body.jobs.find(({ name }: { name: string }) => name === 'import-accounts')
const fileOf = async (id: string) => {
  const [row] = await stack.sql('SELECT octet_length(content) AS bytes FROM account_imports WHERE id = $1', [id])
  return row!.bytes
}

/** Blocks every change of an account. @returns a function that ends the block */
async function hold(externalId: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: stack.urls().DATABASE_URL! })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM accounts WHERE external_id = $1 FOR UPDATE', [externalId])
  return () => holder.end()
}

/** Makes changes of accounts fail, and starts an import. @returns its ID, and its job after the first attempt */
async function startFailing(file: string) {
  await stack.sql('ALTER TABLE accounts RENAME TO accounts_away')
  const id = await start(file)
  const failed = await waitFor(async () => {
    const found = await job()
    return found?.state === 'retrying' && found
  })
  return { id, failed }
}
const letChangesSucceed = () => stack.sql('ALTER TABLE accounts_away RENAME TO accounts')

const rows = (prefix: string, last: string) =>
  ['name,external_id', ...Array.from({ length: ROWS - 1 }, (_, index) => `N,${prefix}${index}`), `N,${last}`].join('\n')

test('a worker killed during an import leaves no partial data, and the next one imports the whole file once', async () => {
  await start('name,external_id\nHeld,held').then(whenEnded)
  const release = await hold('held')
  const file = rows('killed-', 'held')
  const id = await start(file)
  await waitFor(async () => (await read(id)).rows === 1000)
  expect(await job()).toMatchObject({
    about: `Import ${id}`,
    state: 'running',
    attempts: 1,
    progress: { done: 1000, total: null },
  })
  expect(await fileOf(id)).toBe(file.length)
  expect((await upload(file)).status).toBe(409)
  process.kill(stack.pids().worker!, 'SIGKILL')
  await waitFor(async () => (await job())?.attempts === 2)
  expect((await client.get(`${BASE}/?search=killed-`)).count).toBe(0)
  expect(await read(id)).toMatchObject({ state: 'running', problem: null, finished_at: null })
  await release()
  expect(await whenEnded(id)).toMatchObject({ state: 'done', rows: ROWS, created: ROWS - 1, updated: 1, unchanged: 0 })
  expect((await client.get(`${BASE}/?search=killed-`)).count).toBe(ROWS - 1)
  const [entries] = await stack.sql(
    `SELECT count(*)::int AS made FROM activity_log WHERE scope = 'Account' AND activity = 'created' AND detail->>'name' = 'N'`,
  )
  expect(entries).toEqual({ made: ROWS - 1 })
  expect(await fileOf(id)).toBeNull()
  await waitFor(async () => !(await job()))
})

test('a failed attempt is shown with its reason and retried', async () => {
  const { id, failed } = await startFailing('name,external_id\nRetried,retried')
  expect(failed).toMatchObject({ attempts: 1, failure: { message: expect.stringContaining('accounts') } })
  expect(await read(id)).toMatchObject({ state: 'running', problem: null })
  await letChangesSucceed()
  expect((await staff.post(`/api/background_work/jobs/import-accounts/${failed.id}/retry`, {})).status).toBe(204)
  expect(await whenEnded(id)).toMatchObject({ state: 'done', created: 1, problem: null })
})

test('an import whose job was deleted has failed, and does not block another file', async () => {
  const { id, failed } = await startFailing('name,external_id\nGone,gone')
  await letChangesSucceed()
  expect((await staff.delete(`/api/background_work/jobs/import-accounts/${failed.id}`)).status).toBe(204)
  const report = { state: 'failed', problem: 'The server failed to import the file. Nothing was changed.' }
  expect(await read(id)).toMatchObject(report)
  expect(await whenEnded(await start('name,external_id\nNext,next'))).toMatchObject({ state: 'done', created: 1 })
  expect(await read(id)).toMatchObject(report)
  expect(await fileOf(id)).toBeNull()
})

test('the file of a permanently failed import is deleted', async () => {
  const { id, failed } = await startFailing('name,external_id\nLost,lost')
  await letChangesSucceed()
  expect(await fileOf(id)).toBe(26)
  expect((await staff.delete(`/api/background_work/jobs/import-accounts/${failed.id}`)).status).toBe(204)
  const pool = openPostgres(stack.urls().DATABASE_URL!).$client
  await sendJob(pool, endLostImports, {}, { singletonKey: endLostImports.name })
  await pool.end()
  await waitFor(async () => (await fileOf(id)) === null)
  expect(await read(id)).toMatchObject({ state: 'failed', finished_at: expect.any(String) })
})

test('of two files uploaded at the same moment, one is imported', async () => {
  const release = await hold('held')
  const answers = await Promise.all([upload('name,external_id\nA,held'), upload('name,external_id\nB,held')])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409])
  const { id } = (await answers.find(({ status }) => status === 202)!.json()) as { id: string }
  await release()
  expect(await whenEnded(id)).toMatchObject({ state: 'done', updated: 1 })
})
