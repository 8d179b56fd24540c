import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Outbound } from '../../../platform/outbound/outbound.ts'
import { SlackApi, type SlackError } from './slack-api.ts'

/** Answers in turn; the last one stays. */
let answers: { status?: number; headers?: Record<string, string>; body: unknown }[] = []
let calls = 0
const waits: number[] = []
const server = http.createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const { status = 200, headers = {}, body } = answers[Math.min(calls++, answers.length - 1)]!
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
})
const outbound = new Outbound({ allowPrivate: true })
let slack: SlackApi

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  slack = new SlackApi({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    outbound,
    pause: async (milliseconds) => void waits.push(milliseconds),
  })
})
beforeEach(() => {
  calls = 0
  waits.length = 0
})
afterAll(async () => {
  await outbound.close()
  await new Promise((resolve) => server.close(resolve))
})

const post = () => slack.post('xoxb', { channel: 'C1', text: 'Hello' })
const failure = () =>
  post().then(
    () => null,
    (error: SlackError) => error,
  )

test('a message is named by its time stamp', async () => {
  answers = [{ body: { ok: true, ts: '12.34' } }]
  expect(await post()).toBe('12.34')
  expect(calls).toBe(1)
})

test.each([
  ['a server error', { status: 502, body: 'bad gateway' }, [1000, 2000]],
  ['an error inside', { body: { ok: false, error: 'internal_error' } }, [1000, 2000]],
  ['an answer that is no JSON', { body: '<html>' }, [1000, 2000]],
  ['a rate limit, for as long as it says', { status: 429, headers: { 'retry-after': '7' }, body: '' }, [7000, 7000]],
  [
    'a rate limit of a day, not for that long',
    { status: 429, headers: { 'retry-after': '86400' }, body: '' },
    [30_000, 30_000],
  ],
])('%s is tried three times', async (_, answer, delays) => {
  answers = [answer]
  expect((await failure())?.isTransient).toBe(true)
  expect(calls).toBe(3)
  expect(waits).toEqual(delays)
})

test('one failure is forgotten when the next attempt succeeds', async () => {
  answers = [{ status: 500, body: '' }, { body: { ok: true, ts: '1' } }]
  expect(await post()).toBe('1')
})

test.each(['token_revoked', 'missing_scope', 'channel_not_found', 'not_in_channel', 'is_archived'])(
  '%s is not tried again, and needs somebody to act',
  async (error) => {
    answers = [{ body: { ok: false, error } }]
    expect(await failure()).toMatchObject({ code: error, isRevoked: true, isTransient: false })
    expect(calls).toBe(1)
  },
)

test('channels are read page by page, and sorted', async () => {
  answers = [
    { body: { ok: true, channels: [{ id: 'C2', name: 'zoo' }], response_metadata: { next_cursor: 'next' } } },
    { body: { ok: true, channels: [{ id: 'C1', name: 'art', is_private: true, is_member: true }] } },
  ]
  expect(await slack.channels('xoxb')).toEqual([
    { id: 'C1', name: 'art', isPrivate: true, isMember: true, isShared: false },
    { id: 'C2', name: 'zoo', isPrivate: false, isMember: false, isShared: false },
  ])
})
