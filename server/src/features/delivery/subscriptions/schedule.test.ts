import { expect, test } from 'vitest'
import { describeSchedule, type ScheduleWords, WEEKDAYS } from './schedule.ts'

const schedule = (more: Partial<ScheduleWords>): ScheduleWords => ({
  frequency: 'weekly',
  interval: 1,
  byweekday: null,
  bysetpos: null,
  ...more,
})

test.each<[Partial<ScheduleWords>, string]>([
  [{ frequency: 'daily' }, 'sent every day'],
  [{ interval: 2, byweekday: ['monday'] }, 'sent every 2 weeks on Monday'],
  [{ frequency: 'monthly', bysetpos: -1, byweekday: WEEKDAYS.slice(0, 5) }, 'sent every month on the last weekday'],
  [{ frequency: 'monthly', interval: 3 }, 'sent every 3 months'],
  [{ frequency: 'monthly', bysetpos: 2, byweekday: ['tuesday'] }, 'sent every month on the second Tuesday'],
  [{ frequency: 'monthly', bysetpos: 1, byweekday: ['monday', 'sunday'] }, 'sent every month on the first day'],
  [{ frequency: 'monthly', bysetpos: 5, byweekday: ['monday'] }, 'sent on a schedule'],
  [{ frequency: 'monthly', bysetpos: 3 }, 'sent every month'],
  [{ frequency: 'daily', byweekday: WEEKDAYS }, 'sent every day'],
  [{ byweekday: ['friday', 'monday', 'thursday', 'wednesday', 'tuesday'] }, 'sent every week on weekdays'],
  [{ byweekday: ['friday', 'monday'] }, 'sent every week on Friday and Monday'],
  [{ byweekday: ['monday', 'tuesday', 'friday'] }, 'sent every week on Monday, Tuesday and Friday'],
  [{ byweekday: [] }, 'sent every week'],
  [{ frequency: 'yearly', interval: 2 }, 'sent every 2 years'],
])('%j: %s', (more, expected) => {
  expect(describeSchedule(schedule(more))).toBe(expected)
})
