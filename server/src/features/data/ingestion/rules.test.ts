/** The small rules of ingestion, each checked against the protocol's table. */
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../../platform/json.ts'
import { applyChange, promote, readChange } from '../../people/persons/index.ts'
import { defineFrom, detectType } from './definitions.ts'
import { elementsChain } from './elements.ts'
import { addGeoIp } from './geoip.ts'
import { GroupStore } from './group-store.ts'
import { eventTime, floorToHour, formatMicros, parseTimestamp } from './timestamp.ts'

const iso = (micros: number | null) => (micros === null ? null : formatMicros(micros))

describe('timestamps', () => {
  test.each([
    ['2026-03-02T09:58:00Z', '2026-03-02 09:58:00.000000'],
    ['2026-03-02T09:58:00.123456+00:00', '2026-03-02 09:58:00.123456'],
    ['2026-03-02T09:58:00+03', '2026-03-02 06:58:00.000000'],
    ['2026-03-02T09:58:00-0530', '2026-03-02 15:28:00.000000'],
    ['2026-03-02', '2026-03-02 00:00:00.000000'],
    ['2026-03-02 09:58:00', '2026-03-02 09:58:00.000000'],
    ['2014-06-01T00:00:00', '2014-06-01 00:00:00.000000'],
    ['Mon, 02 Mar 2026 09:58:00 GMT', '2026-03-02 09:58:00.000000'],
    ['Mon, 02 Mar 2026 09:58:00 +0100', '2026-03-02 08:58:00.000000'],
    ['2026/03/02', '2026-03-02 00:00:00.000000'],
    ['03/02/2026', '2026-03-02 00:00:00.000000'],
    ['1772445480', '2026-03-02 09:58:00.000000'],
    ['1772445480123', '2026-03-02 09:58:00.123000'],
    ['2024-02-30T00:00:00Z', null],
    ['2024-13-01', null],
    ['yesterday', null],
    ['', null],
  ])('%j', (text, expected) => expect(iso(parseTimestamp(text))).toBe(expected))

  const NOW = Date.UTC(2026, 2, 2, 10)
  const time = (event: object, request: object = {}) =>
    iso(
      eventTime(
        { uuid: '', event: 'e', distinct_id: 'u', properties: {}, ...event },
        { now: NOW, sentAt: null, ...request },
      ).micros,
    )
  const FAST = { sentAt: NOW + 180_000 }
  test.each<[string, object, object, string]>([
    ['no timestamp', {}, {}, '2026-03-02 10:00:00.000000'],
    ['a clock three minutes fast', { timestamp: '2026-03-02T09:58:00Z' }, FAST, '2026-03-02 09:55:00.000000'],
    [
      'skew ignored on request',
      { timestamp: '2026-03-02T09:58:00Z', properties: { $ignore_sent_at: true } },
      FAST,
      '2026-03-02 09:58:00.000000',
    ],
    ['unreadable', { timestamp: 'x' }, FAST, '2026-03-02 10:00:00.000000'],
    ['an offset wins', { timestamp: '2020-01-01', offset: 60_000 }, FAST, '2026-03-02 09:59:00.000000'],
    ['23 hours ahead is kept', { timestamp: '2026-03-03T09:00:00Z' }, {}, '2026-03-03 09:00:00.000000'],
    ['more is clamped', { timestamp: '2026-03-03T09:00:00.001Z' }, {}, '2026-03-02 10:00:00.000000'],
    ['the past is kept', { timestamp: '2014-01-01T00:00:00Z' }, {}, '2014-01-01 00:00:00.000000'],
    ['before what can be stored', { timestamp: '1850-01-01' }, {}, '1900-01-01 00:00:00.000000'],
    ['year out of range', { offset: 1e15 }, {}, '1970-01-01 00:00:00.000000'],
  ])('%s', (_name, event, request, expected) => expect(time(event, request)).toBe(expected))

  test('hours are floored before 1970 too', () => expect(iso(floorToHour(-1))).toBe('1969-12-31 23:00:00.000000'))
})

