import { expect, test } from 'vitest'
import { describeLag } from './doctor.ts'

test.each([
  [null, 'unknown: the event log cannot be read', true],
  [{ records: 0, bytes: 0, seconds: 0 }, 'none: every accepted event is stored', false],
  [{ records: 0, bytes: 0, seconds: null }, 'none: every accepted event is stored', false],
  [{ records: 3, bytes: 2 ** 30, seconds: 2 }, '3 requests (1.0 GiB) wait, the oldest for 2.0 s', false],
  [{ records: 3, bytes: 2 ** 30, seconds: 3600 }, '3 requests (1.0 GiB) wait, the oldest for 3600.0 s', true],
  [{ records: 3, bytes: 2 ** 30, seconds: null }, '3 requests (1.0 GiB) wait', true],
])('the lag %o', (lag, text, isBad) => expect(describeLag(lag)).toEqual(['Ingestion lag', text, isBad]))
