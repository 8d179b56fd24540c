import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../testing/random.ts'
import { READER_USER, WRITER_USER } from '../users.ts'
import { type Engine, startEngine } from './front.ts'
import { assertStaysInside, bindParameters } from './sql-text.ts'

let engine: Engine
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-engine-'))
const client = (username: string, password: string) =>
  createClient({ url: `http://127.0.0.1:${engine.port}`, username, password, database: 'hedgerow' })

beforeAll(async () => {
  engine = await startEngine({ directory, database: 'hedgerow', port: 0, writerPassword: 'w', readerPassword: 'r' })
})
afterAll(async () => {
  await engine.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

describe('the embedded engine through @clickhouse/client', () => {
  test('creates, inserts with a deduplication token, and reads with parameters', async () => {
    const writer = client(WRITER_USER, 'w')
    await writer.command({
      query: `CREATE TABLE t (id UInt64, name String) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
    })
    const insert = () =>
      writer.insert({
        table: 't',
        format: 'JSONEachRow',
        values: [
          { id: 1, name: "o'neil\\ \n\t😀" },
          { id: 2, name: 'b' },
        ],
        clickhouse_settings: { insert_deduplication_token: 'batch-1' },
      })
    await insert()
    await insert()
    const reader = client(READER_USER, 'r')
    const rows = await reader.query({
      query:
        'SELECT id, name FROM t WHERE name IN {names:Array(String)} OR name = {one:String} OR id = {id:UInt64} ORDER BY id',
      query_params: { names: ['b', "x'\\"], one: "o'neil\\ \n\t😀", id: 77 },
      format: 'JSONEachRow',
    })
    expect(await rows.json()).toEqual([
      { id: 1, name: "o'neil\\ \n\t😀" },
      { id: 2, name: 'b' },
    ])
    await writer.close()
    await reader.close()
  })

  test('long lists of parameters work, in the body and in the URL', async () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `${index}-${'x'.repeat(30)}`)
    for (const use_multipart_params_auto of [true, false]) {
      const reader = createClient({
        url: `http://127.0.0.1:${engine.port}`,
        username: READER_USER,
        password: 'r',
        database: 'hedgerow',
        use_multipart_params_auto,
      })
      const given = use_multipart_params_auto ? ids : ids.slice(0, 10_000)
      const result = await reader.query({
        query: 'SELECT toUInt32(length({ids:Array(String)})) AS n, {ids:Array(String)}[3] AS third',
        query_params: { ids: given },
        format: 'JSONEachRow',
      })
      expect(await result.json()).toEqual([{ n: given.length, third: ids[2] }])
      await reader.close()
    }
  })

  test('takes a streamed, gzipped insert', async () => {
    const writer = createClient({
      url: `http://127.0.0.1:${engine.port}`,
      username: WRITER_USER,
      password: 'w',
      database: 'hedgerow',
      compression: { request: true, response: false },
    })
    await writer.command({ query: 'CREATE TABLE s (id UInt64) ENGINE = MergeTree ORDER BY id' })
    await writer.insert({ table: 's', format: 'JSONEachRow', values: Readable.from([{ id: 1 }, { id: 2 }, { id: 3 }]) })
    const result = await writer.query({ query: 'SELECT count() AS n FROM s', format: 'JSONEachRow' })
    expect(await result.json()).toEqual([{ n: 3 }])
    await writer.close()
  })

  test.each([
    ['a write', "INSERT INTO t SELECT 1, 'x'"],
    ['a file written', "SELECT 1 INTO OUTFILE '/tmp/hedgerow-outfile'"],
    ['a file read', "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ['a URL opened', "SELECT * FROM url('http://127.0.0.1/', 'LineAsString')"],
    ['a setting changed', 'SET max_memory_usage = 0'],
  ])('the reading user cannot cause %s', async (_name, query) => {
    const reader = client(READER_USER, 'r')
    await expect(reader.query({ query, format: 'JSONEachRow' }).then((r) => r.text())).rejects.toMatchObject({
      code: '164',
    })
    await reader.close()
  })

  test('errors carry the code and name that a server would send', async () => {
    const reader = client(READER_USER, 'r')
    await expect(reader.query({ query: 'SELECT * FROM missing', format: 'JSONEachRow' })).rejects.toMatchObject({
      code: '60',
      type: 'UNKNOWN_TABLE',
    })
    await reader.close()
    const stranger = client(READER_USER, 'wrong')
    await expect(stranger.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' })
    await stranger.close()
  })

  test('a cancelled request stops its query, and the session serves the next one', async () => {
    const reader = client(READER_USER, 'r')
    const cancel = new AbortController()
    const slow = reader
      .query({
        query: 'SELECT sum(number) AS n FROM numbers(1000000000000)',
        format: 'JSONEachRow',
        abort_signal: cancel.signal,
      })
      .then((result) => result.text())
    setTimeout(() => cancel.abort(), 200)
    await expect(slow).rejects.toThrow()
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () =>
        (await reader.query({ query: 'SELECT 1 AS n', format: 'JSONEachRow' })).json(),
      ),
    )
    expect(answers).toHaveLength(8)
    await reader.close()
  })

  test('requests that are aborted at any moment leak no session', async () => {
    const reader = client(READER_USER, 'r')
    const random = seededRandom(7)
    const ask = (query: string, options: object = {}) =>
      reader.query({ query, format: 'JSONEachRow', ...options }).then((result) => result.text())
    for (let round = 0; round < 150; round++) {
      const cancel = new AbortController()
      const rows = round % 3 === 0 ? 200_000 : 1
      const asked = ask(
        `SELECT number, sum(cityHash64(number)) FROM numbers(${Math.round(random() * 3_000_000) + rows}) GROUP BY number % ${rows} AS number`,
        {
          abort_signal: cancel.signal,
          // Use both kinds of sessions; there are fewest of the background kind.
          clickhouse_settings: round % 2 === 0 ? { max_execution_time: 600 } : {},
        },
      ).catch(() => {})
      setTimeout(() => cancel.abort(), random() * 40)
      await asked
    }
    for (const max_execution_time of [30, 600])
      for (let again = 0; again < 6; again++)
        expect(await ask('SELECT 1 AS n', { clickhouse_settings: { max_execution_time } })).toBe('{"n":1}\n')
    await reader.close()
  })

  test('output of a query that was cancelled or failed midway does not appear in the answer to the next one', async () => {
    const reader = client(READER_USER, 'r')
    const format = 'JSONCompactEachRowWithNamesAndTypes' as const
    const ask = async (query: string) => (await reader.query({ query, format })).text()
    const failing = [
      async () => {
        const cancel = new AbortController()
        const query =
          'SELECT sum(cityHash64(a.number, b.number)) AS leaked FROM numbers(1000000) AS a CROSS JOIN numbers(1000000) AS b'
        const slow = reader.query({ query, format, abort_signal: cancel.signal }).then((result) => result.text())
        setTimeout(() => cancel.abort(), 200)
        await slow
      },
      () => ask('SELECT number AS leaked, throwIf(number = 5) FROM numbers(10)').then(assertWhole),
      () => ask('SELECT number AS leaked, throwIf(number = 100000) FROM numbers(200000)').then(assertWhole),
      () => ask('SELECT sum(throwIf(number = 1000000)) AS leaked FROM numbers(2000000)').then(assertWhole),
      () =>
        ask('SELECT toString(number) AS leaked, groupArray(rand()) FROM numbers(100000000) GROUP BY leaked').then(
          assertWhole,
        ),
    ]
    for (const fail of failing) {
      await expect(fail()).rejects.toThrow()
      // More often than there are sessions.
      for (let again = 0; again < 6; again++)
        expect(await ask('SELECT number AS n FROM numbers(2)')).toBe('["n"]\n["UInt64"]\n[0]\n[1]\n')
    }
    await reader.close()
  })
})

/** An error after the first rows is in the last line. */
function assertWhole(text: string): void {
  if (text.includes('{"exception"')) throw new Error('failed midway')
}

describe('statement text', () => {
  const bind = (sql: string, values: Record<string, string>) => bindParameters(sql, new Map(Object.entries(values)))
  test('placeholders inside strings and comments are left alone', () => {
    expect(bind("SELECT '{a:String}' -- {a:String}\n, {a:String}", { a: 'x' })).toBe(
      "SELECT '{a:String}' -- {a:String}\n, CAST('x', 'String')",
    )
  })
  test('a value cannot break out of its quotes', () => {
    expect(bind('SELECT {a:String}', { a: "\\\\' OR 1 --" })).toBe("SELECT CAST('\\\\\\' OR 1 --', 'String')")
  })
  test('a missing parameter is an error', () => {
    expect(() => bind('SELECT {a:String}', {})).toThrow('`a` was not set')
  })
  test('a column named like a table function is not a call, and neither is a string with its name', () => {
    expect(() => assertStaysInside("SELECT url, file FROM t WHERE x = 'url(1)'")).not.toThrow()
    expect(() => assertStaysInside('SELECT * FROM url /* x */ (1)')).toThrow()
  })
})
