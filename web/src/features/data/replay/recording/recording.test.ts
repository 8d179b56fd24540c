/** Reading recordings: compressed items, harmless pages, wireframes, segments, the order of loading, and the lists beside the player. */
import { gzipSync, strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { activityBars } from './activity'
import { clock } from './clock'
import { expandEvent, expandValue } from './expand'
import { harmlessItem } from './harmless'
import { consoleLinesOf, networkRequestsOf } from './lists'
import { blockAt, isLoadedIn, loadedRanges, loadedUntil, nextRun, runSize } from './order'
import { lastSize, playable, playableFrom } from './playable'
import { readBlock } from './read'
import type { Item, Loose } from './recorded'
import { ACTIVE_MS, segmentAt, segmentsOf } from './segments'

const packed = (value: unknown) =>
  Array.from(gzipSync(strToU8(JSON.stringify(value))), (byte) => String.fromCharCode(byte)).join('')
const item = (timestamp: number, over: Partial<Item> = {}): Item => ({
  windowId: 'w1',
  type: 3,
  timestamp,
  data: { source: 8 },
  ...over,
})
const act = (timestamp: number, windowId = 'w1') => item(timestamp, { windowId, data: { source: 2, type: 2 } })
const line = (event: unknown, windowId = 'w1') => JSON.stringify([windowId, event])

describe('what the engine gets', () => {
  const size = (timestamp: number, width: number, height = 500) => item(timestamp, { type: 4, data: { width, height } })
  const full = (timestamp: number) => item(timestamp, { type: 2, data: { node: {} } })
  const told = (items: Item[]) =>
    items.map(({ type, timestamp, data }) => [type, timestamp, data.width, ...(data.source === 4 ? ['resize'] : [])])

  test('begins with the first picture, and each picture has the size of its window just before it', () => {
    const items = [item(1), size(2, 600), item(3), full(4), item(5), size(6, 300), full(6), full(8)]
    expect(told(playableFrom(items, 4))).toEqual([
      [4, 4, 600],
      [2, 4, undefined],
      [3, 5, undefined],
      [4, 6, 300],
      [2, 6, undefined],
      [4, 8, 300],
      [2, 8, undefined],
    ])
    expect(told(playableFrom([full(1), size(2, 600)], 1))[0]).toEqual([4, 1, 600])
    expect(told(playableFrom([full(1)], 1))[0]).toEqual([4, 1, 1280])
  })

  test('a size without a picture changes the size: the engine would begin there, with nothing', () => {
    const items = [size(1, 600), full(2), size(3, 300), item(4), size(5, 1e9, -3)]
    expect(told(playableFrom(items, 2)).slice(2)).toEqual([
      [3, 3, 300, 'resize'],
      [3, 4, undefined],
      [3, 5, 1280, 'resize'],
    ])
    const [odd] = playable([item(1, { data: { source: 4, width: 1e9, height: 'x' } })], undefined)
    expect(odd!.data).toEqual({ source: 4, width: 1280, height: 800 })
    // What comes later goes on from there, even if the picture comes after its size.
    expect(told(playable([full(6)], lastSize(items.slice(0, 3))))).toEqual([
      [4, 6, 300],
      [2, 6, undefined],
    ])
  })
})

describe('compressed items', () => {
  test('full snapshots, mutations and style rules are restored; the rest stays', () => {
    const node = { type: 0, childNodes: [], text: 'größer ☃' }
    expect(expandEvent({ cv: '2024-10', type: 2, timestamp: 1, data: packed({ node }) })).toEqual({
      type: 2,
      timestamp: 1,
      data: { node },
    })
    const mutation = {
      source: 0,
      texts: packed([]),
      attributes: packed([{ id: 1 }]),
      removes: [],
      adds: packed([{ id: 2 }]),
    }
    expect(expandEvent({ cv: '2024-10', type: 3, timestamp: 1, data: mutation }).data).toEqual({
      source: 0,
      texts: [],
      attributes: [{ id: 1 }],
      removes: [],
      adds: [{ id: 2 }],
    })
    const rule = { source: 8, id: 3, adds: packed([{ rule: 'a{}' }]) }
    expect(expandEvent({ cv: '2024-10', type: 3, data: rule }).data).toEqual({
      source: 8,
      id: 3,
      adds: [{ rule: 'a{}' }],
    })
    const plain = { type: 3, timestamp: 1, data: { source: 2 } }
    expect(expandEvent(plain)).toBe(plain)
  })

  test('a value that is no gzip, has no bytes, or would fill the memory is refused', () => {
    expect(() => expandValue('no gzip at all, only text')).toThrow()
    expect(() => expandValue('☃'.repeat(30))).toThrow('no bytes')
    const bomb = packed({}).slice(0, -4) + String.fromCharCode(0xff, 0xff, 0xff, 0x7f)
    expect(() => expandValue(bomb)).toThrow('too large')
  })

  test('a damaged line is counted and does not stop the others', async () => {
    const lines = [
      line({ type: 4, timestamp: 5, data: { href: 'https://a', width: 1, height: 1 } }),
      '{broken',
      line({ cv: '2024-10', type: 2, timestamp: 6, data: 'not gzip' }),
      line({ type: 3, timestamp: 7, data: { source: 2, type: 2 } }, 'w2'),
    ]
    const { items, damaged } = await readBlock(lines.join('\n'))
    expect(items.map(({ windowId, timestamp }) => [windowId, timestamp])).toEqual([
      ['w1', 5],
      ['w2', 7],
    ])
    expect(damaged).toBe(2)
  })
})

describe('harmless pages', () => {
  const element = (tagName: string, attributes: Loose, childNodes: Loose[] = []) => ({
    type: 2,
    id: 1,
    tagName,
    attributes,
    childNodes,
  })

  test('scripts, handlers, script addresses and links that open connections are gone; the rest stays', () => {
    const node = element('div', { class: 'a', onclick: 'x()', OnError: 'y()' }, [
      element('script', { src: 'https://evil/x.js' }),
      element('a', { href: ' java\nscript:alert(1)', title: 'keep' }),
      element('link', { rel: 'preconnect', href: 'https://evil' }),
      element('link', { rel: 'stylesheet', href: 'https://site/a.css' }),
      element('meta', { 'http-equiv': 'refresh', content: '0;url=https://evil' }),
      element('base', { href: 'https://evil' }),
      element('iframe', { srcdoc: '<script>x()</script>' }),
      element('video', { autoplay: true, rr_mediaState: 'played', poster: 'keep' }),
    ])
    const { data } = harmlessItem(item(1, { type: 2, data: { node } }))!
    expect(data.node.attributes).toEqual({ class: 'a' })
    expect(data.node.childNodes.map((child: Loose) => [child.tagName, child.attributes])).toEqual([
      ['noscript', { src: 'https://evil/x.js' }],
      ['a', { title: 'keep' }],
      ['link', { href: 'https://evil' }],
      ['link', { rel: 'stylesheet', href: 'https://site/a.css' }],
      ['meta', { content: '0;url=https://evil' }],
      ['span', { href: 'https://evil' }],
      ['iframe', {}],
      ['video', { poster: 'keep' }],
    ])
  })

  test('what mutations add and change is harmless too', () => {
    const data = {
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: element('img', { src: 'x', onerror: 'evil()' }) }, null],
      attributes: [{ id: 4, attributes: { onload: 'evil()', href: 'javascript:evil()', id: 'keep' } }],
    }
    const harmless = harmlessItem(item(1, { data }))!.data
    expect(harmless.adds).toHaveLength(1)
    expect(harmless.adds[0].node.attributes).toEqual({ src: 'x' })
    expect(harmless.attributes[0].attributes).toEqual({ id: 'keep' })
    expect([harmless.texts, harmless.removes]).toEqual([[], []])
  })

  test.each([1, 6, 12])('movements (%i) are lists of positions; the engine stops at anything else', (source) => {
    const [good, odd] = [{ x: 1, y: 2, id: 3, timeOffset: 0 }, { x: 'left' }]
    const left = (positions: unknown) => harmlessItem(item(1, { data: { source, positions } }))?.data.positions
    expect(left([good, odd, null, 5])).toEqual([good])
    for (const positions of ['no', [], [odd], null, undefined]) expect(left(positions)).toBeUndefined()
  })

  test('a canvas is an image, and its later pictures change that image', () => {
    const node = element('canvas', { width: 3, rr_dataURL: 'data:image/png;base64,AA' })
    expect(harmlessItem(item(1, { type: 2, data: { node } }))!.data.node).toMatchObject({
      tagName: 'img',
      attributes: { width: 3, src: 'data:image/png;base64,AA' },
    })
    const blob = { rr_type: 'Blob', type: 'image/webp', data: [{ rr_type: 'ArrayBuffer', base64: 'QUJD' }] }
    const draw = { property: 'drawImage', args: [{ rr_type: 'ImageBitmap', args: [blob] }, 0, 0] }
    const drawn = harmlessItem(
      item(2, { data: { source: 9, id: 7, commands: [{ property: 'clearRect', args: [] }, draw] } }),
    )
    expect(drawn!.data.attributes).toEqual([{ id: 7, attributes: { src: 'data:image/webp;base64,QUJD' } }])
    expect(
      harmlessItem(item(2, { data: { source: 9, id: 7, commands: [{ property: 'fillRect', args: [] }] } })),
    ).toBeNull()
  })
})

