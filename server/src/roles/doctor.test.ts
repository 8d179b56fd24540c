import { once } from 'node:events'
import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, test } from 'vitest'
import { describeLag, describeMail, describeRecordings, hostToAsk, isTooOld } from './doctor.ts'

test.each([
  [null, 'unknown: the event log cannot be read', true],
  [{ records: 0, bytes: 0, seconds: 0 }, 'none: every accepted event is stored', false],
  [{ records: 0, bytes: 0, seconds: null }, 'none: every accepted event is stored', false],
  [{ records: 3, bytes: 2 ** 30, seconds: 2 }, '3 requests (1.0 GiB) wait, the oldest for 2.0 s', false],
  [{ records: 3, bytes: 2 ** 30, seconds: 3600 }, '3 requests (1.0 GiB) wait, the oldest for 3600.0 s', true],
  [{ records: 3, bytes: 2 ** 30, seconds: null }, '3 requests (1.0 GiB) wait', true],
])('the lag %o', (lag, text, isBad) => expect(describeLag(lag)).toEqual(['Ingestion lag', text, isBad]))

test.each([
  ['0.0.0.0', 'http://127.0.0.1:8000/'],
  ['127.0.0.1', 'http://127.0.0.1:8000/'],
  ['::', 'http://[::1]:8000/'],
  ['fd00::7', 'http://[fd00::7]:8000/'],
  ['localhost', 'http://localhost:8000/'],
])('doctor asks a web that listens on %s at %s', (address, url) => {
  expect(new URL(`http://${hostToAsk(address)}:8000/`).href).toBe(url)
})

test.each([
  ['18.20.0', true],
  ['20.0.0', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['22.1.0', false],
])('Node.js %s is too old: %s', (node, isOld) => expect(isTooOld(node)).toBe(isOld))

test('what recordings take is told from the names of their files', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doctor-'))
  try {
    expect(describeRecordings(path.join(folder, 'none'))).toBe('none')
    for (const file of [
      '1/2026-02-02/a.0.jsonl.gz',
      '1/2026-02-01/a.1.jsonl.br',
      '2/2026-02-03/a.2.jsonl.gz',
      '1/old/x.json.gz',
    ]) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      fs.writeFileSync(path.join(folder, file), 'x')
    }
    expect(describeRecordings(folder)).toMatch(/^3 sessions, .*, the oldest from 2026-02-01$/)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
})

test('the mail server is asked whether it lets us in', async () => {
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ password }, _session, done) =>
      password === 'right' ? done(null, { user: 'ada' }) : done(Object.assign(new Error('No.'), { responseCode: 535 })),
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.server.address() as AddressInfo
  const ask = (address: string) => describeMail({ SMTP_URL: address, HEDGEROW_MAIL_FROM: 'h@example.com' })
  expect(await ask(`smtp://ada:right@127.0.0.1:${port}`)).toEqual([
    'Mail',
    `127.0.0.1:${port} accepts connections`,
    false,
  ])
  expect(await ask(`smtp://ada:wrong@127.0.0.1:${port}`)).toEqual([
    'Mail',
    'The mail server does not accept the user or the password: 535 No.',
    true,
  ])
  await new Promise<void>((resolve) => server.close(resolve))
  expect(await ask(`smtp://127.0.0.1:${port}`)).toEqual([
    'Mail',
    expect.stringMatching(/^The mail server cannot be reached: .*ECONNREFUSED/),
    true,
  ])
  expect(await describeMail({ SMTP_URL: undefined, HEDGEROW_MAIL_FROM: 'h@example.com' })).toEqual([
    'Mail',
    'no server; set SMTP_URL to send reports, alerts and invitations',
  ])
})
