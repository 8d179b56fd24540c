/** Compares insights over small random projects with the simple reference implementation in `reference.ts`. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsForAll, PROPERTY_RUNS } from '../../../testing/random.ts'
import * as plain from '../../../testing/reference.ts'
import { type MadeTeam, World } from '../../../testing/world.ts'
import { knownTemplates, parseExpr, parseSelect } from '../hogql/index.ts'
import { runNode } from './index.ts'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world?.close())

/**
 * Time zones, each with a date around which all events happen. On most of these dates the clocks change; on some the
 * day has 24 hours.
 */
const PLACES = [
  { zone: 'UTC', middle: '2026-03-29' },
  { zone: 'Asia/Kolkata', middle: '2026-03-29' },
  { zone: 'Europe/Berlin', middle: '2026-03-29' },
  { zone: 'America/New_York', middle: '2025-11-02' },
  { zone: 'Australia/Lord_Howe', middle: '2026-04-05' },
  // Clocks that skip midnight, or repeat the hour before or after it.
  { zone: 'America/Santiago', middle: '2024-09-08' },
  { zone: 'America/Santiago', middle: '2024-04-07' },
  { zone: 'America/Sao_Paulo', middle: '2018-11-04' },
  { zone: 'America/Havana', middle: '2024-03-10' },
  { zone: 'America/Havana', middle: '2024-11-03' },
  { zone: 'Africa/Cairo', middle: '2024-04-26' },
  { zone: 'Asia/Beirut', middle: '2024-10-27' },
]
const EVENTS = ['a', 'b', 'c']
const NOW = new Date('2026-04-20T12:00:00Z')

interface Case {
  zone: string
  middle: string
  mondayFirst: boolean
  events: plain.Happened[]
  unit: plain.Unit
}

/** Times that fall on the edges of days and hours more often than random ones would. */
const moment = (zone: string, middle: string) =>
  fc
    .tuple(
      fc.integer({ min: -9, max: 6 }),
      fc.integer({ min: 0, max: 23 }),
      fc.constantFrom(0, 0, 1, 30, 59),
      fc.constantFrom(0, 0, 1, 59.999999),
    )
    .map(([days, hours, minutes, seconds]) => {
      const time = DateTime.fromISO(plain.addToDate(middle, days), { zone }).set({ hour: hours, minute: minutes })
      return time.toMillis() * 1000 + Math.round(seconds * 1_000_000)
    })

const cases = fc.constantFrom(...PLACES).chain(({ zone, middle }) =>
  fc.record({
    zone: fc.constant(zone),
    middle: fc.constant(middle),
    mondayFirst: fc.boolean(),
    unit: fc.constantFrom<plain.Unit>('hour', 'day', 'day', 'week', 'month'),
    events: fc.array(
      fc
        .record({
          event: fc.constantFrom(...EVENTS),
          person: fc.constantFrom('p', 'q', 'r'),
          at: moment(zone, middle),
          browser: fc.constantFrom<unknown>('Chrome', 'Firefox', '', null, undefined, true, 7),
          n: fc.constantFrom<unknown>(1, 2.5, -3, '4', 'x', null, undefined, true),
          session: fc.constantFrom('s1', 's2', ''),
        })
        .map(({ browser, n, session, ...rest }) => ({
          ...rest,
          uuid: randomUUID(),
          ...(session && { session }),
          properties: { ...(browser !== undefined && { browser }), ...(n !== undefined && { n }) },
        })),
      { minLength: 1, maxLength: 30 },
    ),
  }),
)

const text = (at: number) =>
  `${DateTime.fromMillis(Math.floor(at / 1000), { zone: 'UTC' }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS")}${String(at % 1000).padStart(3, '0')}Z`

/** Person p is created two days before the middle; all others long before. */
const createdOf = (person: string, middle: string) =>
  person === 'p' ? `${plain.addToDate(middle, -2)}T22:30:00Z` : '2010-01-01T00:00:00Z'