describe('$set, $set_once, $unset', () => {
  const apply = (before: object, properties: object, event = '$set') =>
    applyChange(before as never, readChange(properties as never), event)
  test.each<[string, object, object, object]>([
    ['set beats set_once', {}, { $set: { a: 1 }, $set_once: { a: 2, b: 3 } }, { a: 1, b: 3 }],
    ['a stored null counts as present', { a: null }, { $set_once: { a: 1 } }, { a: null }],
    ['unset removes what was there before', { a: 1 }, { $set: { a: 2 }, $unset: ['a'] }, {}],
    ['unset spares what the event sets', {}, { $set: { a: 2 }, $unset: ['a'] }, { a: 2 }],
    ['unset as an object', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
    ['nested objects are replaced', { a: { x: 1 } }, { $set: { a: { y: 2 } } }, { a: { y: 2 } }],
    ['null is stored', {}, { $set: { a: null } }, { a: null }],
    ['anything but an object is ignored', { a: 1 }, { $set: 'x', $set_once: [1] }, { a: 1 }],
  ])('%s', (_name, before, properties, after) => expect(apply(before, properties).properties).toEqual(after))

  test('a key named __proto__ is a property like any other', () => {
    const { properties } = apply({}, JSON.parse('{"$set":{"__proto__":{"admin":true}}}'))
    expect(Object.keys(properties)).toEqual(['__proto__'])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test.each<[string, object, object, string, boolean]>([
    [
      'only volatile values changed',
      { $browser: 'A', $geoip_latitude: 1 },
      { $set: { $browser: 'B', $geoip_latitude: 2 } },
      '$pageview',
      false,
    ],
    ['a new key', { $browser: 'A' }, { $set: { $browser: 'B', $os: 'Mac' } }, '$pageview', true],
    ['a stable value', { $geoip_country_name: 'A' }, { $set: { $geoip_country_name: 'B' } }, '$pageview', true],
    ['an identify', { $browser: 'A' }, { $set: { $browser: 'B' } }, '$identify', true],
    ['nothing changed', { a: 1 }, { $set: { a: 1 } }, '$set', false],
    [
      'the same exact number',
      { a: new ExactNumber('12345678901234567890') },
      { $set: { a: new ExactNumber('12345678901234567890') } },
      '$set',
      false,
    ],
  ])('worth writing? %s', (_name, before, properties, event, shouldWrite) => {
    expect(apply(before, properties, event).shouldWrite).toBe(shouldWrite)
  })
})

describe('promotion', () => {
  test('event properties become person properties and initial ones', () => {
    const properties = {
      $browser: 'Chrome',
      utm_source: 'x',
      _kx: 1,
      $host: 'h',
      $set: { $browser: 'kept' },
      $set_once: { $initial_utm_source: 'first' },
    }
    promote(properties)
    expect(properties.$set).toEqual({ $browser: 'kept', utm_source: 'x', _kx: 1 })
    expect(properties.$set_once).toEqual({ $initial_utm_source: 'first', $initial_browser: 'Chrome', $initial__kx: 1 })
  })
  test('$os_name substitutes for $os and is never stored itself', () => {
    const properties: Record<string, any> = { $os_name: 'Mac' }
    promote(properties)
    expect(properties.$set).toEqual({ $os: 'Mac' })
    expect(properties.$os).toBe('Mac')
  })
  test('server events do not promote the server’s own system', () => {
    const properties: Record<string, any> = { $is_server: true, $os: 'Linux', $os_name: 'x', $app_name: 'api' }
    promote(properties)
    expect(properties.$set).toEqual({ $app_name: 'api' })
  })
  test('a null is promoted as null', () => {
    const properties: Record<string, any> = { $referrer: null }
    promote(properties)
    expect(properties.$set).toEqual({ $referrer: null })
  })
})

describe('property types', () => {
  const NOW_S = Date.UTC(2026, 2, 2) / 1000
  test.each<[string, unknown, string | null]>([
    ['utm_source', '2024-01-01', 'String'],
    ['$feature/x', true, 'String'],
    ['$survey_response_1', 5, 'String'],
    ['created_at', '2024-01-01', 'DateTime'],
    ['created_at', NOW_S - 1000, 'DateTime'],
    ['created_at', (NOW_S - 1000) * 1000, 'DateTime'],
    ['created_at', 1000, 'Numeric'],
    ['updated_time', NOW_S + 0.5, 'Numeric'],
    ['flag', ' true ', 'Boolean'],
    ['flag', 'True', 'String'],
    ['x', '2024-01-31', 'DateTime'],
    ['x', '31-01-2024', 'String'],
    ['x', '29/01/2024', 'DateTime'],
    ['x', '2024-01-31T10:00:00 whatever', 'DateTime'],
    ['x', '2024-01-31 10', 'String'],
    ['x', 'Mon, 02 Mar 2026 09:58:00 GMT', 'DateTime'],
    ['x', '42', 'String'],
    ['x', 4.2, 'Numeric'],
    ['x', new ExactNumber('12345678901234567890'), 'Numeric'],
    ['x', false, 'Boolean'],
    ['x', null, null],
    ['x', [], null],
    ['x', {}, null],
  ])('%s = %j is %s', (key, value, type) => expect(detectType(key, value as never, NOW_S)).toBe(type))

  function define(event: string, properties: object, groupTypeIndex: number | null = null): string[] {
    const seen: string[] = []
    defineFrom(event, properties as never, groupTypeIndex, NOW_S, {
      sawEvent: (name) => seen.push(`event ${name}`),
      isTyped: () => false,
      sawProperty: (kind, index, name, type) => seen.push(`${kind}${index} ${name}: ${type}`),
      sawPair: (_event, name) => seen.push(`pair ${name}`),
    })
    return seen
  }

  test('definitions skip protocol structures and long names', () => {
    const properties = {
      a: 1,
      '$feature/x': true,
      $set: { b: 'x' },
      $set_once: { c: true },
      $groups: {},
      $group_0: 'g',
      ['n'.repeat(201)]: 1,
    }
    expect(define('e', properties)).toEqual([
      'event e',
      'event-1 a: Numeric',
      'pair a',
      'event-1 $feature/x: String',
      'person-1 b: String',
      'person-1 c: Boolean',
    ])
    expect(define('x'.repeat(201), { a: 1 })).toEqual([])
    expect(define('$$plugin_metrics', { a: 1 })).toEqual([])
    expect(define('$groupidentify', { $group_set: { size: 3 }, $group_key: 'k' }, 2)).toEqual([
      'event $groupidentify',
      'group2 size: Numeric',
    ])
    expect(define('many', Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, 1])))).toEqual(
      [],
    )
  })
})

