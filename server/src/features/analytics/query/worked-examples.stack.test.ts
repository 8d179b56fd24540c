/** Examples small enough to compute by hand, one for each rule that is easily disputed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeEvent, type MadeTeam, World } from '../../../testing/world.ts'
import { criteriaToExpr } from '../../people/cohorts/criteria.ts'
import { selectTemplate } from '../hogql/index.ts'
import { runNode } from './index.ts'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world?.close())

const NOW = new Date('2024-03-10T12:00:00Z')
const ask = async (made: MadeTeam, node: object, now = NOW): Promise<any> =>
  runNode(node as never, await made.ask(node, { now }))
const node = (event: string | null, more: object = {}) => ({ kind: 'EventsNode', event, ...more })
const days = (from: string, to: string) => ({ dateRange: { date_from: from, date_to: to } })

/** `p a 1T10:00` is event a of person p on March 1, 2024, at 10:00 UTC. */
async function story(lines: string[], settings = {}, more: Partial<MadeEvent> = {}): Promise<MadeTeam> {
  const made = world.team(settings)
  await made.events(
    lines.map((line) => {
      const [person, event, time, json] = line.split(' ')
      const [day, clock = '00:00:00'] = time!.split('T')
      return {
        person: person!,
        event: event!,
        time: `2024-03-${day!.padStart(2, '0')}T${clock}Z`,
        ...(json && { properties: JSON.parse(json) }),
        ...more,
      }
    }),
  )
  return made
}

