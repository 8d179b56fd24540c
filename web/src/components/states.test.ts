import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { noAnswer, RequestError } from '../api/client'
import { explain } from '../api/problems'
import { moreOf } from './paging'
import type { Question } from './refresh-note'
import { Loaded, together } from './states'

const failure = (status: number, detail = '', code = 'error') =>
  new RequestError(status, { type: 'server_error', code, detail, attr: null }, 'req-1')

const question = (change: Partial<Question<number[]>>): Question<number[]> => ({
  data: undefined,
  error: null,
  isFetching: false,
  dataUpdatedAt: 0,
  refetch: () => {},
  ...change,
})

const draw = (change: Partial<Question<number[]>>) =>
  renderToStaticMarkup(
    createElement(Loaded<number[]>, {
      query: question(change),
      isEmpty: (data) => data.length === 0,
      empty: 'Nothing here',
      // biome-ignore lint/correctness/noChildrenProp: a plain test file has no JSX
      children: (data) => `Rows ${data.join()}`,
    }),
  )

describe('what a region shows for a query', () => {
  test('while it loads: a skeleton, and no empty state', () => {
    expect(draw({ isFetching: true })).toContain('aria-label="Loading"')
    expect(draw({ isFetching: true })).not.toContain('Nothing')
  })
  test('after a failure without data: the error with a retry', () => {
    const html = draw({ error: failure(500) })
    expect(html).toContain('The server ran into an error.')
    expect(html).toContain('Try again')
    expect(html).not.toContain('Nothing')
  })
  test('after a failed refresh: the old data, its age, the reason, and a retry', () => {
    const at = new Date()
    at.setHours(14, 3)
    const html = draw({ data: [1, 2], error: failure(503), dataUpdatedAt: at.getTime() })
    expect(html).toContain('Rows 1,2')
    expect(html).toContain('Not refreshed since 14:03. The server is temporarily unavailable.')
    expect(html).toContain('Try again')
  })
  test('a nested region leaves the line to the outer one', () => {
    const failed = question({ data: [1], error: failure(500) })
    const nested = (outer: Question<number[]>) =>
      renderToStaticMarkup(
        createElement(Loaded<number[]>, {
          query: outer,
          // biome-ignore lint/correctness/noChildrenProp: a plain test file has no JSX
          children: () => createElement(Loaded<number[]>, { query: failed, children: () => 'Rows' }),
        }),
      )
    expect(nested(failed).match(/Not refreshed/g)).toHaveLength(1)
    expect(nested(question({ data: [1] })).match(/Not refreshed/g)).toHaveLength(1)
  })
  test('after an answer: the data, or the empty state', () => {
    expect(draw({ data: [1] })).toContain('Rows 1')
    expect(draw({ data: [] })).toContain('Nothing here')
    expect(draw({ data: [1] })).not.toContain('Try again')
  })
  test('when the next page of a list fails: the loaded rows, and that there is an error', () => {
    expect(draw({ data: [1], error: failure(500), isFetchNextPageError: true })).toContain('Could not load more.')
    // A table scrolled to its end would otherwise retry at once, forever.
    expect(moreOf({ hasNextPage: true, isFetchNextPageError: true }).hasMore).toBe(false)
  })
})

test('combined queries have data once each has data, and fail if one fails', () => {
  const [known, failed] = [question({ data: [1], dataUpdatedAt: 5 }), question({ error: failure(500) })]
  expect(together(known, failed)).toMatchObject({ data: undefined, error: { status: 500 } })
  expect(together(known, question({ data: [2], dataUpdatedAt: 3 }))).toMatchObject({
    data: [[1], [2]],
    error: null,
    dataUpdatedAt: 3,
  })
})

test.each([
  ['no network', noAnswer(false), false, 'You are offline.'],
  ['a server that is down', noAnswer(false), true, 'The server cannot be reached.'],
  ['a gateway without a server', failure(502), true, 'The server cannot be reached.'],
  ['a timeout', noAnswer(true), true, 'The server took too long to respond.'],
  ['a query that took too long', failure(400, 'Narrow it.', 'timeout_exceeded'), true, 'The query took too long'],
  ['a canceled query', failure(400, 'x', 'cancelled'), true, 'The query was canceled.'],
  ['a server error', failure(500, 'A server error occurred.'), true, 'The server ran into an error.'],
  ['a busy server', failure(503), true, 'The server is temporarily unavailable.'],
  ['an invalid query', failure(400, 'No such column.'), true, 'The server rejected this request.'],
  ['no permission', failure(403), true, 'You don’t have access to this.'],
  ['a deleted object', failure(404, 'Not found.'), true, 'This no longer exists.'],
  ['too many requests', failure(429), true, 'Too many requests.'],
])('the message for %s', (_name, error, isOnline, title) => {
  expect(explain(error, isOnline).title).toContain(title)
})

test('says what is wrong with a query, and never blames the query for a server error', () => {
  expect(explain(failure(400, 'No such column.')).advice).toBe('No such column.')
  expect(explain(failure(500, 'No such column.')).advice).toContain('not in your query')
})
