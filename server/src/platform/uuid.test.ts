import { expect, test } from 'vitest'
import { newUuid } from './uuid.ts'

test('later uuids sort after earlier ones, however many are created per millisecond', () => {
  const ids = Array.from({ length: 50_000 }, newUuid)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
