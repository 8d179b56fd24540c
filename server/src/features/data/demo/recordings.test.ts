import { expect, test } from 'vitest'
import { generateDemo } from './generate.ts'
import { demoRecordings, RECORDINGS } from './recordings.ts'

test('the latest sessions have recordings that a player can play, the same every time', () => {
  const events = generateDemo(1, new Date('2026-03-01T00:00:00Z'), 10)
  const uploads = demoRecordings(events, 1)
  expect(demoRecordings(events, 1)).toEqual(uploads)
  expect(new Set(uploads.map(({ sessionId }) => sessionId)).size).toBe(RECORDINGS)
  expect(new Set(uploads.map(({ uuid }) => uuid)).size).toBe(uploads.length)
  const sessions = new Set(events.map(({ properties }) => properties.$session_id))
  for (const { sessionId, items } of uploads) {
    expect(sessions).toContain(sessionId)
    // A page is told before anything happens on it, and what happens names its nodes.
    expect(items.slice(0, 2).map(({ type }) => type)).toEqual([4, 2])
    const ids = new Set<unknown>()
    JSON.stringify(items[1]!.data.node, (key, value) => {
      if (key === 'id') ids.add(value)
      return value
    })
    for (const { data } of items.slice(2)) if (data.id !== undefined) expect(ids).toContain(data.id)
    const times = items.map(({ timestamp }) => timestamp)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  }
  const kinds = uploads.flatMap(({ items }) => items.map(({ type, data }) => `${type}:${data.source ?? ''}`))
  expect(new Set(kinds)).toEqual(new Set(['4:', '2:', '3:1', '3:2', '3:3', '3:5', '6:']))
})