describe('trends', () => {
  test('counts all events, counts persons once a day, and shows missing days as 0', async () => {
    const made = await story(['p a 1T01:00:00', 'p a 1T02:00:00', 'q a 1T03:00:00', 'p a 3T23:59:59'])
    const query = {
      kind: 'TrendsQuery',
      ...days('2024-03-01', '2024-03-03'),
      series: [node('a'), node('a', { math: 'dau' })],
    }
    const { results } = await ask(made, query)
    expect(results.map((each: any) => [each.data, each.count])).toEqual([
      [[3, 0, 1], 4],
      [[2, 0, 1], 3],
    ])
    expect([results[0].days, results[0].labels]).toEqual([
      ['2024-03-01', '2024-03-02', '2024-03-03'],
      ['1-Mar-2024', '2-Mar-2024', '3-Mar-2024'],
    ])
  })

  test('uses days of the project time zone, with 23 hours on the day the clocks change', async () => {
    const made = await story(['p a 10T04:30:00', 'p a 10T05:30:00', 'p a 11T03:59:59', 'p a 11T04:00:00'], {
      timezone: 'America/New_York',
    })
    const { results } = await ask(
      made,
      { kind: 'TrendsQuery', ...days('2024-03-09', '2024-03-11'), series: [node('a')] },
      new Date('2024-03-12T12:00:00Z'),
    )
    // March 10 starts at 05:00 UTC and ends at 04:00 UTC on March 11.
    expect(results[0].data).toEqual([1, 2, 1])
    const hours = await ask(
      made,
      {
        kind: 'TrendsQuery',
        interval: 'hour',
        ...days('2024-03-10T00:00:00', '2024-03-10T23:59:59'),
        series: [node('a')],
      },
      new Date('2024-03-12T12:00:00Z'),
    )
    expect(hours.results[0].days.length).toBe(23)
  })

  test('hours where the clocks go back by half an hour: the last hour of that day is short, the next day has whole hours', async () => {
    // Lord Howe Island, April 5, 2026: at 02:00 the clocks go back to 01:30. The day has 24.5 hours in 25 periods.
    const made = world.team({ timezone: 'Australia/Lord_Howe' })
    await made.events(
      [
        '2026-04-04T14:45:00Z', // 01:45 the first time: the hour of 01:00, number 1
        '2026-04-04T15:15:00Z', // 01:45 the second time: the hour of 01:30, number 2
        '2026-04-05T13:15:00Z', // 23:45: the half hour of 23:30, number 24
        '2026-04-05T13:30:00Z', // 00:00 on the 6th, number 25
        '2026-04-06T08:30:00Z', // 19:00 on the 6th, number 44
      ].map((time) => ({ event: 'a', person: 'p', time })),
    )
    const now = new Date('2026-04-10T12:00:00Z')
    const range = { interval: 'hour', ...days('2026-04-05T00:00:00', '2026-04-06T23:59:59'), series: [node('a')] }
    const placesOf = (data: number[]) => data.flatMap((value, place) => (value > 0 ? [place] : []))
    const trends = (await ask(made, { kind: 'TrendsQuery', ...range }, now)).results[0]
    expect([trends.data.length, placesOf(trends.data)]).toEqual([49, [1, 2, 24, 25, 44]])
    expect([2, 24, 25, 44].map((place) => trends.days[place])).toEqual([
      '2026-04-05 01:30:00',
      '2026-04-05 23:30:00',
      '2026-04-06 00:00:00',
      '2026-04-06 19:00:00',
    ])
    const lifecycle = await ask(made, { kind: 'LifecycleQuery', ...range }, now)
    const status = Object.fromEntries(
      lifecycle.results.map((each: any) => [each.status, placesOf(each.data.map(Math.abs))]),
    )
    expect([status.returning, status.resurrecting]).toEqual([
      [2, 25],
      [1, 24, 44],
    ])
    expect(status.dormant).toEqual([3, 26, 45])
    const stickiness = await ask(made, { kind: 'StickinessQuery', ...range }, now)
    expect(placesOf(stickiness.results[0].data)).toEqual([4])
  })

  test('weeks start on Sunday or on Monday', async () => {
    const lines = ['p a 3T10:00:00', 'p a 4T10:00:00']
    const query = { kind: 'TrendsQuery', interval: 'week', ...days('2024-03-03', '2024-03-09'), series: [node('a')] }
    const sunday = await ask(await story(lines), query)
    expect([sunday.results[0].days, sunday.results[0].data]).toEqual([['2024-03-03'], [2]])
    const monday = await ask(await story(lines, { weekStartDay: 1 }), query)
    expect([monday.results[0].days, monday.results[0].data]).toEqual([
      ['2024-02-26', '2024-03-04'],
      [1, 1],
    ])
  })

  test('interpolates percentiles and ignores values that are not numbers', async () => {
    const made = await story([
      'p a 1T01:00:00 {"n":10}',
      'p a 1T02:00:00 {"n":"20"}',
      'p a 1T03:00:00 {"n":40}',
      'p a 1T04:00:00 {"n":"x"}',
      'p a 1T05:00:00',
    ])
    const of = async (math: string) =>
      (
        await ask(made, {
          kind: 'TrendsQuery',
          ...days('2024-03-01', '2024-03-01'),
          series: [node('a', { math, math_property: 'n' })],
        })
      ).results[0].data[0]
    expect([
      await of('sum'),
      await of('avg'),
      await of('median'),
      await of('p75'),
      await of('p90'),
      await of('max'),
    ]).toEqual([70, 70 / 3, 20, 30, 36, 40])
  })

  test('formulas with zero divided by zero, smoothing and cumulative sums', async () => {
    const made = await story(['p a 1', 'p a 1T01:00:00', 'q a 2', 'p b 1', 'p a 3', 'q a 3T01:00:00', 'r a 3T02:00:00'])
    const base = { kind: 'TrendsQuery', ...days('2024-03-01', '2024-03-04') }
    const formula = await ask(made, {
      ...base,
      series: [node('a'), node('b')],
      trendsFilter: { formula: 'A / B * 10 + 1' },
    })
    expect([formula.results[0].label, formula.results[0].data, formula.results[0].count]).toEqual([
      'Formula (A / B * 10 + 1)',
      [21, 1, 1, 1],
      24,
    ])
    const smooth = await ask(made, { ...base, series: [node('a')], trendsFilter: { smoothingIntervals: 2 } })
    expect(smooth.results[0].data).toEqual([2, 1, 2, 1])
    expect(smooth.results[0].count).toBe(6)
    const people = await ask(made, {
      ...base,
      series: [node('a', { math: 'dau' })],
      trendsFilter: { display: 'ActionsLineGraphCumulative' },
    })
    expect([people.results[0].data, people.results[0].count]).toEqual([[1, 2, 3, 3], 3])
  })

  test('smooths before totals and formulas, and after cumulative sums', async () => {
    // 3, 2, 1 and 0 events on four days, of which 1, 1, 0 and 0 have Chrome. Three events on the day before the first.
    const chrome = '{"browser":"Chrome"}'
    const lines = [`p a 1 ${chrome}`, 'p a 1', 'q a 1', `p a 2 ${chrome}`, 'q a 2', 'p a 3']
    const made = await story([
      ...lines.map((line) => line.replace(/ (\d)/, (_all, day) => ` ${Number(day) + 1}`)),
      ...Array.from({ length: 3 }, () => 'p a 1'),
    ])
    const base = { kind: 'TrendsQuery', ...days('2024-03-02', '2024-03-05'), series: [node('a')] }
    const of = async (trendsFilter: object, more: object = {}) =>
      (await ask(made, { ...base, trendsFilter: { smoothingIntervals: 2, ...trendsFilter }, ...more })).results
    const shown = (results: any[]) => results.map((each) => [each.data, each.count])
    // floor of 3, (3+2)/2, (2+1)/2, (1+0)/2
    expect(shown(await of({}))).toEqual([[[3, 2, 1, 0], 6]])
    expect(shown(await of({ smoothingIntervals: 1 }))).toEqual([[[3, 2, 1, 0], 6]])
    expect(shown(await of({ smoothingIntervals: 3 }))).toEqual([[[3, 2, 2, 1], 8]])
    expect(shown(await of({ smoothingIntervals: 3, formula: 'A / 10' }))[0]![0]).toEqual([0.3, 0.2, 0.2, 0.1])
    // The cumulative sums are 3, 5, 6, 6, and the last one is the total.
    expect(shown(await of({ display: 'ActionsLineGraphCumulative' }))).toEqual([[[3, 4, 5, 6], 6]])
    // The previous four days have three events, all on the last day.
    expect(shown(await of({ smoothingIntervals: 3 }, { compareFilter: { compare: true } }))).toEqual([
      [[3, 2, 2, 1], 8],
      [[0, 0, 0, 1], 1],
    ])
    const byBrowser = { breakdownFilter: { breakdown: 'browser', breakdown_type: 'event' } }
    expect(shown(await of({}, byBrowser))).toEqual([
      [[1, 1, 0, 0], 2],
      [[2, 1, 1, 0], 4],
    ])
    expect((await of({}, byBrowser)).map((each: any) => each.breakdown_value)).toEqual([
      'Chrome',
      '$$_posthog_breakdown_null_$$',
    ])
    // A single number for the whole range cannot be smoothed.
    const [total] = await of({ display: 'BoldNumber', formula: 'A * 2' })
    expect([total.aggregated_value, total.data, total.count]).toEqual([12, null, 0])
    expect((await of({ display: 'BoldNumber' }))[0].aggregated_value).toBe(6)
  })

  test('the previous period has the same length and ends the day before', async () => {
    const made = await story(['p a 1', 'p a 3', 'p a 3T01:00:00', 'p a 4'])
    const { results } = await ask(made, {
      kind: 'TrendsQuery',
      ...days('2024-03-03', '2024-03-04'),
      series: [node('a')],
      compareFilter: { compare: true },
    })
    expect(results.map((each: any) => [each.compare_label, each.days, each.data])).toEqual([
      ['current', ['2024-03-03', '2024-03-04'], [2, 1]],
      ['previous', ['2024-03-01', '2024-03-02'], [1, 0]],
    ])
  })

  test.each([
    // The clocks skip an hour in the previous period, between the periods, or in the current one.
    ['America/New_York', ['2024-03-11', '2024-03-13'], ['2024-03-08', '2024-03-09', '2024-03-10']],
    ['Europe/Berlin', ['2024-04-01', '2024-04-03'], ['2024-03-29', '2024-03-30', '2024-03-31']],
    ['America/Santiago', ['2024-09-09', '2024-09-11'], ['2024-09-06', '2024-09-07', '2024-09-08']],
    ['America/Santiago', ['2024-09-08', '2024-09-10'], ['2024-09-05', '2024-09-06', '2024-09-07']],
    ['Europe/Berlin', ['2024-03-31', '2024-04-02'], ['2024-03-28', '2024-03-29', '2024-03-30']],
    // The clocks repeat an hour.
    ['America/New_York', ['2024-11-04', '2024-11-06'], ['2024-11-01', '2024-11-02', '2024-11-03']],
  ])(
    'the previous period has the same number of days where the clocks change: %s from %s',
    async (timezone, [from, to], before) => {
      const made = world.team({ timezone })
      await made.events([{ person: 'p', event: 'a', time: `${from}T15:00:00Z` }])
      const { results } = await ask(made, {
        kind: 'TrendsQuery',
        ...days(from!, to!),
        compareFilter: { compare: true },
        series: [node('a')],
      })
      expect(results.map((each: any) => [each.days.length, each.count])).toEqual([
        [3, 1],
        [3, 0],
      ])
      expect(results[1].days).toEqual(before)
    },
  )

  test('finds nothing in a range that ends before it starts', async () => {
    const made = world.team()
    await made.events([{ person: 'p', event: 'a', time: '2024-01-20T12:00:00Z' }])
    for (const kind of ['StickinessQuery', 'LifecycleQuery'])
      for (const interval of ['hour', 'day', 'week', 'month'])
        for (const dateRange of [
          { date_from: '2030-01-01' },
          { date_from: '2024-02-10', date_to: '2024-01-04' },
          { date_from: '2024-01-05', date_to: '2024-01-04', explicitDate: true },
        ]) {
          const { results } = await ask(made, { kind, interval, dateRange, series: [node('a')] })
          expect(results.flatMap((each: any) => each.data).filter((count: number) => count !== 0)).toEqual([])
        }
  })

  test('active in seven days: the day itself and the six before it, excluding the start', async () => {
    const made = await story(['p a 1T12:00:00', 'q a 2T00:00:00'])
    const { results } = await ask(made, {
      kind: 'TrendsQuery',
      ...days('2024-03-01', '2024-03-09'),
      series: [node('a', { math: 'weekly_active' })],
    })
    // q's event at midnight counts for the 1st, whose window it ends. It does not count for the 8th, because the window
    // excludes its start.
    expect(results[0].data).toEqual([2, 2, 2, 2, 2, 2, 2, 0, 0])
  })

  test('a histogram has equal bins, and the last one includes the maximum', async () => {
    const made = await story(['p a 1 {"n":0}', 'p a 1 {"n":4.9}', 'p a 1 {"n":5}', 'p a 1 {"n":10}', 'p a 1 {"n":"?"}'])
    const { results } = await ask(made, {
      kind: 'TrendsQuery',
      ...days('2024-03-01', '2024-03-01'),
      series: [node('a')],
      breakdownFilter: { breakdown: 'n', breakdown_histogram_bin_count: 2 },
    })
    expect(results.map((each: any) => [each.breakdown_value, each.count])).toEqual([
      ['[0,5]', 2],
      ['[5,10.01]', 2],
      ['$$_posthog_breakdown_null_$$', 1],
    ])
  })
})

