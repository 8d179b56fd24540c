import { expect, test } from 'vitest'
import { engineMessage, shownType } from './engine-message.ts'

test.each([
  [
    'Code: 153. DB::Exception: Division by zero: In scope SELECT intDiv(1, 0) AS x FROM events AS __t0. (ILLEGAL_DIVISION)',
    'ILLEGAL_DIVISION',
    'Division by zero',
  ],
  [
    "Code: 215. DB::Exception: Column '__t0.event' is not under aggregate function and not in GROUP BY keys. In query SELECT __t0.event. (NOT_AN_AGGREGATE)",
    'NOT_AN_AGGREGATE',
    "Column 'event' is not under aggregate function and not in GROUP BY keys",
  ],
  [
    "Illegal types DateTime64(6, 'UTC') and Array(LowCardinality(String)) of arguments of function plus: while executing 'FUNCTION plus'",
    'ILLEGAL_TYPE_OF_ARGUMENT',
    "Illegal types DateTime64(6, 'UTC') and Array(String) of arguments of function plus",
  ],
  // If the message quotes generated SQL before its point, a general message is shown.
  [
    "Column 'ifNull(__t1.person_id, __t0.person_id)' is not under aggregate function",
    'NOT_AN_AGGREGATE',
    'A column is neither in GROUP BY nor within an aggregate function.',
  ],
  [
    'Syntax error: failed at position 21 ()): ) FROM events. Expected one of: token, Comma',
    'SYNTAX_ERROR',
    'The query cannot be read by the engine. Check the number of arguments of its functions.',
  ],
  [
    'Something odd about toTimeZone(timestamp) and more',
    'SOME_NEW_ERROR',
    'The query cannot be answered: some new error.',
  ],
  ['x'.repeat(301), 'SOME_NEW_ERROR', 'The query cannot be answered: some new error.'],
])('%s', (message, type, shown) => {
  expect(engineMessage(message, type)).toBe(shown)
})

test('shows types without storage details', () => {
  expect(shownType('LowCardinality(String)')).toBe('String')
  expect(shownType('Array(LowCardinality(Nullable(String)))')).toBe('Array(Nullable(String))')
  expect(shownType('Tuple(LowCardinality(FixedString(2)), UInt8)')).toBe('Tuple(FixedString(2), UInt8)')
  expect(shownType("DateTime64(6, 'UTC')")).toBe("DateTime64(6, 'UTC')")
})