/**
 * Creates the project of a case. Person q was merged into p, so q's events count as p's although they are stored under
 * q.
 */
async function make({
  zone,
  middle,
  mondayFirst,
  events,
}: Case): Promise<{ made: MadeTeam; events: plain.Happened[]; calendar: plain.Calendar }> {
  const made = world.team({ timezone: zone, weekStartDay: mondayFirst ? 1 : 0 })
  await made.events(
    events.map(({ event, person, at, uuid, properties, session }) => ({
      event,
      person,
      time: text(at),
      uuid,
      properties,
      ...(session && { session }),
    })),
  )
  await made.persons({
    p: { createdAt: createdOf('p', middle), merged: ['q'], properties: { plan: 'gold' } },
    r: { createdAt: createdOf('r', middle), properties: { plan: 'free' } },
  })
  return {
    made,
    events: events.map((each) => ({ ...each, person: each.person === 'q' ? 'p' : each.person })),
    calendar: { zone, mondayFirst },
  }
}

async function ask(made: MadeTeam, node: object): Promise<any> {
  return (await runNode(node as never, await made.ask(node, { now: NOW }))) as any
}

/** The queried range: from four days before the middle to four days after it. */
const daysOf = ({ middle }: Case) => ({
  date_from: plain.addToDate(middle, -4),
  date_to: plain.addToDate(middle, 4),
})

/** Bounds of an absolute range of days, by the rules of an interval. */
function rangeOf(unit: plain.Unit, given: Case) {
  const { zone, mondayFirst } = given
  const calendar = { zone, mondayFirst }
  const { date_from, date_to } = daysOf(given)
  const from = plain.firstMoment(date_from, zone)
  const to = plain.firstMoment(date_to, zone)
  const start = unit === 'month' ? plain.startOf(from, unit, calendar) : from
  const end = unit === 'hour' ? to : plain.nextStart(to, 'day').minus(1)
  return {
    from: start.toMillis() * 1000,
    to: end.toMillis() * 1000 + (unit === 'hour' ? 0 : 999),
    starts: plain.periods(start, end, unit, calendar),
  }
}

const is = (name: string) => (event: plain.Happened) => event.event === name
const round = (value: number) => Math.round(value * 1e6) / 1e6

