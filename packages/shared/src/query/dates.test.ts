import { describe, expect, test } from 'vitest'
import { addDays, bucketLabel, describeRange, firstIncomplete, intervalsFor, shiftRange } from './dates.ts'

describe('ranges in words', () => {
  test.each([
    [undefined, 'Last 7 days'],
    [{ date_from: '-30d' }, 'Last 30 days'],
    [{ date_from: '-30d', date_to: '' }, 'Last 30 days'],
    [{ date_from: '-5w' }, 'Last 5 weeks'],
    [{ date_from: '-1dStart', date_to: '-1dEnd' }, 'Yesterday'],
    [{ date_from: 'all' }, 'All time'],
    [{ date_from: '2026-01-05', date_to: '2026-02-01' }, '5 Jan 2026 – 1 Feb 2026'],
    [{ date_from: '2026-01-05 13:00:00', date_to: '2026-01-05 15:00:00' }, '5 Jan 2026 13:00 – 5 Jan 2026 15:00'],
    [{ date_from: '2026-12-31' }, 'Since 31 Dec 2026'],
    [{ date_from: '-14d', date_to: '-7d' }, '14 days ago – 7 days ago'],
  ])('%j', (range, text) => expect(describeRange(range)).toBe(text))
})

describe('the previous and next period', () => {
  const week = { from: '2026-03-01', to: '2026-03-07' }
  test('is as long, even across a clock change', () => {
    expect(shiftRange(week, -1, '2026-03-07')).toEqual({ date_from: '2026-02-22', date_to: '2026-02-28' })
    expect(shiftRange({ from: '2026-03-28', to: '2026-03-30' }, 1, '2026-12-01')).toEqual({
      date_from: '2026-03-31',
      date_to: '2026-04-02',
    })
  })
  test('ends today at the latest, and none begins tomorrow', () => {
    expect(shiftRange(week, 1, '2026-03-10')).toEqual({ date_from: '2026-03-08', date_to: '2026-03-10' })
    expect(shiftRange(week, 1, '2026-03-07')).toBeNull()
  })
  test('leap days and year ends', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
  })
})

describe('the first incomplete bucket', () => {
  const days = ['2026-11-19', '2026-11-20', '2026-11-21']
  test('depends on the clock of the project, not on that of the browser', () => {
    const now = new Date('2026-11-21T02:00:00Z')
    expect(firstIncomplete(days, 'day', 'UTC', now)).toBe(2)
    expect(firstIncomplete(days, 'day', 'America/New_York', now)).toBe(1)
    expect(firstIncomplete(days, 'day', 'Pacific/Auckland', new Date('2026-11-21T12:00:00Z'))).toBe(3)
  })
  test('of hours, weeks and months', () => {
    const now = new Date('2026-11-21T10:30:00Z')
    expect(firstIncomplete(['2026-11-21 09:00:00', '2026-11-21 10:00:00'], 'hour', 'UTC', now)).toBe(1)
    expect(firstIncomplete(['2026-11-08', '2026-11-15'], 'week', 'UTC', now)).toBe(1)
    expect(firstIncomplete(['2026-11-08', '2026-11-14'], 'week', 'UTC', now)).toBe(2)
    expect(firstIncomplete(['2026-10-01', '2026-11-01'], 'month', 'UTC', now)).toBe(1)
    expect(firstIncomplete(['2026-11-21 10:29:00', '2026-11-21 10:30:00'], 'minute', 'UTC', now)).toBe(1)
    expect(firstIncomplete([], 'day', 'UTC', now)).toBe(0)
  })
})

test('bucket labels', () => {
  expect(bucketLabel('2026-01-05', 'day')).toBe('5 Jan')
  expect(bucketLabel('2026-01-05', 'day', true)).toBe('5 Jan 2026')
  expect(bucketLabel('2026-01-05', 'week', true)).toBe('Week of 5 Jan 2026')
  expect(bucketLabel('2026-02-01', 'month')).toBe('Feb')
  expect(bucketLabel('2026-01-01', 'month')).toBe('Jan 2026')
  expect(bucketLabel('2026-01-05 13:00:00', 'hour')).toBe('13:00')
  expect(bucketLabel('2026-01-05 00:00:00', 'hour')).toBe('5 Jan')
  expect(bucketLabel('2026-01-05 13:00:00', 'hour', true)).toBe('5 Jan 2026, 13:00')
  expect(bucketLabel('3 days', null)).toBe('3 days')
})

test('sensible intervals', () => {
  expect(intervalsFor({ date_from: 'dStart' })[0]).toBe('hour')
  expect(intervalsFor({ date_from: '-24h' })[0]).toBe('hour')
  expect(intervalsFor(undefined)[0]).toBe('day')
  expect(intervalsFor({ date_from: '-12m' })[0]).toBe('week')
  expect(intervalsFor({ date_from: 'all' })[0]).toBe('week')
  expect(intervalsFor({ date_from: '2026-01-01', date_to: '2026-01-02' })[0]).toBe('hour')
})
