import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { generateDemo } from './generate.ts'

const END = new Date('2026-03-01T00:00:00Z')

test('the same seed and end generate the same story, another seed another', () => {
  const [first, second, other] = [1, 1, 2].map((seed) =>
    createHash('sha256')
      .update(JSON.stringify(generateDemo(seed, END, 30)))
      .digest('hex'),
  )
  expect(second).toBe(first)
  expect(other).not.toBe(first)
})

test('a believable company', () => {
  const events = generateDemo(1, END)
  expect(events.length).toBeGreaterThan(100_000)
  expect(events.length).toBeLessThan(300_000)
  expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length)
  const times = events.map(({ timestamp }) => Date.parse(timestamp))
  expect(times.every((time, index) => index === 0 || time >= times[index - 1]!)).toBe(true)
  expect(times[0]).toBeGreaterThanOrEqual(END.getTime() - 90 * 86_400_000)
  expect(times.at(-1)).toBeLessThan(END.getTime())

  const identified = new Set(events.filter(({ event }) => event === '$identify').map((event) => event.distinct_id))
  expect(identified.size).toBeGreaterThan(2_000)
  expect(identified.size).toBeLessThan(6_000)
  // Every step of the funnel loses some people, and none loses all.
  const firsts = (name: string, path?: string) =>
    events.filter(({ event, properties }) => event === name && (!path || properties.$pathname === path)).length
  const steps = [
    firsts('$pageview', '/pricing'),
    firsts('$pageview', '/signup'),
    firsts('signed up'),
    firsts('workspace created'),
  ]
  for (let index = 1; index < steps.length; index++) {
    expect(steps[index]! / steps[index - 1]!).toBeGreaterThan(0.4)
    expect(steps[index]! / steps[index - 1]!).toBeLessThan(0.95)
  }
  // Retention: fewer come back in the sixth week than in the first, but some do.
  const signedUp = new Map(
    events
      .filter(({ event }) => event === 'signed up')
      .map(({ distinct_id: id, timestamp }) => [id, Date.parse(timestamp)]),
  )
  const active = [1, 6].map((week) => {
    const cohort = [...signedUp].filter(([, at]) => at < END.getTime() - 49 * 86_400_000).map(([id]) => id)
    const back = new Set(
      events
        .filter(
          ({ distinct_id: id, timestamp }) =>
            signedUp.has(id) && Math.floor((Date.parse(timestamp) - signedUp.get(id)!) / (7 * 86_400_000)) === week,
        )
        .map((event) => event.distinct_id),
    )
    return cohort.filter((id) => back.has(id)).length / cohort.length
  })
  expect(active[0]).toBeGreaterThan(active[1]! * 1.15)
  expect(active[1]).toBeGreaterThan(0.1)
  expect(new Set(events.flatMap(({ properties }) => properties.utm_source ?? [])).size).toBeGreaterThanOrEqual(3)
  expect(
    new Set(events.flatMap(({ properties }) => (properties.$groups as { company: string } | undefined)?.company ?? []))
      .size,
  ).toBeGreaterThan(200)
})
