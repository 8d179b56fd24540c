/** The filters in the address, what the API gets, and saved filters. */
import { expect, test } from 'vitest'
import { isFiltered, listParameters, NO_FILTERS, readStored, recordingsSearch, storedFilters } from './search'

const FULL = {
  ...NO_FILTERS,
  from: '-30d',
  to: '2026-01-31',
  min: 60,
  events: [
    { id: 'signed up', type: 'events' as const, name: 'signed up' },
    { id: 4, type: 'actions' as const, name: 'Bought' },
  ],
  filters: [{ key: 'plan', type: 'person' as const, operator: 'exact' as const, value: ['pro'] }],
  page: '/pricing',
  console: 'error' as const,
  log: 'timeout',
  person: '0190',
  hides: 'any-user' as const,
  order: 'click_count' as const,
  isAscending: true,
}

test('each filter is the parameter that it means', () => {
  expect(listParameters(NO_FILTERS)).toEqual({ date_from: '-7d', order: 'start_time', order_direction: 'DESC' })
  const parameters = listParameters(FULL)
  expect(parameters).toMatchObject({
    date_from: '-30d',
    date_to: '2026-01-31',
    person_uuid: '0190',
    hide_viewed_recordings: 'any-user',
    order: 'click_count',
    order_direction: 'ASC',
  })
  expect(JSON.parse(parameters.events!)).toEqual([{ id: 'signed up', type: 'events', name: 'signed up', order: 0 }])
  expect(JSON.parse(parameters.actions!)).toEqual([{ id: 4, type: 'actions', name: 'Bought', order: 1 }])
  expect(JSON.parse(parameters.properties!)).toEqual([
    { key: 'plan', type: 'person', operator: 'exact', value: ['pro'] },
    { key: '$current_url', type: 'event', operator: 'icontains', value: '/pricing' },
  ])
  expect(JSON.parse(parameters.console_log_filters!).map(({ key }: { key: string }) => key)).toEqual([
    'level',
    'message',
  ])
  expect(JSON.parse(parameters.having_predicates!)).toEqual([
    { type: 'recording', key: 'duration', operator: 'gte', value: 60 },
  ])
})

test('a saved filter is read back as it was', () => {
  expect(readStored(storedFilters(FULL))).toEqual({ filters: FULL, isWhole: true })
  expect(readStored(storedFilters(NO_FILTERS))).toEqual({ filters: NO_FILTERS, isWhole: true })
  // PostgreSQL changes the order of the names.
  const stored = JSON.parse(JSON.stringify(storedFilters(FULL)), (_name, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  )
  expect(readStored(stored)).toEqual({ filters: FULL, isWhole: true })
})

test('a saved filter of another client that says more is not shown as the whole', () => {
  expect(readStored({ date_from: '-3d', operand: 'OR' })).toMatchObject({ filters: { from: '-3d' }, isWhole: false })
})

test('nonsense in the address counts as absent', () => {
  const search = recordingsSearch.parse({ min: -4, events: 'x', filters: [1], order: 'name', tab: 'nope', console: 7 })
  expect(search).toEqual({ ...NO_FILTERS, tab: 'recordings', list: '' })
  expect(isFiltered(search)).toBe(false)
  expect(isFiltered(FULL)).toBe(true)
})
