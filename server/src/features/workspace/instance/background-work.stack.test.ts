/** What staff see of the background work, and a worker that is killed in the middle of a job. */
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PersonSession } from '../../../testing/person-session.ts'
import { EMAIL, PASSWORD, type Stack, startStack, waitFor } from '../../../testing/stack.ts'

/** How the mail server treats a mail: it never answers, refuses the mail, or accepts it. */
let behavior: 'hang' | 'refuse' | 'take' = 'hang'
let [begun, taken] = [0, 0]
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, callback) {
    stream.resume()
    stream.on('end', () => {
      begun++
      if (behavior === 'refuse') callback(new Error('the mailbox is full'))
      if (behavior !== 'take') return
      taken++
      callback()
    })
  },
})
// A killed worker breaks its connection.
smtp.on('error', () => {})

let stack: Stack
let staff: PersonSession
beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as { port: number }
  stack = await startStack({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  staff = await new PersonSession(stack).login(EMAIL, PASSWORD)
})
afterAll(async () => {
  await stack?.stop()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})

const see = async () => (await staff.get('/api/background_work')).body
const mailJob = async () => (await see()).jobs.find(({ name }: { name: string }) => name === 'send-mail')

test('a job of a killed worker runs again', async () => {
  expect((await new PersonSession(stack).call('POST', '/api/reset/', { email: EMAIL })).status).toBe(204)
  await waitFor(() => begun === 1)
  expect(await mailJob()).toMatchObject({ state: 'running', attempts: 1 })
  behavior = 'take'
  process.kill(stack.pids().worker!, 'SIGKILL')
  await waitFor(() => taken === 1)
  const kind = await waitFor(async () => {
    const found = (await see()).kinds.find(({ name }: { name: string }) => name === 'send-mail')
    return found.last_completed_at !== null && found
  })
  expect(kind).toMatchObject({ purpose: 'Sends an email.', waiting: 0, running: 0, failed: 0 })
})

test('a failure is shown with its message but without the mail’s content, and can be retried or deleted', async () => {
  behavior = 'refuse'
  const fail = async () => {
    await new PersonSession(stack).call('POST', '/api/reset/', { email: EMAIL })
    return waitFor(async () => {
      const job = await mailJob()
      return job?.state === 'retrying' && job
    })
  }
  const job = await fail()
  expect(job).toMatchObject({ attempts: 1, failure: { message: expect.stringContaining('the mailbox is full') } })
  expect(job.next_try_at > new Date().toISOString()).toBe(true)
  expect(JSON.stringify(await see())).not.toMatch(/\/reset\/|Set a new password/)
  behavior = 'take'
  const before = taken
  const path = `/api/background_work/jobs/send-mail/${job.id}`
  expect((await staff.post(`${path}/retry`, {})).status).toBe(204)
  await waitFor(() => taken === before + 1)
  await waitFor(async () => !(await mailJob()))
  expect((await staff.post(`${path}/retry`, {})).status).toBe(404)

  behavior = 'refuse'
  const second = await fail()
  expect((await staff.delete(`/api/background_work/jobs/send-mail/${second.id}`)).status).toBe(204)
  expect(await mailJob()).toBeUndefined()
})

test('services of both processes are listed with their start times', async () => {
  const namesOf = ({ services }: any) => services.map(({ name }: { name: string }) => name)
  // The worker reports its services with every heartbeat; the first one comes while it is still starting them.
  const processes = await waitFor(async () => {
    const found = (await see()).processes
    return namesOf(found[1]).includes('schedules') && found
  })
  expect(namesOf(processes[0])).toEqual(expect.arrayContaining(['stores', 'event log', 'jobs', 'web server']))
  expect(namesOf(processes[1])).toEqual(expect.arrayContaining(['stores', 'ingestion', 'cohort calculation', 'jobs']))
  for (const { problem, services } of processes) {
    expect(problem).toBeNull()
    for (const { since } of services) expect(Date.parse(since)).toBeLessThanOrEqual(Date.now())
  }
})

test('only staff may see or change it', async () => {
  await stack.sql('UPDATE users SET is_staff = false WHERE id = 1')
  try {
    expect((await staff.get('/api/background_work')).status).toBe(403)
    const path = `/api/background_work/jobs/send-mail/${crypto.randomUUID()}`
    expect((await staff.post(`${path}/retry`, {})).status).toBe(403)
    expect((await staff.delete(path)).status).toBe(403)
  } finally {
    await stack.sql('UPDATE users SET is_staff = true WHERE id = 1')
  }
})