describe('wireframes of mobile apps', () => {
  test('a screen becomes a page with its texts, controls and pictures', async () => {
    const wireframes = [
      { id: 101, type: 'screenshot', x: 0, y: 0, width: 400, height: 800, base64: 'iVBORw0K' },
      {
        id: 102,
        type: 'div',
        x: 10,
        y: 20,
        width: 100,
        height: 50,
        style: { backgroundColor: '#ff0000', color: 'red;background:url(https://evil)' },
        childWireframes: [{ id: 103, type: 'text', text: '<b>Hello</b>', x: 12, y: 22, width: 50, height: 20 }],
      },
      { id: 104, type: 'input', inputType: 'button', value: 'Buy', width: 80, height: 30, disabled: false },
      { id: 105, type: 'image', width: 10, height: 10 },
      { id: 106, type: 'something new', width: 10, height: 10 },
    ]
    const { items, damaged } = await readBlock(line({ type: 2, timestamp: 1, data: { wireframes } }))
    expect(damaged).toBe(0)
    const body = items[0]!.data.node.childNodes[1].childNodes[1]
    expect(body).toMatchObject({ tagName: 'body', id: 5 })
    const [shot, box, button, image, unknown] = body.childNodes
    expect(shot).toMatchObject({ id: 101, tagName: 'img', attributes: { src: 'data:image/png;base64,iVBORw0K' } })
    expect(box.attributes.style).toContain('left:10px;top:20px;width:100px;height:50px;background-color:#ff0000')
    expect(box.attributes.style).not.toContain('evil')
    expect(box.childNodes[0].childNodes[0]).toMatchObject({ type: 3, textContent: '<b>Hello</b>' })
    expect(button).toMatchObject({ tagName: 'button', childNodes: [{ textContent: 'Buy' }] })
    expect(image.childNodes[0].textContent).toBe('Image')
    expect(unknown).toMatchObject({ tagName: 'div', id: 106 })
  })

  test('updates replace, root changes go to the body, and the keyboard comes and goes', async () => {
    const text = (id: number) => ({ id, type: 'text', text: 'x', width: 1, height: 1 })
    const { items } = await readBlock(
      [
        line({
          type: 3,
          timestamp: 1,
          data: { source: 0, updates: [{ parentId: 0, wireframe: text(9_001) }], removes: [{ id: 8 }] },
        }),
        line({ type: 5, timestamp: 2, data: { tag: 'keyboard', payload: { open: true, height: 200 } } }),
        line({ type: 5, timestamp: 3, data: { tag: 'keyboard', payload: { open: false } } }),
      ].join('\n'),
    )
    expect(items[0]!.data).toMatchObject({
      removes: [{ id: 8 }, { parentId: 5, id: 9_001 }],
      adds: [
        { parentId: 5, node: { id: 9_001, childNodes: [] } },
        { parentId: 9_001, node: { type: 3, textContent: 'x' } },
      ],
    })
    expect(items[1]!.data.adds[0].node.attributes.style).toContain('bottom:0px;height:200px')
    expect(items[2]!.data).toMatchObject({ removes: [{ id: 9 }], adds: [] })
  })
})

