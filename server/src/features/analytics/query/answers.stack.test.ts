/** Cached answers and background runs across a restart, and the cleanup of old ones. */
import { expect, test } from 'vitest'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { Client, newDirectory, startStack, stopProcess, waitFor } from '../../../testing/stack.ts'
import { forgetOldAnswers } from './cache.ts'

test('keeps cached answers across a restart and reports runs that the restart ended', async () => {
  const directory = newDirectory()
  const first = await startStack({}, directory)
  const post = async (client: Client, body: object) =>
    client.request('/api/projects/1/query/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const query = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'a' }] }
  const asked = (await (await post(new Client(first), { query })).json()) as any
  expect(asked.is_cached).toBe(false)
  const slow = {
    kind: 'HogQLQuery',
    query: 'SELECT sum(cityHash64(a.number, b.number)) FROM numbers(1000000) AS a CROSS JOIN numbers(1000000) AS b',
  }
  await post(new Client(first), { query: slow, refresh: 'force_async', client_query_id: 'lost' })
  await stopProcess(first.supervisor)

  const second = await startStack({}, directory)
  try {
    const client = new Client(second)
    const again = (await (await post(client, { query })).json()) as any
    expect([again.is_cached, again.last_refresh]).toEqual([true, asked.last_refresh])
    // An orderly stop cancels the run. To simulate a crash, mark it as unfinished and not renewed.
    await second.sql("UPDATE query_runs SET finished_at = NULL, error = NULL, renewed_at = now() - interval '1 hour'")
    const ended = await waitFor(async () => {
      const response = await client.request('/api/projects/1/query/lost/')
      return response.status === 202 ? undefined : ((await response.json()) as any)
    })
    expect(ended.detail).toBe('The server was restarted while the query ran. Ask again.')

    const db = openPostgres(second.urls().DATABASE_URL!)
    try {
      await second.sql("INSERT INTO query_results SELECT 1, 'old', '{}', now() - interval '8 days'")
      await forgetOldAnswers(db.$client)
      expect(await second.sql("SELECT 1 FROM query_results WHERE cache_key = 'old'")).toEqual([])
      expect((await second.sql('SELECT 1 FROM query_results')).length).toBe(1)
    } finally {
      await db.$client.end()
    }
  } finally {
    await second.stop()
  }
})
