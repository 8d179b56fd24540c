/** Jobs against a real PostgreSQL, run by a runner in this process. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Stack, startStack, waitFor } from '../../testing/stack.ts'
import { createLogger } from '../logger.ts'
import { Announcements } from '../postgres/announcements.ts'
import { type Database, inTransaction, openPostgres } from '../postgres/postgres.ts'
import { installJobs } from './boss.ts'
import { defineJob, handle, type Job } from './definition.ts'
import { JobRunner } from './runner.ts'
import { sendJob } from './send.ts'
import { countJobs, deleteJob, findNotableJobs, recoverJobs, retryJob } from './store.ts'

const logger = createLogger('test', 'silent')
const RETRY = { attempts: 2, delaySeconds: 0, delaySecondsMax: 0 }
const noted = defineJob('test-noted', z.object({ text: z.string() }), {
  purpose: 'Notes a text.',
  retry: RETRY,
  about: ({ text }) => `Text ${text}`,
})
const single = defineJob('test-single', z.object({}), { purpose: 'Waits alone.', singleton: true })
const definitions = [noted, single]

let stack: Stack
let db: Database
let announcements: Announcements
let runner: JobRunner | null = null
beforeAll(async () => {
  stack = await startStack()
  db = openPostgres(stack.urls().DATABASE_URL!)
  announcements = new Announcements(stack.urls().DATABASE_URL!, logger)
  announcements.start()
  await installJobs(db.$client, definitions)
})
afterEach(async () => {
  await runner?.stop()
  runner = null
  await db.$client.query('DELETE FROM jobs.job WHERE name = ANY($1)', [definitions.map(({ name }) => name)])
})
afterAll(async () => {
  await announcements?.stop()
  await db?.$client.end()
  await stack?.stop()
})

async function work(...jobs: Job[]): Promise<void> {
  runner = new JobRunner(jobs, { pool: db.$client, logger, announcements })
  await runner.start()
}

const notable = () => findNotableJobs(db.$client, definitions, 10)

test('a job of a rolled-back transaction never runs; a committed one runs at once', async () => {
  const texts: string[] = []
  await work(handle(noted, async ({ text }) => void texts.push(text)))
  // The runner has polled and found nothing; it polls again after a minute. Only the announcement can wake it before.
  await expect(
    inTransaction(db.$client, async (client) => {
      await sendJob(client, noted, { text: 'rolled back' })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  const sentAt = Date.now()
  await inTransaction(db.$client, (client) => sendJob(client, noted, { text: 'committed' }))
  await waitFor(() => texts.length > 0)
  expect(Date.now() - sentAt).toBeLessThan(30_000)
  await waitFor(async () => (await countJobs(db.$client)).get(noted.name)?.lastCompletedAt != null)
  expect(texts).toEqual(['committed'])
})

test('the payload is deleted once the job is complete', async () => {
  await work(handle(noted, async () => {}))
  await sendJob(db.$client, noted, { text: 'secret' })
  const data = await waitFor(async () => {
    const { rows } = await db.$client.query("SELECT data FROM jobs.job WHERE name = $1 AND state = 'completed'", [
      noted.name,
    ])
    return rows.length > 0 && rows
  })
  expect(data).toEqual([{ data: null }])
})

test('a failing job is retried, then shown as failed with its message, and runs when the operator retries it', async () => {
  let isBroken = true
  const attempts: number[] = []
  await work(
    handle(noted, async (_payload, { attempt }) => {
      attempts.push(attempt)
      if (isBroken) throw new Error('the mail server is away')
    }),
  )
  await sendJob(db.$client, noted, { text: 'x' })
  const [failed] = await waitFor(async () => {
    const jobs = await notable()
    return jobs[0]?.state === 'failed' && jobs
  })
  expect(attempts).toEqual([1, 2])
  expect(failed).toMatchObject({ attempts: 2, about: 'Text x', failure: { message: 'the mail server is away' } })
  isBroken = false
  expect(await retryJob(db.$client, failed!)).toBe(true)
  await waitFor(async () => (await countJobs(db.$client)).get(noted.name)?.lastCompletedAt != null)
  expect(attempts).toEqual([1, 2, 1])
  // A completed job can be neither retried nor deleted.
  expect([await retryJob(db.$client, failed!), await deleteJob(db.$client, failed!)]).toEqual([false, false])
})

test('a failed job can be deleted', async () => {
  await work(handle(noted, () => Promise.reject(new Error('never'))))
  await sendJob(db.$client, noted, { text: 'x' })
  const [failed] = await waitFor(async () => {
    const jobs = await notable()
    return jobs[0]?.state === 'failed' && jobs
  })
  expect(await deleteJob(db.$client, failed!)).toBe(true)
  expect(await notable()).toEqual([])
})

test('an invalid payload is a failure, and its content is not shown', async () => {
  await work(handle(noted, async () => {}))
  await sendJob(db.$client, noted, { text: 3, token: 'secret' } as never)
  const jobs = await waitFor(async () => {
    const found = await notable()
    return found[0]?.state === 'failed' && found
  })
  expect(JSON.stringify(jobs)).not.toContain('secret')
  expect(jobs[0]!.about).toBeNull()
})

test('progress is shown while a job runs, and an interrupted job runs again', async () => {
  await work(
    handle(noted, async (_payload, { signal, progress }) => {
      await progress(3, 10)
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }),
  )
  await sendJob(db.$client, noted, { text: 'x' })
  const [running] = await waitFor(async () => {
    const jobs = await notable()
    return jobs[0]?.progress != null && jobs
  })
  expect(running).toMatchObject({ state: 'running', attempts: 1, progress: { done: 3, total: 10 } })
  await runner!.stop()
  const attempts: number[] = []
  await work(handle(noted, async (_payload, { attempt }) => void attempts.push(attempt)))
  await waitFor(() => attempts.length > 0)
  // The interrupted attempt does not count.
  expect(attempts).toEqual([1])
})

test('jobs of a process that died run again, and finally fail if it dies every time', async () => {
  await sendJob(db.$client, noted, { text: 'x' })
  for (const state of ['retry', 'failed']) {
    // Fetched, and then the process was gone.
    await db.$client.query(
      "UPDATE jobs.job SET state = 'active', retry_count = retry_count + CASE WHEN started_on IS NULL THEN 0 ELSE 1 END, started_on = now() WHERE name = $1",
      [noted.name],
    )
    await recoverJobs(db.$client, [noted.name])
    const { rows } = await db.$client.query('SELECT state FROM jobs.job WHERE name = $1', [noted.name])
    expect(rows).toEqual([{ state }])
  }
  expect((await notable())[0]!.failure!.message).toBe('The process ended while the job was running.')
})

test('a job that is completed in a transaction is complete when it commits, and not without it', async () => {
  let isBroken = true
  let attempts = 0
  await work(
    handle(noted, (_payload, run) =>
      inTransaction(db.$client, async (client) => {
        attempts++
        await run.completeIn(client)
        if (isBroken) {
          isBroken = false
          throw new Error('rolled back')
        }
      }),
    ),
  )
  await sendJob(db.$client, noted, { text: 'x' })
  await waitFor(async () => (await countJobs(db.$client)).get(noted.name)?.lastCompletedAt != null)
  expect(attempts).toBe(2)
})

test('at most one job per key waits, and a job without a queue cannot be sent', async () => {
  const send = (singletonKey: string) => sendJob(db.$client, single, {}, { singletonKey })
  expect([await send('a'), await send('a'), await send('b')]).toEqual([true, false, true])
  const unknown = defineJob('test-unknown', z.object({}), { purpose: 'Has no queue.' })
  await expect(sendJob(db.$client, unknown, {})).rejects.toThrow('There is no queue for the job test-unknown')
})
