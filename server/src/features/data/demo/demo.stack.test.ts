/** `hedgerow demo` on a running installation: through capture, with progress, and repeatable. */
import { spawn } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { cliScript } from '../../../platform/paths.ts'
import { type Share, shareStack } from '../../../testing/shared-stack.ts'
import { newDirectory } from '../../../testing/stack.ts'

let share: Share
beforeAll(async () => {
  share = await shareStack()
})

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

test('a company’s story arrives with persons, merges, groups and sessions; running it again changes nothing', async () => {
  const { stack, client, project } = share
  const story = ['--project', String(project), '--seed', '7', '--days', '6', '--end', '2026-03-01T00:00:00Z']
  const { status, output } = await demo(stack.directory, ...story)
  expect([status, output]).toEqual([0, expect.stringMatching(/Sent [\d,]+ of [\d,]+[\s\S]*Done\. Look at http/)])
  const said = Number(/: ([\d,]+) events/.exec(output)![1]!.replaceAll(',', ''))
  const counted = `SELECT toUInt32(count()) AS events, toUInt32(uniq(session_id)) AS sessions FROM events WHERE team_id = ${project}`
  const count = async () => (await stack.clickHouse<{ events: number; sessions: number }>(counted))[0]!
  const { events, sessions } = await count()
  expect(events).toBe(said)
  expect(sessions).toBeGreaterThan(200)
  const persons = await client.get(`${share.base}/persons/?search=.example&limit=1000`)
  expect(persons.count).toBeGreaterThan(50)
  for (const person of persons.results) {
    expect(person.is_identified).toBe(true)
    // At least the anonymous ID of the first visit.
    expect(person.distinct_ids.length).toBeGreaterThanOrEqual(2)
  }
  expect((await client.get(`${share.base}/groups_types`)).map((type: any) => type.group_type)).toEqual(['company'])

  expect((await demo(stack.directory, ...story)).status).toBe(0)
  expect((await count()).events).toBe(said)
  expect((await client.get(`${share.base}/persons/?search=.example&limit=1`)).count).toBe(persons.count)
})

test.concurrent.each([
  [['--seed', 'x'], '--seed takes a whole number'],
  [['--end', 'soon'], '--end takes a time'],
  [['--days', '0'], '--days takes a whole number'],
  [['--project', '2147483647'], 'There is no project 2147483647'],
  [['--color', 'red'], 'Use: hedgerow demo'],
])('%j is refused with a reason', async (args, message) => {
  const { status, output } = await demo(share.stack.directory, ...args)
  expect([status, output]).toEqual([1, expect.stringContaining(message)])
})

test('without a running installation it says so', async () => {
  const { status, output } = await demo(newDirectory())
  expect([status, output]).toEqual([1, expect.stringContaining('Start it first')])
})
