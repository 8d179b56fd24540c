import { expect, test } from 'vitest'
import { projectIn } from './project-links'

test.each([
  ['/insights/abc?project=2', { projectId: 2, rest: '/insights/abc' }],
  [
    '/dashboard/5/subscriptions/7?project=12&utm_source=hedgerow&utm_campaign=subscription_report&utm_medium=email',
    { projectId: 12, rest: '/dashboard/5/subscriptions/7' },
  ],
  [
    '/sql?q=SELECT+1&project=3&variables=%7B%22a%22%3A1%7D#x',
    { projectId: 3, rest: '/sql?q=SELECT+1&variables=%7B%22a%22%3A1%7D#x' },
  ],
  ['/insights/abc?utm_source=hedgerow', null],
  ['/insights/abc?project=', null],
  ['/insights/abc?project=-1', null],
  ['/insights/abc?project=1e3', null],
  ['/insights/abc?project=99999999999999', null],
])('%s', (href, expected) => {
  expect(projectIn(href)).toEqual(expected)
})
