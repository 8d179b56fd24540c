/** `hedgerow start` keeps itself alive: second starts, killed processes, orphans, doctor. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processStart } from '../platform/folder-lock.ts'
import { cliScript } from '../platform/paths.ts'
import {
  Client,
  findPids,
  newDirectory,
  type Stack,
  startStack,
  stopProcess,
  TOKEN,
  waitFor,
} from '../testing/stack.ts'

const isRunning = (pid: number) => processStart(pid) !== null

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

function run(command: string, env: NodeJS.ProcessEnv): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cliScript, command], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

async function isReady(): Promise<boolean> {
  const response = await fetch(`${stack.url}/_readyz`)
  return response.status === 200
}

describe('a running installation', () => {
  test('a second start on its folder is refused and names the holder', () => {
    const { status, output } = run('start', { HEDGEROW_DATA_DIR: stack.directory, HEDGEROW_PORT: '0' })
    expect(status).toBe(1)
    expect(output).toContain(`in use by process ${stack.supervisor.pid}`)
    expect(output).toContain(stack.url)
  })

  test('a taken port is reported before anything starts', () => {
    const directory = newDirectory()
    const { status, output } = run('start', { HEDGEROW_DATA_DIR: directory, HEDGEROW_PORT: new URL(stack.url).port })
    expect(status).toBe(1)
    expect(output).toContain('is taken by another program')
    expect(fs.readdirSync(directory)).toEqual([])
    fs.rmSync(directory, { recursive: true })
  })

  test('doctor explains it', () => {
    const { status, output } = run('doctor', { HEDGEROW_DATA_DIR: stack.directory, HEDGEROW_PORT: '0' })
    expect(output).toContain(`yes, process ${stack.supervisor.pid} at ${stack.url}`)
    expect(output).toContain('none: every accepted event is stored')
    expect([status, output.includes('Nothing to worry about.')]).toEqual([0, true])
  })

  test('exactly four processes run', () =>
    expect(Object.keys(stack.pids()).sort()).toEqual(['clickhouse', 'postgres', 'web', 'worker']))

  test.each(['web', 'worker', 'clickhouse', 'postgres'])(
    '%s comes back after kill -9, and events sent meanwhile are stored',
    async (name) => {
      const client = new Client(stack)
      const before = stack.pids()[name]!
      process.kill(before, 'SIGKILL')
      const uuid = crypto.randomUUID()
      // An SDK retries until it gets an answer.
      await waitFor(
        async () =>
          (await client.capture({ api_key: TOKEN, batch: [{ event: 'crash', distinct_id: name, uuid }] })).status ===
          200,
      )
      await waitFor(() => stack.pids()[name] !== undefined && stack.pids()[name] !== before)
      await waitFor(isReady)
      expect((await client.event(uuid)).distinct_id).toBe(name)
    },
  )

  test('when the supervisor is killed no process stays behind, and the next start has every event', async () => {
    const client = new Client(stack)
    const uuid = crypto.randomUUID()
    expect(
      (await client.capture({ api_key: TOKEN, batch: [{ event: 'before', distinct_id: 'u', uuid }] })).status,
    ).toBe(200)
    const pids = Object.values(stack.pids())
    stack.supervisor.kill('SIGKILL')
    await waitFor(
      () => pids.every((pid) => !isRunning(pid)),
      20_000,
      () => `the end of ${pids.filter(isRunning)}`,
    )
    stack = await startStack({}, stack.directory)
    expect((await new Client(stack).event(uuid)).event).toBe('before')
  })

  test('after kill -9 of everything at once the next start recovers', async () => {
    const client = new Client(stack)
    const uuid = crypto.randomUUID()
    expect((await client.capture({ api_key: TOKEN, batch: [{ event: 'all', distinct_id: 'u', uuid }] })).status).toBe(
      200,
    )
    for (const pid of [stack.supervisor.pid!, ...Object.values(stack.pids())]) process.kill(pid, 'SIGKILL')
    stack = await startStack({}, stack.directory)
    expect((await new Client(stack).event(uuid)).event).toBe('all')
  })

  test('SIGTERM stops everything in order, even when it reaches all processes at once', async () => {
    const pids = Object.values(stack.pids())
    const ended = new Promise((resolve) => stack.supervisor.once('exit', resolve))
    // As a service manager does. The supervisor gets the signal last.
    for (const pid of [...pids, stack.supervisor.pid!]) process.kill(pid, 'SIGTERM')
    await ended
    expect([stack.supervisor.exitCode, pids.filter(isRunning)]).toEqual([0, []])
    expect(stack.output()).not.toMatch(/died|does not stop|did not stop/)
    expect(fs.existsSync(`${stack.directory}/hedgerow.lock`)).toBe(false)
    expect(run('doctor', { HEDGEROW_DATA_DIR: stack.directory, HEDGEROW_PORT: '0' }).output).toContain(
      'no; start it with npm start',
    )
  })
})

test('SIGTERM while the stores are being migrated leaves nothing behind', async () => {
  const directory = newDirectory()
  const env = { ...process.env, HEDGEROW_DATA_DIR: directory, HEDGEROW_PORT: '0', HEDGEROW_LOG_LEVEL: 'error' }
  const supervisor = spawn(process.execPath, [cliScript, 'start'], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => supervisor.once('exit', resolve))
  const pids = await waitFor(() => {
    const found = findPids(supervisor.pid!, directory)
    return found.migrate && found
  })
  supervisor.kill('SIGTERM')
  await ended
  expect(Object.values(pids).filter(isRunning)).toEqual([])
  // The interrupted migration continues.
  const stack = await startStack({}, directory)
  await new Client(stack).send({ event: 'e', distinct_id: 'u' })
  await stack.stop()
})

test('when the supervisor is killed while its processes begin, no process stays behind', async () => {
  // With existing stores, the processes begin at once. The engine opens its sessions in one of these moments.
  const { supervisor: first, directory } = await startStack()
  await stopProcess(first)
  const env = { ...process.env, HEDGEROW_DATA_DIR: directory, HEDGEROW_PORT: '0', HEDGEROW_LOG_LEVEL: 'error' }
  for (const afterMs of [0, 300, 600, 900]) {
    const supervisor = spawn(process.execPath, [cliScript, 'start'], { env, stdio: 'ignore' })
    await waitFor(() => Object.keys(findPids(supervisor.pid!, directory)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    const pids = findPids(supervisor.pid!, directory)
    supervisor.kill('SIGKILL')
    const left = () => Object.keys(pids).filter((name) => isRunning(pids[name]!))
    await waitFor(
      () => left().length === 0,
      30_000,
      () => `the end of ${left()}, ${afterMs} ms after the first process began`,
    )
  }
  fs.rmSync(directory, { recursive: true, force: true })
})

describe('roles run alone', () => {
  test.each([
    ['worker', {}, 'HEDGEROW_SECRET_KEY'],
    ['worker', { HEDGEROW_SECRET_KEY: 'k'.repeat(32) }, 'DATABASE_URL, CLICKHOUSE_URL and CLICKHOUSE_READER_URL'],
    ['web', {}, 'HEDGEROW_SECRET_KEY'],
    ['nonsense', {}, 'There is no command "nonsense"'],
  ])('%s with %j says what it needs', (command, env, message) => {
    const { status, output } = run(command, env)
    expect(status).toBe(1)
    expect(output).toContain(message)
    expect(output).not.toContain('    at ')
  })

  test('web and worker run against the stores of another installation', async () => {
    const host = await startStack()
    const directory = newDirectory()
    const env = {
      ...process.env,
      ...host.urls(),
      HEDGEROW_DATA_DIR: directory,
      HEDGEROW_PORT: '0',
      HEDGEROW_LOG_LEVEL: 'info',
      HEDGEROW_SECRET_KEY: 'k'.repeat(32),
    }
    const children = ['web', 'worker'].map((role) =>
      spawn(process.execPath, [cliScript, role], { env, stdio: ['ignore', 'pipe', 'inherit'] }),
    )
    try {
      let output = ''
      children[0]!.stdout.on('data', (chunk) => {
        output += chunk
      })
      const url = await waitFor(() => /listening at (http:[^"]+)/.exec(output)?.[1])
      const client = new Client({ url })
      await client.send({ event: 'elsewhere', distinct_id: 'u' })
      expect((await new Client(host).get('/api/projects/@current/events/?event=elsewhere')).results).toHaveLength(1)
    } finally {
      await Promise.all(children.map(stopProcess))
      await host.stop()
      fs.rmSync(directory, { recursive: true, force: true })
    }
  })
})

test.each([
  [{ HEDGEROW_PORT: 'x' }, 'HEDGEROW_PORT must be a whole number'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a URL starting with postgres:// or postgresql://'],
  [{ HEDGEROW_INIT_PROJECT_TOKEN: 'abc' }, 'HEDGEROW_INIT_PROJECT_TOKEN must look like phc_'],
  [{ HEDGEROW_SECRET_KEY: 'short' }, 'HEDGEROW_SECRET_KEY must have at least 32 characters'],
])('a bad setting is named: %o', (env, message) => {
  const { status, output } = run('start', env)
  expect(status).toBe(1)
  expect(output).toContain(message)
})
