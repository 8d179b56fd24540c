import { expect, test } from 'vitest'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { assertSettings, beginProject, describeProject, extendProjects } from './project-extensions.ts'
import type { Team } from './tables.ts'

const team = { id: 7, name: 'Shop', primaryDashboardId: null } as Team

/** A connection that records its statements. */
function recorder() {
  const statements: { text: string; values: unknown[] }[] = []
  const client = {
    query: async ({ text }: { text: string }, values: unknown[]) => {
      statements.push({ text, values })
      return { rows: [], rowCount: 0 }
    },
  } as unknown as PoolClient
  return { client, statements }
}

test('a process that did not call extendProjects gets an error', async () => {
  // A copy of the module, because other files of this process may have extended projects.
  const copy: typeof import('./project-extensions.ts') = await import('./project-extensions.ts?copy' as string)
  await expect(copy.endProject(recorder().client, 7)).rejects.toThrow('extendProjects')
})

test('a new project gets the settings of everything that it begins with', async () => {
  const { client, statements } = recorder()
  extendProjects([
    { begin: async (_client, { id }, creatorId) => ({ primaryDashboardId: id * 100 + creatorId }) },
    {},
    { begin: async () => ({ timezone: 'Europe/Oslo' }) },
  ])
  expect(await beginProject(client, team, 3)).toEqual({ ...team, primaryDashboardId: 703, timezone: 'Europe/Oslo' })
  expect(statements).toHaveLength(1)
  expect(statements[0]!.text).toMatch(/^update "teams"/)
  expect(statements[0]!.values).toEqual(expect.arrayContaining([703, 'Europe/Oslo', 7]))
})

test('a project that begins with nothing is not written again', async () => {
  const { client, statements } = recorder()
  extendProjects([{ begin: async () => ({}) }])
  expect(await beginProject(client, team, 3)).toEqual(team)
  expect(statements).toEqual([])
})

test('the first extension that refuses settings decides', async () => {
  const asked: string[] = []
  const refusing = (name: string) => ({
    assertSettings: async () => {
      asked.push(name)
      throw new Error(name)
    },
  })
  extendProjects([refusing('one'), refusing('other')])
  await expect(assertSettings(recorder().client, team, {})).rejects.toThrow('one')
  expect(asked).toEqual(['one'])
})

test('descriptions are combined', async () => {
  extendProjects([{}, { describe: async () => ({ has_group_types: true }) }, { describe: async () => ({}) }])
  expect(await describeProject(null as never, 7)).toEqual({ has_group_types: true })
})