describe('segments', () => {
  test('activity lasts for five seconds after the last thing that was done; the rest is inactive', () => {
    const items = [item(0, { type: 2 }), act(1_000), act(3_000), item(20_000), act(30_000)]
    expect(segmentsOf(items, 0, 40_000)).toEqual([
      { start: 0, end: 1_000, windowId: 'w1', isActive: false },
      { start: 1_000, end: 8_000, windowId: 'w1', isActive: true },
      { start: 8_000, end: 30_000, windowId: 'w1', isActive: false },
      { start: 30_000, end: 35_000, windowId: 'w1', isActive: true },
      { start: 35_000, end: 40_000, windowId: 'w1', isActive: false },
    ])
  })

  test('the window follows the user, and a minute without anything is a gap', () => {
    const items = [item(0, { type: 2 }), act(0), item(500, { type: 2, windowId: 'w2' }), act(2_000, 'w2'), act(200_000)]
    expect(segmentsOf(items, 0, 201_000)).toEqual([
      { start: 0, end: 2_000, windowId: 'w1', isActive: true },
      { start: 2_000, end: 2_000 + ACTIVE_MS, windowId: 'w2', isActive: true },
      { start: 2_000 + ACTIVE_MS, end: 200_000, windowId: null, isActive: false },
      { start: 200_000, end: 201_000, windowId: 'w1', isActive: true },
    ])
    expect(segmentsOf([], 0, 10)).toEqual([])
  })

  test('the segment at a time is found, also at the very end', () => {
    const segments = segmentsOf([item(0, { type: 2 }), act(1_000), act(100_000)], 0, 101_000)
    expect(segmentAt(segments, 0)).toMatchObject({ start: 0 })
    expect(segmentAt(segments, 1_000)).toMatchObject({ start: 1_000, isActive: true })
    expect(segmentAt(segments, 101_000)).toMatchObject({ start: 100_000 })
    expect(segmentAt([], 5)).toBeUndefined()
  })
})