describe('groups', () => {
  test('five types, in order of appearance; further ones are ignored', () => {
    const groups = new GroupStore(
      new Map([
        ['company', 0],
        ['team', 2],
      ]),
    )
    expect(groups.keysOf({ team: 7, project: 'p', a: 'x', b: 'x', c: 'x', bad: { x: 1 } })).toEqual([
      [2, 7],
      [1, 'p'],
      [3, 'x'],
      [4, 'x'],
    ])
    expect(groups.newTypes).toEqual([
      { name: 'project', typeIndex: 1 },
      { name: 'a', typeIndex: 3 },
      { name: 'b', typeIndex: 4 },
    ])
  })
})

describe('elements', () => {
  test('a chain that was sent is kept', () =>
    expect(elementsChain({ $elements_chain: 'a:x', $elements: [] })).toBe('a:x'))
  test('a list becomes a chain', () => {
    const chain = elementsChain({
      $elements: [
        { tag_name: 'a', $el_text: 'say "hi"', attr__class: 'btn big', attr__href: '/x', nth_child: 1, nth_of_type: 2 },
        { tag_name: 'div' },
      ],
    })
    expect(chain).toBe(
      'a.big.btn:attr__class="btn big"attr__href="/x"href="/x"nth-child="1"nth-of-type="2"text="say \\"hi\\"";div:',
    )
  })
  test.each([[undefined], ['x'], [{}]])('%j is not a list', ($elements) =>
    expect(elementsChain({ $elements } as never)).toBe(''),
  )
})

describe('GeoIP', () => {
  const geoIp = {
    get: (ip: string) =>
      ip === '1.2.3.4'
        ? ({ city: { names: { en: 'Bern' } }, country: { iso_code: 'CH', names: { en: 'Switzerland' } } } as never)
        : null,
  }
  test('a known address fills event and person, and clears what is unknown about it', () => {
    const properties: Record<string, any> = { $ip: '1.2.3.4' }
    addGeoIp(properties, geoIp)
    expect(properties).toMatchObject({
      $geoip_city_name: 'Bern',
      $set: { $geoip_city_name: 'Bern', $geoip_postal_code: null },
      $set_once: { $initial_geoip_country_code: 'CH' },
    })
    expect(properties).not.toHaveProperty('$geoip_postal_code')
  })
  test.each([[{ $ip: '9.9.9.9' }], [{ $ip: '1.2.3.4', $geoip_disable: true }], [{}]])(
    '%j changes nothing',
    (properties) => {
      const copy = { ...properties }
      addGeoIp(copy as never, geoIp)
      expect(copy).toEqual(properties)
    },
  )
})
