/** What becomes of recordings: they are written once, whatever dies meanwhile, and nothing is left of them when they go. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DiskBlobs } from '../../../platform/blobs/blobs.ts'
import { inTransaction, openPostgres, type Pool } from '../../../platform/postgres/postgres.ts'
import { at, click, log, newSession, sendUpload } from '../../../testing/recordings.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { waitFor } from '../../../testing/stack.ts'
import { encodeSnapshots, type ReplayRecord } from '../capture/index.ts'
import { readBlock } from './blocks.ts'
import { createReplaySink, type ReplayUpload } from './ingest.ts'
import { deleteExpiredRecordings, findBlocks } from './store.ts'
import { sweepBlobs } from './sweep.ts'

let share: Share
let pool: Pool
let blobs: DiskBlobs
let close: () => Promise<void>
beforeAll(async () => {
  share = await shareStack()
  const db = openPostgres((share.stack.urls() as Record<string, string>).DATABASE_URL!)
  pool = db.$client
  close = () => pool.end()
  blobs = new DiskBlobs(path.join(share.stack.directory, 'blobs'))
  await records(share)
})
afterAll(() => close?.())

const json = (method: string, body: object): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
async function records({ client, base }: Share) {
  const settings = { session_recording_opt_in: true, capture_console_log_opt_in: true }
  expect((await client.request(`${base}/`, json('PATCH', settings))).status).toBe(200)
}

/** Records a session of a person, with a line on the console. Resolves once it is in lists. */
async function record(by: Share, distinctId: string): Promise<string> {
  const session = newSession()
  for (const seconds of [0, 5]) {
    const items = [click(seconds), log(seconds, 'log', `"${session}"`)]
    expect((await sendUpload(by.client, { session, distinctId, items })).response.status).toBe(200)
  }
  await waitFor(async () => (await listed(by, session)).length === 1 && (await entriesOf(by, session)) === 2)
  return session
}
const listed = async (by: Share, session: string) =>
  (await by.client.get(`${by.base}/session_recordings?session_ids=["${session}"]`)).results
const statusOf = async (by: Share, session: string, more = '') =>
  (await by.client.request(`${by.base}/session_recordings/${session}${more}`)).status
/** Uploads with lines on the console, as lists search them. */
const entriesOf = async ({ project, stack }: Share, session: string) =>
  (
    await stack.clickHouse(
      `SELECT 1 FROM recording_consoles FINAL WHERE team_id = ${project} AND session_id = '${session}' AND NOT is_deleted`,
    )
  ).length
const keysOf = async ({ project }: Share, session: string) =>
  (await findBlocks(pool, project, session)).map(({ blobKey }) => blobKey)
async function isThere(key: string, among = blobs): Promise<boolean> {
  const stream = await among.open(key)
  stream?.destroy()
  return stream !== null
}
/** Rows about a session in the tables of recordings. */
async function rowsOf({ project, stack }: Share, session: string) {
  const tables = ['recordings', 'recording_chunks', 'recording_blocks', 'recording_views', 'recording_playlist_items']
  const counts = tables.map(
    async (table) =>
      (await stack.sql(`SELECT 1 FROM ${table} WHERE team_id = $1 AND session_id = $2`, [project, session])).length,
  )
  return Object.fromEntries((await Promise.all(counts)).map((count, index) => [tables[index]!, count]))
}

test('past its retention a recording is gone at once, then also from the disk; others stay', async () => {
  const [old, kept] = [await record(share, 'old'), await record(share, 'kept')]
  const lists = `${share.base}/session_recording_playlists`
  const made = await share.client.request(lists, json('POST', { name: 'All', type: 'collection' }))
  const { short_id } = (await made.json()) as { short_id: string }
  const ids = { session_recording_ids: [old, kept] }
  await share.client.request(`${lists}/${short_id}/recordings/bulk_add`, json('POST', ids))
  await share.client.request(`${share.base}/session_recordings/bulk_viewed`, json('POST', ids))
  expect(Object.values(await rowsOf(share, old)).every((count) => count > 0)).toBe(true)
  const keys = await keysOf(share, old)
  expect(await Promise.all(keys.map((key) => isThere(key)))).toEqual(keys.map(() => true))

  await share.stack.sql(
    "UPDATE recordings SET expiry_time = now() - interval '1 second' WHERE team_id = $1 AND session_id = $2",
    [share.project, old],
  )
  expect(await statusOf(share, old)).toBe(404)
  expect(await statusOf(share, old, '/snapshots')).toBe(404)
  expect(await statusOf(share, old, '/snapshots?source=blob_v2&start_blob_key=0&end_blob_key=0')).toBe(404)
  expect(await listed(share, old)).toEqual([])
  expect(
    (await share.client.request(`${share.base}/session_recordings/${old}`, json('PATCH', { viewed: true }))).status,
  ).toBe(404)
  const members = await share.client.get(`${lists}/${short_id}/recordings`)
  expect(members.results.map(({ id }: any) => id)).toEqual([kept])

  expect(await deleteExpiredRecordings(pool, blobs)).toBeGreaterThan(0)
  expect(Object.values(await rowsOf(share, old))).toEqual([0, 0, 0, 0, 0])
  expect(await Promise.all(keys.map((key) => isThere(key)))).toEqual(keys.map(() => false))
  await waitFor(async () => (await entriesOf(share, old)) === 0)
  expect(await statusOf(share, kept)).toBe(200)
  expect(await Promise.all((await keysOf(share, kept)).map((key) => isThere(key)))).not.toContain(false)
})

