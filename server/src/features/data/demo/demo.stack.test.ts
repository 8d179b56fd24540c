/** `hedgerow demo` on a running installation: through capture, with progress, and repeatable. */
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliScript } from '../../../platform/paths.ts'
import { Client, newDirectory, type Stack, startStack } from '../../../testing/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

async function demo(directory: string, ...args: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, [cliScript, 'demo', ...args], {
    env: { ...process.env, HEDGEROW_DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { status, output }
}

test('days of a company arrive with persons, merges, groups and sessions; telling them again changes nothing', async () => {
  const story = ['--seed', '7', '--days', '6', '--end', '2026-03-01T00:00:00Z']
  const { status, output } = await demo(stack.directory, ...story)
  expect([status, output]).toEqual([0, expect.stringMatching(/Sent [\d,]+ of [\d,]+[\s\S]*Done\. Look at http/)])
  const said = Number(/: ([\d,]+) events/.exec(output)![1]!.replaceAll(',', ''))
  const count = async () => (await stack.clickHouse<{ n: number }>('SELECT toUInt32(count()) AS n FROM events'))[0]!.n
  expect(await count()).toBe(said)
  const client = new Client(stack)
  const persons = await client.get('/api/projects/1/persons/?search=.example&limit=1000')
  expect(persons.count).toBeGreaterThan(50)
  for (const person of persons.results) {
    expect(person.is_identified).toBe(true)
    // The anonymous id of the first visit, at least.
    expect(person.distinct_ids.length).toBeGreaterThanOrEqual(2)
  }
  expect((await client.get('/api/projects/1/groups_types')).map((type: any) => type.group_type)).toEqual(['company'])
  const [{ sessions }] = (await stack.clickHouse<{ sessions: number }>(
    'SELECT toUInt32(uniq(session_id)) AS sessions FROM events',
  )) as [{ sessions: number }]
  expect(sessions).toBeGreaterThan(200)

  expect((await demo(stack.directory, ...story)).status).toBe(0)
  expect(await count()).toBe(said)
  expect((await client.get('/api/projects/1/persons/?search=.example&limit=1')).count).toBe(persons.count)
})

test.each([
  [['--seed', 'x'], '--seed takes a whole number'],
  [['--end', 'soon'], '--end takes a time'],
  [['--days', '0'], '--days takes a whole number'],
  [['--project', '99'], 'There is no project 99'],
  [['--color', 'red'], 'Use: hedgerow demo'],
])('%j is refused with a reason', async (args, message) => {
  const { status, output } = await demo(stack.directory, ...args)
  expect([status, output]).toEqual([1, expect.stringContaining(message)])
})

test('without a running installation it says so', async () => {
  const { status, output } = await demo(newDirectory())
  expect([status, output]).toEqual([1, expect.stringContaining('Start it first')])
})
