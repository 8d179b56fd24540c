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

describe('what a region shows of a question', () => {
  test('while it is asked: a skeleton, and no word of emptiness', () => {
    expect(draw({ isFetching: true })).toContain('aria-label="Loading"')
    expect(draw({ isFetching: true })).not.toContain('Nothing')
  })
  test('after a failure without data: the error with a retry', () => {
    const html = draw({ error: failure(500) })
    expect(html).toContain('The server failed to answer.')
    expect(html).toContain('Try again')
    expect(html).not.toContain('Nothing')
  })
  test('after a failed refresh: the old data, since when, why, and a retry', () => {
    const at = new Date()
    at.setHours(14, 3)
    const html = draw({ data: [1, 2], error: failure(503), dataUpdatedAt: at.getTime() })
    expect(html).toContain('Rows 1,2')
    expect(html).toContain('Not refreshed since 14:03. The server cannot answer at the moment.')
    expect(html).toContain('Try again')
  })
  test('a region inside another one leaves the line to it', () => {
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
  test('after an answer: data, or that there is none', () => {
    expect(draw({ data: [1] })).toContain('Rows 1')
    expect(draw({ data: [] })).toContain('Nothing here')
    expect(draw({ data: [1] })).not.toContain('Try again')
  })
  test('when more of a list failed: what was read, and that more was not', () => {
    expect(draw({ data: [1], error: failure(500), isFetchNextPageError: true })).toContain('More could not be loaded.')
    // A table in sight of its end would ask again at once, for ever.
    expect(moreOf({ hasNextPage: true, isFetchNextPageError: true }).hasMore).toBe(false)
  })
})

test('several questions have an answer when each has one, and fail when one fails', () => {
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
  ['a server that is away', noAnswer(false), true, 'The server cannot be reached.'],
  ['a gateway without a server', failure(502), true, 'The server cannot be reached.'],
  ['no answer in time', noAnswer(true), true, 'The server took too long to answer.'],
  ['a query beyond its time', failure(400, 'Narrow it.', 'timeout_exceeded'), true, 'The question took too long'],
  ['a query that was stopped', failure(400, 'x', 'cancelled'), true, 'The question was cancelled.'],
  ['a fault of the server', failure(500, 'A server error occurred.'), true, 'The server failed to answer.'],
  ['a server that is busy', failure(503), true, 'The server cannot answer at the moment.'],
  ['a wrong question', failure(400, 'No such column.'), true, 'The server cannot answer this question.'],
  ['no permission', failure(403), true, 'You may not see this.'],
  ['what is gone', failure(404, 'Not found.'), true, 'This does not exist any more.'],
  ['too many requests', failure(429), true, 'Too many requests.'],
])('words for %s', (_name, error, isOnline, title) => {
  expect(explain(error, isOnline).title).toContain(title)
})

test('what is wrong with a question is told; a fault of the server is never called one of the question', () => {
  expect(explain(failure(400, 'No such column.')).advice).toBe('No such column.')
  expect(explain(failure(500, 'No such column.')).advice).toContain('not your question')
})