describe('a day without midnight', () => {
  /** On September 8, 2024, the clocks of Santiago skip from 00:00 to 01:00, which is 04:00 UTC. */
  const NOW_THERE = new Date('2024-09-15T15:00:00Z')
  const inSantiago = async (times: string[]): Promise<MadeTeam> => {
    const made = world.team({ timezone: 'America/Santiago' })
    await made.events(times.map((time) => ({ person: 'p', event: 'a', time })))
    await made.persons({ p: { createdAt: '2024-09-08T15:00:00Z' } })
    return made
  }
  const range = days('2024-09-08', '2024-09-11')
  const threeDays = ['2024-09-08T15:00:00Z', '2024-09-09T15:00:00Z', '2024-09-11T15:00:00Z']
  const sql = async (made: MadeTeam, query: string) =>
    (await ask(made, { kind: 'HogQLQuery', query }, NOW_THERE)).results[0]

  test('has its own row in retention and its own new users in lifecycle', async () => {
    const made = await inSantiago(threeDays)
    const a = { id: 'a', type: 'events' }
    const retention = await ask(made, {
      kind: 'RetentionQuery',
      ...range,
      retentionFilter: { totalIntervals: 4, targetEntity: a, returningEntity: a },
    })
    expect(retention.results.map((row: any) => [row.date, row.values.map((each: any) => each.count)])).toEqual([
      ['2024-09-08T01:00:00-03:00', [1, 1, 0, 1]],
      ['2024-09-09T00:00:00-03:00', [1, 0, 1, 0]],
      ['2024-09-10T00:00:00-03:00', [0, 0, 0, 0]],
      ['2024-09-11T00:00:00-03:00', [1, 0, 0, 0]],
    ])
    const lifecycle = await ask(made, { kind: 'LifecycleQuery', ...range, series: [node('a')] })
    expect(Object.fromEntries(lifecycle.results.map((each: any) => [each.status, each.data]))).toEqual({
      new: [1, 0, 0, 0],
      returning: [0, 1, 0, 0],
      resurrecting: [0, 0, 0, 1],
      dormant: [0, 0, -1, 0],
    })
    const stickiness = await ask(made, { kind: 'StickinessQuery', ...range, series: [node('a')] })
    expect(stickiness.results[0].data).toEqual([0, 0, 1, 0])
  })

  test('ends a week that starts at midnight, and has 23 hours', async () => {
    // The week that ends on the 8th starts on the 2nd, at 04:00 UTC.
    const made = await inSantiago(['2024-09-02T04:30:00Z'])
    const weekly = { kind: 'TrendsQuery', ...range, series: [node('a', { math: 'weekly_active' })] }
    expect((await ask(made, weekly)).results[0].data).toEqual([1, 0, 0, 0])
    const actors = { kind: 'InsightActorsQuery', source: weekly, day: '2024-09-08' }
    expect((await ask(made, actors)).results.length).toBe(1)
    const hours = await ask(made, {
      kind: 'TrendsQuery',
      interval: 'hour',
      ...days('2024-09-08', '2024-09-08T23:59:59'),
      series: [node('a')],
    })
    expect([hours.results[0].days.length, hours.results[0].days[0]]).toEqual([23, '2024-09-08 01:00:00'])
  })

  test('starts a range given in days', async () => {
    const made = await inSantiago(['2024-09-08T03:59:59Z', '2024-09-08T04:00:00Z', '2024-09-01T04:00:00Z'])
    const of = async (dateRange: object, more = {}) =>
      (await ask(made, { kind: 'TrendsQuery', dateRange, series: [node('a')], ...more }, NOW_THERE)).results
    for (const from of ['2024-09-08', '-7d', '-7dStart'])
      expect((await of({ date_from: from }))[0].data).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    const weeks = await of({ date_from: '2024-09-08' }, { interval: 'week' })
    expect([weeks[0].days, weeks[0].data]).toEqual([
      ['2024-09-08', '2024-09-15'],
      [1, 0],
    ])
    // A week earlier, the day starts at 00:00.
    const [, before] = await of(
      { date_from: '2024-09-08', date_to: '2024-09-08' },
      { compareFilter: { compare: true, compare_to: '-1w' } },
    )
    expect([before.days, before.data]).toEqual([['2024-09-01'], [1]])
  })

  test('is the same day in SQL', async () => {
    const made = await inSantiago(['2024-09-08T04:00:00Z'])
    await made.events([{ person: 'p', event: 'dated', time: '2024-09-20T15:00:00Z', properties: { at: '2024-09-08' } }])
    expect(
      await sql(
        made,
        `SELECT toDate('2024-09-08'), dateDiff('day', toDate('2024-09-08'), toDate('2024-09-09')), toDateTime('2024-09-08'),
           toDate(timestamp), toStartOfDay(timestamp), timestamp = toDate('2024-09-08'),
           dateDiff('hour', toDate('2024-09-08'), timestamp) FROM events WHERE event = 'a' AND timestamp >= '2024-09-08'`,
      ),
    ).toEqual(['2024-09-08', 1, '2024-09-08T01:00:00-03:00', '2024-09-08', '2024-09-08T01:00:00-03:00', 1, 0])
    expect(
      await sql(
        made,
        "SELECT toDate(properties.at), toDateTime(concat(properties.at, ' 00:30')), toDateTime(concat(properties.at, 'T00:30:00Z')) FROM events WHERE event = 'dated'",
      ),
    ).toEqual(['2024-09-08', '2024-09-08T01:30:00-03:00', '2024-09-07T20:30:00-04:00'])
  })

  test('starts the lookback window of a cohort', async () => {
    const made = await inSantiago(['2024-09-08T04:00:00Z'])
    const members = async (made: MadeTeam, days: number, now: string) => {
      const asker = await made.ask({}, { now: new Date(now) })
      const criterion = {
        type: 'behavioral',
        key: 'a',
        event_type: 'events',
        value: 'performed_event',
        time_value: days,
        time_interval: 'day',
      }
      const where = criteriaToExpr({ properties: { type: 'AND', values: [criterion] } }, asker)
      return (await asker.run(selectTemplate('SELECT id FROM persons WHERE {where}', { where }))).rows.length
    }
    expect(await members(made, 7, '2024-09-15T15:00:00Z')).toBe(1)
    expect(await members(made, 6, '2024-09-15T15:00:00Z')).toBe(0)
    // Seen from the 8th, the day a week earlier starts at 00:00.
    const early = await inSantiago(['2024-09-01T04:30:00Z'])
    expect(await members(early, 7, '2024-09-08T15:00:00Z')).toBe(1)
  })
})