describe('trends', () => {
  const MATHS = [
    'total',
    'dau',
    'weekly_active',
    'monthly_active',
    'unique_session',
    'sum',
    'avg',
    'min',
    'max',
    'median',
    'p90',
    'avg_count_per_actor',
    'p75_count_per_actor',
    'max_count_per_actor',
    'first_time_for_user',
    'first_matching_event_for_user',
  ]

  test('match the reference for every math', () =>
    holdsForAll(
      fc.asyncProperty(cases, fc.boolean(), async (given, isFiltered) => {
        const { made, events, calendar } = await make(given)
        const { from, to, starts } = rangeOf(given.unit, given)
        await Promise.all(
          MATHS.map(async (math) => {
            const fits = (event: plain.Happened) =>
              is('a')(event) && (!isFiltered || event.properties.browser === 'Chrome')
            const answer = await ask(made, {
              kind: 'TrendsQuery',
              interval: given.unit,
              dateRange: daysOf(given),
              series: [
                {
                  kind: 'EventsNode',
                  event: 'a',
                  math,
                  math_property: 'n',
                  ...(isFiltered && { properties: [{ key: 'browser', value: 'Chrome', type: 'event' }] }),
                },
              ],
            })
            const sameAsDau =
              (given.unit === 'week' && math === 'weekly_active') || (given.unit === 'month' && /_active$/.test(math))
            const expected = plain.trends(events, fits, {
              math: sameAsDau ? 'dau' : math,
              unit: given.unit,
              starts,
              from,
              to,
              calendar,
              named: is('a'),
            })
            expect([math, answer.results[0].data.map(round)]).toEqual([math, expected.map(round)])
          }),
        )
      }),
      Math.ceil(PROPERTY_RUNS / 2),
    ))

  test('by property value: ranked, missing values after the rest, the others merged', () =>
    holdsForAll(
      fc.asyncProperty(cases, fc.integer({ min: 1, max: 3 }), async (given, limit) => {
        const { made, events } = await make(given)
        const { from, to, starts } = rangeOf(given.unit, given)
        const answer = await ask(made, {
          kind: 'TrendsQuery',
          interval: given.unit,
          dateRange: daysOf(given),
          series: [{ kind: 'EventsNode', event: 'a' }],
          breakdownFilter: { breakdown: 'browser', breakdown_type: 'event', breakdown_limit: limit },
        })
        const nothing = '$$_posthog_breakdown_null_$$'
        const shownAs = ({ properties: { browser } }: plain.Happened) =>
          browser === undefined || browser === null || browser === '' ? nothing : String(browser)
        const inRange = events.filter((each) => is('a')(each) && each.at >= from && each.at <= to)
        const counts = new Map<string, number>()
        for (const each of inRange) counts.set(shownAs(each), (counts.get(shownAs(each)) ?? 0) + 1)
        const ranked = [...counts]
          .sort(([a, x], [b, y]) => Number(a === nothing) - Number(b === nothing) || y - x || (a < b ? -1 : 1))
          .map(([value]) => value)
        const dataOf = (values: string[]) =>
          starts.map(
            (_start, place) =>
              inRange.filter(
                (each) => values.includes(shownAs(each)) && plain.placeOf(each.at, starts, given.unit) === place,
              ).length,
          )
        const expected = ranked.slice(0, limit).map((value) => [value, dataOf([value])])
        if (ranked.length > limit) expected.push(['$$_posthog_breakdown_other_$$', dataOf(ranked.slice(limit))])
        expect(answer.results.map((each: any) => [each.breakdown_value, each.data])).toEqual(expected)
        expect(answer.hasMore).toBe(ranked.length > limit)
      }),
    ))

  test('by person property, with merged persons', () =>
    holdsForAll(
      fc.asyncProperty(cases, async (given) => {
        const { made, events } = await make(given)
        const { from, to } = rangeOf('day', given)
        const answer = await ask(made, {
          kind: 'TrendsQuery',
          dateRange: daysOf(given),
          series: [{ kind: 'EventsNode', event: null, math: 'dau' }],
          trendsFilter: { display: 'BoldNumber' },
          properties: [{ key: 'plan', value: 'gold', type: 'person' }],
        })
        const people = events.filter((each) => each.at >= from && each.at <= to && each.person === 'p')
        expect(answer.results[0].aggregated_value).toBe(people.length > 0 ? 1 : 0)
      }),
      10,
    ))
})

