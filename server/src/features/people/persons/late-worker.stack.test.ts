/** Changes to persons while the worker is stopped or crashes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../../../testing/stack.ts'

const BASE = '/api/projects/1/persons'
let stack: Stack
let client: Client
beforeAll(async () => {
  stack = await startStack()
  client = new Client(stack)
})
afterAll(() => stack?.stop())

/** Creates a person with an event. @returns its UUID */
async function person(distinctId: string, properties: object = {}): Promise<string> {
  await client.send({ event: 'made', distinct_id: distinctId, properties: { $set: properties } })
  return (await client.get(`${BASE}/?distinct_id=${distinctId}`)).results[0].uuid
}
const propertiesOf = async (uuid: string) => (await client.get(`${BASE}/${uuid}/`)).properties
const change = (uuid: string, properties: object) =>
  client.request(`${BASE}/${uuid}/`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ properties }),
  })

async function whileWorkerIsStopped(work: () => Promise<void>): Promise<void> {
  process.kill(stack.pids().worker!, 'SIGSTOP')
  try {
    await work()
  } finally {
    process.kill(stack.pids().worker!, 'SIGCONT')
  }
  await client.send()
}

test('a change is not undone by its own event, and wins over events captured before it', async () => {
  const uuid = await person('changed', { plan: 'start' })
  await whileWorkerIsStopped(async () => {
    const properties = { $set: { plan: 'captured', other: 'captured' } }
    await client.capture({ api_key: TOKEN, event: 'e', distinct_id: 'changed', properties }, '/e/')
    await change(uuid, { plan: 'first' })
    await change(uuid, { plan: 'second' })
    expect((await propertiesOf(uuid)).plan).toBe('second')
  })
  expect(await propertiesOf(uuid)).toMatchObject({ plan: 'second', other: 'captured' })
})

test('a change in flight does not bring a deleted person back', async () => {
  const uuid = await person('deleted')
  await whileWorkerIsStopped(async () => {
    await change(uuid, { a: 1 })
    expect((await client.request(`${BASE}/${uuid}/`, { method: 'DELETE' })).status).toBe(202)
  })
  expect((await client.request(`${BASE}/${uuid}/`)).status).toBe(404)
})

test('deletes events in a job that survives a worker crash, and keeps events captured later', async () => {
  const uuid = await person('heavy')
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    uuid: crypto.randomUUID(),
    team_id: 1,
    event: 'bulk',
    distinct_id: 'heavy',
    timestamp: `202${index % 5}-0${1 + (index % 9)}-01 00:00:00.000000`,
    created_at: '2025-01-01 00:00:00.000000',
    properties: '{}',
    person_id: uuid,
    person_mode: 'full',
  }))
  await stack.insert('events', rows)
  expect((await client.request(`${BASE}/${uuid}/delete_events/`, { method: 'POST' })).status).toBe(202)
  const status = async () => (await client.get(`${BASE}/deletion_status/?person_uuid=${uuid}`)).results[0]
  expect(await status()).toMatchObject({ person_uuid: uuid, status: 'pending', delete_verified_at: null })
  await waitFor(async () => (await status()).events_total !== null)
  process.kill(stack.pids().worker!, 'SIGKILL')
  await client.capture({ api_key: TOKEN, event: 'after', distinct_id: 'heavy' }, '/e/')
  const done = await waitFor(async () => {
    const found = await status()
    return found.status === 'completed' && found
  })
  expect([done.events_total, done.events_deleted]).toEqual([20_001, 20_001])
  expect(done.delete_verified_at).toMatch(/^20/)
  await client.send()
  const { results } = await client.get('/api/projects/1/events/?distinct_id=heavy')
  expect(results.map((event: { event: string }) => event.event)).toEqual(['after'])
  expect((await client.get(`${BASE}/deletion_status/?status=completed`)).count).toBe(1)
})