test('what a process wrote before it died is neither lost nor there twice, and what is left over is removed', async () => {
  // In a folder of its own, so that no other test loses anything.
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'died-'))
  try {
    const own = new DiskBlobs(folder)
    const session = newSession()
    const uploadOf = (seconds: number): ReplayUpload => ({
      project: { id: share.project, recordsSessions: true, keepsConsole: true, recordingDays: 90 } as never,
      record: {
        kind: 'replay',
        token: share.token,
        now: Date.now(),
        uuid: crypto.randomUUID(),
        distinctId: 'u',
        sessionId: session,
        windowId: 'w',
        source: 'web',
        library: 'web',
        lines: encodeSnapshots([click(seconds)] as never, Date.now()),
      } satisfies ReplayRecord,
    })
    const [one, two] = [uploadOf(0), uploadOf(3)]
    const sink = createReplaySink(pool, own)
    const save = (written: Awaited<ReturnType<typeof sink>>) =>
      inTransaction(pool, (client) => written.save(client, () => true))
    const files = async () => {
      const keys: string[] = []
      for await (const { key } of own.list('replay')) keys.push(key)
      return keys.sort()
    }

    // It dies between the blob and the rows, and again while the rows are being written.
    await sink([one])
    const [orphan] = await files()
    await expect(
      inTransaction(pool, async (client) => {
        await (await sink([one])).save(client, () => true)
        throw new Error('died')
      }),
    ).rejects.toThrow('died')
    expect(await files()).toEqual([orphan])
    expect(await rowsOf(share, session)).toMatchObject({ recordings: 0, recording_chunks: 0, recording_blocks: 0 })
    // The next process reads more at once.
    expect(await save(await sink([one, two]))).toEqual([
      [share.project, 'replay_stored'],
      [share.project, 'replay_stored'],
    ])
    // And dies before it notes that the batch is done.
    expect(await save(await sink([one, two]))).toEqual([
      [share.project, 'dropped:duplicate'],
      [share.project, 'dropped:duplicate'],
    ])
    const blocks = await findBlocks(pool, share.project, session)
    expect(blocks).toHaveLength(1)
    expect(await files()).toHaveLength(2)
    expect(await sweepBlobs(pool, own, Date.now() + 2 * 86_400_000)).toBe(1)
    expect(await files()).toEqual([blocks[0]!.blobKey])
    expect(
      (await buffer(readBlock(own, blocks[0]!)))
        .toString()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      ['w', click(0)],
      ['w', click(3)],
    ])
    expect(await share.client.get(`${share.base}/session_recordings/${session}`)).toMatchObject({
      click_count: 2,
      recording_duration: 3,
    })
    // Two processes must never store the same upload: the second transaction fails, and its batch is tried again.
    const [first, second] = [await sink([uploadOf(9)]), await sink([two])]
    await save(first)
    expect(await save(second)).toEqual([[share.project, 'dropped:duplicate']])
    const racing = uploadOf(12)
    const [left, right] = [await sink([racing]), await sink([racing])]
    await save(left)
    await expect(save(right)).rejects.toThrow('stored meanwhile')
  } finally {
    await fs.rm(folder, { recursive: true })
  }
})

test('with the recordings of a person, and with a project, the files go', async () => {
  const other = await shareStack()
  await records(other)
  const [mine, theirs, foreign] = [
    await record(share, 'mine'),
    await record(share, 'theirs'),
    await record(other, 'mine'),
  ]
  // A recording in which the person appears later, too.
  const shared = newSession()
  await sendUpload(share.client, { session: shared, distinctId: 'stranger', items: [at(0, 4)] })
  await sendUpload(share.client, { session: shared, distinctId: 'mine', items: [at(9, 4)] })
  await waitFor(async () => (await keysOf(share, shared)).length === 2)
  const keys = [...(await keysOf(share, mine)), ...(await keysOf(share, shared))]
  const stay = [...(await keysOf(share, theirs)), ...(await keysOf(other, foreign))]
  const areThere = (of: string[]) => Promise.all(of.map((key) => isThere(key)))
  expect(await areThere([...keys, ...stay])).not.toContain(false)

  await share.client.send({ event: 'seen', distinct_id: 'mine' })
  const { results } = await share.client.get(`${share.base}/persons/?distinct_id=mine`)
  const asked = await share.client.request(`${share.base}/persons/${results[0].uuid}/?delete_recordings=true`, {
    method: 'DELETE',
  })
  expect(asked.status).toBe(202)
  await waitFor(async () => !(await areThere(keys)).includes(true))
  for (const session of [mine, shared]) {
    expect(await statusOf(share, session)).toBe(404)
    expect(await rowsOf(share, session)).toMatchObject({ recording_chunks: 0, recording_blocks: 0 })
    await waitFor(async () => (await entriesOf(share, session)) === 0)
  }
  expect(await areThere(stay)).not.toContain(false)
  expect([await statusOf(share, theirs), await statusOf(other, foreign)]).toEqual([200, 200])

  const gone = await keysOf(other, foreign)
  expect((await other.session.delete(`/api/projects/${other.project}/`)).status).toBeLessThan(300)
  await waitFor(async () => !(await areThere(gone)).includes(true))
  await waitFor(async () => Object.values(await rowsOf(other, foreign)).every((count) => count === 0))
  expect(await areThere(await keysOf(share, theirs))).not.toContain(false)
})