describe('funnels', () => {
  const node = (event: string) => ({ kind: 'EventsNode', event })
  const options = fc.record({
    order: fc.constantFrom<plain.FunnelRules['order']>('ordered', 'strict', 'unordered'),
    steps: fc.array(fc.constantFrom('a', 'b', 'c', 'a|b'), { minLength: 1, maxLength: 4 }),
    windowHours: fc.constantFrom(1, 24, 72, 24 * 14),
    excludes: fc.boolean(),
  })

  test('match the reference in reach, times and trends', () =>
    holdsForAll(
      fc.asyncProperty(cases, options, async (given, { order, steps, windowHours, excludes }) => {
        const { made, events } = await make({ ...given, unit: 'day' })
        const { from, to, starts } = rangeOf('day', given)
        // A step with two names is an any-event node with a filter.
        const stepNode = (step: string) =>
          step === 'a|b'
            ? { kind: 'EventsNode', event: null, properties: [{ key: "event IN ('a', 'b')", type: 'hogql' }] }
            : node(step)
        const fits = steps.map((step) => (event: plain.Happened) => step.split('|').includes(event.event))
        const isExcluding = excludes && steps.length > 1 && !steps.includes('c')
        const last = steps.length - 1
        const rules: plain.FunnelRules = {
          order,
          steps: fits,
          window: windowHours * 3_600_000_000,
          exclusions: isExcluding ? [{ fits: is('c'), from: 0, to: last }] : [],
        }
        const query = {
          kind: 'FunnelsQuery',
          dateRange: daysOf(given),
          series: steps.map(stepNode),
          funnelsFilter: {
            funnelOrderType: order,
            funnelWindowInterval: windowHours,
            funnelWindowIntervalUnit: 'hour',
            ...(isExcluding && { exclusions: [{ ...node('c'), funnelFromStep: 0, funnelToStep: last }] }),
          },
        }
        const answer = await ask(made, query).catch((error) => {
          // A step that matches any event contains the excluded one.
          if (isExcluding && steps.includes('a|b')) return null
          throw error
        })
        if (answer === null) return
        const inRange = events.filter((each) => each.at >= from && each.at <= to)
        const own = (person: string, list = inRange) =>
          list.filter(
            (each) =>
              each.person === person &&
              (order === 'strict' || fits.some((fit) => fit(each)) || (isExcluding && is('c')(each))),
          )
        const walked = ['p', 'r'].map((person) => plain.walkFunnel(own(person), rules))
        const counts = steps.map((_step, index) => walked.filter((times) => (times?.length ?? 0) > index).length)
        expect(answer.results.map((each: any) => each.count)).toEqual(counts)
        if (order === 'ordered' && !isExcluding) {
          const tried = steps.map(
            (_step, index) => ['p', 'r'].filter((person) => plain.canReach(own(person), rules, index + 1)).length,
          )
          // Only if two events of the same person have the same time may the single pass find less than an exhaustive
          // search does.
          const moments = new Set(inRange.map(({ at, person }) => `${person} ${at}`))
          if (moments.size === inRange.length) expect(counts).toEqual(tried)
        }
        steps.forEach((_step, index) => {
          if (index === 0) return
          const times = walked.flatMap((each) =>
            each && each.length > index && each[index]! > each[index - 1]!
              ? [(each[index]! - each[index - 1]!) / 1e6]
              : [],
          )
          const mean = times.length === 0 ? null : times.reduce((a, b) => a + b, 0) / times.length
          const found = answer.results[index]
          expect([
            found.average_conversion_time === null ? null : round(found.average_conversion_time),
            found.median_conversion_time === null ? null : round(found.median_conversion_time),
          ]).toEqual([
            mean === null ? null : round(mean),
            times.length === 0 ? null : round(plain.percentile(times, 0.5)),
          ])
        })
        if (steps.length < 2 || order === 'unordered') return
        const trends = await ask(made, { ...query, funnelsFilter: { ...query.funnelsFilter, funnelVizType: 'trends' } })
        const rates = starts.map((_start, place) => {
          const reached = ['p', 'r'].map((person) => {
            const first = rules.steps[0]!
            const isHere = (each: plain.Happened) => plain.placeOf(each.at, starts, 'day') === place
            if (!own(person).some((each) => first(each) && isHere(each))) return 0
            const limited = {
              ...rules,
              steps: [(each: plain.Happened) => first(each) && isHere(each), ...rules.steps.slice(1)],
            }
            // The order of events with the same time depends on all steps they match.
            return plain.walkFunnel(own(person), limited)?.length ?? 0
          })
          const entered = reached.filter((length) => length >= 1).length
          const converted = reached.filter((length) => length >= steps.length).length
          return entered === 0 ? 0 : Math.round((10_000 * converted) / entered) / 100
        })
        const moments = new Set(inRange.map(({ at, person }) => `${person} ${at}`))
        if (moments.size === inRange.length) expect(trends.results[0].data).toEqual(rates)
      }),
      PROPERTY_RUNS * 3,
    ))

  test('sort the time to convert into bins', () =>
    holdsForAll(
      fc.asyncProperty(cases, async (given) => {
        const { made, events } = await make(given)
        const { from, to } = rangeOf('day', given)
        const answer = await ask(made, {
          kind: 'FunnelsQuery',
          dateRange: daysOf(given),
          series: [node('a'), node('b')],
          funnelsFilter: { funnelVizType: 'time_to_convert' },
        })
        const rules: plain.FunnelRules = {
          order: 'ordered',
          steps: [is('a'), is('b')],
          window: 14 * 86_400_000_000,
          exclusions: [],
        }
        const times = ['p', 'r'].flatMap((person) => {
          const walked = plain.walkFunnel(
            events.filter((each) => each.person === person && each.at >= from && each.at <= to && each.event !== 'c'),
            rules,
          )
          return walked?.length === 2 ? [(walked[1]! - walked[0]!) / 1e6] : []
        })
        if (times.length === 0) {
          const bins = [0, 60].map((start) => [start, 0])
          expect(answer.results).toEqual({ bins, average_conversion_time: null })
          return
        }
        const low = Math.floor(Math.min(...times))
        const high = Math.ceil(Math.max(...times))
        const count = Math.min(60, Math.max(1, Math.ceil(Math.cbrt(times.length))))
        const width = Math.ceil((high - low) / count) || 60
        const bins = Array.from({ length: count + 1 }, (_, bin) => [
          low + bin * width,
          times.filter((time) => Math.floor((time - low) / width) === bin).length,
        ])
        expect(answer.results.bins).toEqual(bins)
        expect(answer.results.average_conversion_time).toBeCloseTo(times.reduce((a, b) => a + b, 0) / times.length, 4)
      }),
    ))
})