describe('the order of loading', () => {
  const blocks = [0, 10, 20, 30, 40].map((start) => ({ key: String(start), start, end: start + 9 }))

  test('from the target to the end, then what is before; or first what is before', () => {
    const isLoaded = [false, false, false, false, false]
    expect(nextRun(isLoaded, 2, 2, false)).toEqual({ first: 2, last: 3 })
    expect(nextRun([false, false, true, true, false], 2, 2, false)).toEqual({ first: 4, last: 4 })
    expect(nextRun([false, false, true, true, true], 2, 1, false)).toEqual({ first: 1, last: 1 })
    expect(nextRun([false, false, true, false, false], 2, 4, true)).toEqual({ first: 0, last: 1 })
    expect(nextRun([true, true, true, true, true], 2, 4, true)).toBeNull()
    expect(nextRun([], 0, 4, false)).toBeNull()
  })

  test('requests grow, but not beyond a size, and what a picture needs comes in few of them', () => {
    expect([0, 1, 2, 6, 7, 20].map((turn) => runSize(turn, false, 1_000))).toEqual([1, 2, 4, 64, 100, 100])
    expect(runSize(0, false, null)).toBe(1)
    expect(runSize(7, false, 1_000_000)).toBe(8)
    expect(runSize(7, false, 1e9)).toBe(1)
    expect([runSize(1, true, 30_000), runSize(1, true, 1_000_000)]).toEqual([100, 3])
  })

  test('what is loaded stays loaded when blocks are added, wherever they are', () => {
    const block = (start: number, end: number) => ({ key: 'any', start, end })
    const before = [block(0, 10), block(0, 10), block(20, 30)]
    const after = [block(0, 10), block(0, 10), block(15, 18), block(20, 30), block(31, 40)]
    expect(isLoadedIn(after, before, [true, false, true])).toEqual([true, false, false, true, false])
    expect(isLoadedIn(after, [], [])).toEqual([false, false, false, false, false])
  })

  test('the block of a time', () => {
    expect([-5, 0, 15, 99].map((time) => blockAt(blocks, time))).toEqual([0, 0, 1, 4])
    expect(blockAt([], 3)).toBe(0)
  })

  test('known times', () => {
    const ranges = loadedRanges(blocks, [true, true, false, true, false], 50)
    expect(ranges).toEqual([
      { start: 0, end: 20 },
      { start: 30, end: 40 },
    ])
    expect([5, 20, 35, 40].map((time) => loadedUntil(ranges, time))).toEqual([20, null, 40, null])
  })
})

test('the histogram weighs clicks more than movements, and counts nothing that the page did by itself', () => {
  const move = item(90, { data: { source: 1 } })
  expect(activityBars([item(10), act(10), move], 0, 100, 2)).toEqual([1, Math.sqrt(1 / 5)])
  expect(activityBars([], 0, 0, 2)).toEqual([0, 0])
})

test('console lines have levels, and texts without the quotes that the recorder adds', () => {
  const log = (level: string, payload: unknown) =>
    item(1, { type: 6, data: { plugin: 'rrweb/console@1', payload: { level, payload, trace: ['at a'] } } })
  const lines = consoleLinesOf([
    log('log', ['"Hi \\"you\\""', '{"a":1}']),
    log('assert', ['x']),
    log('warn', 'odd'),
    item(2),
  ])
  expect(lines.map(({ level, text }) => [level, text])).toEqual([
    ['info', 'Hi "you" {"a":1}'],
    ['error', 'x'],
    ['warn', 'odd'],
  ])
})

test('network requests are sorted, and unknown values stay unknown', () => {
  const requests = [
    { name: 'https://a/2', timestamp: 20, method: 'post', status: 500, duration: 12.4, initiatorType: 'fetch' },
    { name: 'https://a/1', timestamp: 10, startTime: 5, responseEnd: 9 },
    { timestamp: 3 },
  ]
  const found = networkRequestsOf([item(30, { type: 6, data: { plugin: 'rrweb/network@1', payload: { requests } } })])
  expect(found).toMatchObject([
    { url: 'https://a/1', method: 'GET', status: null, durationMs: 4 },
    { url: 'https://a/2', method: 'POST', status: 500, durationMs: 12.4, initiator: 'fetch' },
  ])
})

test('clock texts', () => {
  expect([0, 7_900, 725_000, 3_729_000].map(clock)).toEqual(['0:00', '0:07', '12:05', '1:02:09'])
})