describe('funnels', () => {
  const funnel = (steps: string[], filter: object = {}, more: object = {}) => ({
    kind: 'FunnelsQuery',
    ...days('2024-03-01', '2024-03-31'),
    series: steps.map((step) => node(step)),
    funnelsFilter: filter,
    ...more,
  })
  const counts = async (made: MadeTeam, query: object) =>
    (await ask(made, query)).results.map((each: any) => each.count)

  test('do not count the second step before the first, except in any order', async () => {
    const made = await story(['p b 1', 'p a 2'])
    expect(await counts(made, funnel(['a', 'b']))).toEqual([1, 0])
    expect(await counts(made, funnel(['a', 'b'], { funnelOrderType: 'unordered' }))).toEqual([1, 1])
  })

  test('a new start shortens the time and keeps what was reached', async () => {
    const made = await story(['p a 1T00:00:00', 'p a 1T01:00:00', 'p b 1T02:00:00', 'p a 1T03:00:00', 'p c 1T04:00:00'])
    const { results } = await ask(made, funnel(['a', 'b', 'c']))
    expect(results.map((each: any) => [each.count, each.average_conversion_time])).toEqual([
      [1, null],
      [1, 3600],
      [1, 7200],
    ])
  })

  test('measure the window from the first step, with its end included', async () => {
    const made = await story(['p a 1T00:00:00', 'p b 1T01:00:00', 'q a 1T00:00:00', 'q b 1T01:00:00.000001'])
    expect(
      await counts(made, funnel(['a', 'b'], { funnelWindowInterval: 1, funnelWindowIntervalUnit: 'hour' })),
    ).toEqual([2, 1])
  })

  test('need two events for the same step twice, and nothing in between in strict order', async () => {
    const made = await story(['p a 1', 'q a 1', 'q a 2', 'r a 1', 'r x 2', 'r b 3'])
    expect(await counts(made, funnel(['a', 'a']))).toEqual([3, 1])
    expect(await counts(made, funnel(['a', 'b']))).toEqual([3, 1])
    expect(await counts(made, funnel(['a', 'b'], { funnelOrderType: 'strict' }))).toEqual([3, 0])
  })

  test('exclude an actor after an excluded event, until a clean attempt', async () => {
    const exclusions = [{ ...node('x'), funnelFromStep: 0, funnelToStep: 1 }]
    const made = await story([
      ...Array.from({ length: 3 }, () => 'p a 1'),
      'p x 2',
      'p b 3',
      'q a 1',
      'q x 2',
      'q b 3',
      'q a 4',
      'q b 5',
      'r x 1',
      'r a 2',
      'r b 3',
      's a 1',
      's x 2',
    ])
    expect(await counts(made, funnel(['a', 'b'], { exclusions }))).toEqual([2, 2])
  })

  test('attribute an attempt to one value, or to each of its values', async () => {
    const made = await story(['p a 1 {"v":"x"}', 'p b 2 {"v":"y"}', 'q a 1 {"v":"y"}', 'q b 2 {"v":"y"}'])
    const by = async (attribution: string, step?: number) =>
      Object.fromEntries(
        (
          await ask(
            made,
            funnel(
              ['a', 'b'],
              { breakdownAttributionType: attribution, ...(step !== undefined && { breakdownAttributionValue: step }) },
              { breakdownFilter: { breakdown: 'v' } },
            ),
          )
        ).results.map((steps: any) => [steps[0].breakdown_value[0], steps.map((each: any) => each.count)]),
      )
    expect(await by('first_touch')).toEqual({ x: [1, 1], y: [1, 1] })
    expect(await by('last_touch')).toEqual({ y: [2, 2] })
    expect(await by('all_events')).toEqual({ x: [1, 0], y: [1, 1] })
    expect(await by('step', 1)).toEqual({ y: [2, 2] })
  })

  test('sort 30 and 90 seconds into two bins and a closing one', async () => {
    const made = await story(['p a 1T00:00:00', 'p b 1T00:00:30', 'q a 1T00:00:00', 'q b 1T00:01:30'])
    const { results } = await ask(made, funnel(['a', 'b'], { funnelVizType: 'time_to_convert' }))
    expect(results).toEqual({
      bins: [
        [30, 1],
        [60, 0],
        [90, 1],
      ],
      average_conversion_time: 60,
    })
  })

  test('let actors skip an optional step', async () => {
    const made = await story(['p a 1', 'p b 2', 'p c 3', 'q a 1', 'q c 3', 'r a 1'])
    const query = { ...funnel([]), series: [node('a'), node('b', { optionalInFunnel: true }), node('c')] }
    expect(await counts(made, query)).toEqual([3, 1, 2])
  })

  test('refuse invalid steps and exclusions with the messages that clients know', async () => {
    const made = world.team()
    const refused = async (query: object) =>
      ask(made, query).then(
        () => 'answered',
        (error) => error.detail,
      )
    const exclusion = (from: number, to: number, event = 'x') => ({
      exclusions: [{ ...node(event), funnelFromStep: from, funnelToStep: to }],
    })
    expect(await refused(funnel(['a', 'b'], exclusion(1, 0)))).toBe(
      'Exclusion event range is invalid. End of range should be greater than start.',
    )
    expect(await refused(funnel(['a', 'b'], exclusion(0, 5)))).toBe(
      'Exclusion event range is invalid. End of range is greater than number of steps.',
    )
    expect(await refused(funnel(['a', 'b'], exclusion(0, 1, 'a')))).toBe(
      "Exclusion steps cannot contain an event that's part of funnel steps.",
    )
    expect(await refused(funnel(['a', 'b', 'c'], { ...exclusion(0, 1), funnelOrderType: 'unordered' }))).toBe(
      'Partial Exclusions not allowed in unordered funnels',
    )
    expect(await refused(funnel(['a', 'b'], { funnelToStep: 2 }))).toBe(
      'funnelToStep is out of bounds. It must be between 1 and 1.',
    )
  })

  test('correlation: an odds ratio from two successes and two failures', async () => {
    // Two convert and two do not; one of the two who convert saw the video.
    const made = await story(['p a 1', 'p video 2', 'p b 3', 'q a 1', 'q b 3', 'r a 1', 's a 1'])
    const { results } = await ask(made, {
      kind: 'FunnelCorrelationQuery',
      source: { kind: 'FunnelsActorsQuery', funnelStep: 1, source: funnel(['a', 'b']) },
    })
    // (1 + 1)(2 - 0 + 1) / (2 - 1 + 1)(0 + 1) = 3
    expect(results).toMatchObject({
      skewed: false,
      events: [
        { event: { event: 'video' }, success_count: 1, failure_count: 0, odds_ratio: 3, correlation_type: 'success' },
      ],
    })
  })
})