test('retention matches the reference', () =>
  holdsForAll(
    fc.asyncProperty(
      cases,
      fc.constantFrom('recurring', 'first_time'),
      fc.boolean(),
      fc.constantFrom(1, 1, 2),
      async (given, type, cumulative, minimum) => {
        const { made, events, calendar } = await make(given)
        const unit = given.unit === 'hour' ? 'day' : given.unit
        const columns = 5
        const answer = await ask(made, {
          kind: 'RetentionQuery',
          dateRange: daysOf(given),
          retentionFilter: {
            period: `${unit[0]!.toUpperCase()}${unit.slice(1)}`,
            totalIntervals: columns,
            retentionType: type === 'recurring' ? 'retention_recurring' : 'retention_first_time',
            targetEntity: { id: 'a', type: 'events' },
            returningEntity: { id: 'b', type: 'events' },
            cumulative,
            minimumOccurrences: minimum,
          },
        })
        const { date_from, date_to } = daysOf(given)
        const last = plain.nextStart(plain.firstMoment(date_to, given.zone), 'day').minus(1)
        const starts = plain.periods(plain.firstMoment(date_from, given.zone), last, unit, calendar)
        const end = plain.nextStart(starts.at(-1)!, unit).toMillis() * 1000
        const expected = plain.retention(events, {
          starts,
          end,
          unit,
          columns,
          isStart: is('a'),
          isReturn: is('b'),
          type: type as never,
          minimum,
          cumulative,
        })
        expect(answer.results.map((row: any) => row.values.map((each: any) => each.count))).toEqual(expected)
      },
    ),
  ))

test('lifecycle matches the reference', () =>
  holdsForAll(
    fc.asyncProperty(cases, async (given) => {
      const { made, events } = await make(given)
      const unit = given.unit === 'hour' ? 'day' : given.unit
      const answer = await ask(made, {
        kind: 'LifecycleQuery',
        interval: unit,
        dateRange: daysOf(given),
        series: [{ kind: 'EventsNode', event: 'a' }],
      })
      const { starts, to } = rangeOf(unit, given)
      const created = (person: string) => DateTime.fromISO(createdOf(person, given.middle))
      const expected = plain.lifecycle(events, { starts, unit, to, created, fits: is('a') })
      expect(Object.fromEntries(answer.results.map((each: any) => [each.status, each.data]))).toEqual(expected)
    }),
  ))

