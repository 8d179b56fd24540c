import { expect, test } from 'vitest'
import { BUSINESS_DAYS, describeSchedule, type ScheduleWords, scheduleSentence, WEEKDAYS } from './schedule.ts'

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

// 2026-03-05 is a Thursday.
test.each<[Partial<ScheduleWords>, string]>([
  [{ frequency: 'daily' }, 'Every day at 9:00'],
  [{ frequency: 'daily', interval: 3 }, 'Every 3 days at 9:00'],
  [{ frequency: 'daily', byweekday: ['monday', 'friday'] }, 'Every Monday and Friday at 9:00'],
  [{ frequency: 'daily', interval: 2, byweekday: BUSINESS_DAYS }, 'Every 2 days on weekdays at 9:00'],
  [{}, 'Every Thursday at 9:00'],
  [{ byweekday: [] }, 'Every Thursday at 9:00'],
  [{ byweekday: [...BUSINESS_DAYS].reverse() }, 'Every weekday at 9:00'],
  [{ byweekday: WEEKDAYS }, 'Every day at 9:00'],
  [{ byweekday: ['friday', 'monday', 'tuesday'] }, 'Every Monday, Tuesday and Friday at 9:00'],
  [{ interval: 2, byweekday: ['monday'] }, 'Every 2 weeks on Monday at 9:00'],
  [{ interval: 2, byweekday: BUSINESS_DAYS }, 'Every 2 weeks on weekdays at 9:00'],
  [{ bysetpos: -1, byweekday: ['monday'] }, 'Every Monday at 9:00'],
  [{ frequency: 'monthly' }, 'Every month on day 5 at 9:00'],
  [{ frequency: 'monthly', bysetpos: 3 }, 'Every month on day 5 at 9:00'],
  [{ frequency: 'monthly', bysetpos: 1, byweekday: ['monday'] }, 'Every month on the first Monday at 9:00'],
  [
    { frequency: 'monthly', interval: 3, bysetpos: -1, byweekday: BUSINESS_DAYS },
    'Every 3 months on the last weekday at 9:00',
  ],
  [{ frequency: 'monthly', bysetpos: -2, byweekday: WEEKDAYS }, 'Every month on the 2nd to last day at 9:00'],
  [{ frequency: 'monthly', bysetpos: 12, byweekday: BUSINESS_DAYS }, 'Every month on the 12th weekday at 9:00'],
  [
    { frequency: 'monthly', bysetpos: 3, byweekday: ['saturday', 'sunday'] },
    'Every month on the third of Saturday and Sunday at 9:00',
  ],
  [{ frequency: 'monthly', byweekday: ['friday'] }, 'Every month, each Friday at 9:00'],
  [{ frequency: 'yearly' }, 'Every year on March 5 at 9:00'],
  [{ frequency: 'yearly', interval: 2, byweekday: ['friday'] }, 'Every 2 years, each Friday at 9:00'],
])('%j for people: %s', (more, expected) => {
  expect(scheduleSentence({ ...schedule(more), date: '2026-03-05', time: '09:00' })).toBe(expected)
})

test('a time in the evening', () => {
  expect(scheduleSentence({ ...schedule({ frequency: 'daily' }), date: '2026-03-05', time: '18:30' })).toBe(
    'Every day at 18:30',
  )
})