test('retention: active on the first and third day', async () => {
  const made = await story(['p a 1', 'p a 3'])
  const query = {
    kind: 'RetentionQuery',
    ...days('2024-03-01', '2024-03-03'),
    retentionFilter: {
      period: 'Day',
      totalIntervals: 3,
      targetEntity: { id: 'a', type: 'events' },
      returningEntity: { id: 'a', type: 'events' },
    },
  }
  const table = async (filter: object) =>
    (await ask(made, { ...query, retentionFilter: { ...query.retentionFilter, ...filter } })).results.map((row: any) =>
      row.values.map((each: any) => each.count),
    )
  expect(await table({})).toEqual([
    [1, 0, 1],
    [0, 0, 0],
    [1, 0, 0],
  ])
  expect(await table({ cumulative: true })).toEqual([
    [1, 1, 1],
    [0, 0, 0],
    [1, 0, 0],
  ])
  expect(await table({ retentionType: 'retention_first_time' })).toEqual([
    [1, 0, 1],
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect(await table({ retentionCustomBrackets: [2] })).toEqual([
    [1, 1],
    [0, 0],
    [1, 0],
  ])
})

test('lifecycle: new on Monday, back on Tuesday, gone on Wednesday', async () => {
  const made = await story(['p a 4T10:00:00', 'p a 5T10:00:00', 'q a 5T10:00:00'])
  await made.persons({ p: { createdAt: '2024-03-04T09:00:00Z' }, q: { createdAt: '2020-01-01T00:00:00Z' } })
  const { results } = await ask(made, {
    kind: 'LifecycleQuery',
    ...days('2024-03-04', '2024-03-06'),
    series: [node('a')],
  })
  expect(Object.fromEntries(results.map((each: any) => [each.status, each.data]))).toEqual({
    new: [1, 0, 0],
    returning: [0, 1, 0],
    resurrecting: [0, 1, 0],
    dormant: [0, 0, -2],
  })
})

test('stickiness: two of three days', async () => {
  const made = await story(['p a 1', 'p a 3', 'p a 3T05:00:00'])
  const query = { kind: 'StickinessQuery', ...days('2024-03-01', '2024-03-03'), series: [node('a')] }
  expect((await ask(made, query)).results[0].data).toEqual([0, 1, 0])
  expect((await ask(made, { ...query, stickinessFilter: { computedAs: 'cumulative' } })).results[0].data).toEqual([
    1, 1, 0,
  ])
  expect(
    (await ask(made, { ...query, stickinessFilter: { stickinessCriteria: { operator: 'gte', value: 2 } } })).results[0]
      .data,
  ).toEqual([1, 0, 0])
})

test('paths: from one page to the next in ten seconds, and a new path after half an hour', async () => {
  const page = (path: string) => `{"$current_url":"https://x.io${path}"}`
  const made = await story([
    `p $pageview 1T00:00:00 ${page('/a')}`,
    `p $pageview 1T00:00:10 ${page('/b/')}`,
    `p $pageview 1T00:00:20 ${page('/b')}`,
    `p $pageview 1T00:30:20 ${page('/c')}`,
  ])
  const { results } = await ask(made, {
    kind: 'PathsQuery',
    ...days('2024-03-01', '2024-03-01'),
    pathsFilter: { includeEventTypes: ['$pageview'] },
  })
  // The second URL twice in a row is one step, at the later time.
  expect(results).toEqual([
    { source: '1_https://x.io/a', target: '2_https://x.io/b', value: 1, average_conversion_time: 20_000 },
  ])
})

test('counts merged persons as one everywhere', async () => {
  const made = await story(['anon a 1', 'p b 2'])
  const query = { kind: 'FunnelsQuery', ...days('2024-03-01', '2024-03-31'), series: [node('a'), node('b')] }
  expect((await ask(made, query)).results.map((each: any) => each.count)).toEqual([1, 0])
  await made.persons({ p: { merged: ['anon'] } })
  expect((await ask(made, query)).results.map((each: any) => each.count)).toEqual([1, 1])
  const people = {
    kind: 'TrendsQuery',
    ...days('2024-03-01', '2024-03-02'),
    series: [node(null, { math: 'dau' })],
    trendsFilter: { display: 'BoldNumber' },
  }
  expect((await ask(made, people)).results[0].aggregated_value).toBe(1)
})