test('stickiness matches the reference', () =>
  holdsForAll(
    fc.asyncProperty(cases, async (given) => {
      const { made, events } = await make(given)
      const answer = await ask(made, {
        kind: 'StickinessQuery',
        interval: given.unit,
        dateRange: daysOf(given),
        series: [{ kind: 'EventsNode', event: 'a' }],
      })
      const { starts, from, to } = rangeOf(given.unit, given)
      expect(answer.results[0].data).toEqual(
        plain.stickiness(events, { starts, unit: given.unit, fits: is('a'), from, to }),
      )
    }),
  ))

test('paths match the reference', () =>
  holdsForAll(
    fc.asyncProperty(
      cases,
      fc.integer({ min: 2, max: 5 }),
      fc.constantFrom(undefined, 'a'),
      fc.constantFrom(undefined, 'b'),
      async (given, limit, start, end) => {
        const { made, events } = await make(given)
        const { from, to } = rangeOf('day', given)
        const answer = await ask(made, {
          kind: 'PathsQuery',
          dateRange: daysOf(given),
          pathsFilter: {
            includeEventTypes: ['custom_event'],
            stepLimit: limit,
            edgeLimit: 1000,
            ...(start && { startPoint: start }),
            ...(end && { endPoint: end }),
          },
        })
        const expected = plain.paths(events, { limit, from, to, ...(start && { start }), ...(end && { end }) })
        expect(
          answer.results.map((each: any) => ({
            source: each.source,
            target: each.target,
            value: each.value,
            time: round(each.average_conversion_time),
          })),
        ).toEqual(expected.map((each) => ({ ...each, time: round(each.time) })))
      },
    ),
  ))

test('the template parser builds the same trees as the grammar for all queries of these tests', () => {
  const bare = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(bare)
    if (typeof node !== 'object' || node === null) return node
    const { node: kind, exprs, args, ...rest } = node as Record<string, unknown>
    // Only user-written text needs digits that a number cannot hold.
    if (rest.value_type === 'number') return { node: kind, value: Number(rest.value) }
    // The grammar puts the arguments of a window function into one of two lists.
    const list = kind === 'WindowFunction' ? { exprs: (exprs as unknown[])?.length ? exprs : args } : { exprs, args }
    return Object.fromEntries(
      Object.entries({ node: kind, ...list, ...rest }).flatMap(([key, value]) =>
        value === null || value === undefined || value === false || key === 'start' || key === 'end'
          ? []
          : [[key, bare(value)]],
      ),
    )
  }
  // The grammar takes a second for the longest templates. Shorter templates contain the same parts.
  const shapes = new Map([...knownTemplates()].map(([text, tree]) => [text.replace(/\d+/g, '7'), { text, tree }]))
  const short = [...shapes.values()].filter(({ text }) => text.length < 300).slice(0, 30)
  expect(short.length).toBeGreaterThan(15)
  for (const { text, tree } of short) {
    const read = /^\s*SELECT/.test(text) ? parseSelect(text) : parseExpr(text)
    expect([text, bare(tree)]).toEqual([text, bare(read)])
  }
})

test('ranks thousands of values in the engine the same way as a few values in the server', async () => {
  const made = world.team()
  const values = Array.from({ length: 21_000 }, (_, index) => `value ${index % 20_500}`)
  await made.events(
    values.map((value, index) => ({
      event: 'a',
      person: 'p',
      time: `2026-03-30T10:00:0${index % 10}Z`,
      properties: { value },
    })),
  )
  const answer = await ask(made, {
    kind: 'TrendsQuery',
    dateRange: { date_from: '2026-03-30', date_to: '2026-03-30' },
    series: [{ kind: 'EventsNode', event: 'a' }],
    breakdownFilter: { breakdown: 'value', breakdown_limit: 2 },
  })
  expect(answer.results.map((each: any) => [each.breakdown_value, each.count])).toEqual([
    ['value 0', 2],
    ['value 1', 2],
    ['$$_posthog_breakdown_other_$$', 20_996],
  ])
  expect(answer.hasMore).toBe(true)
})
