import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsToObject, fitForm } from './forms.ts'
import { flexibleBoolean, flexibleInteger, jsonField, list, nullable, text, uncheckedList } from './validation.ts'

const read = (query: string) => fieldsToObject([...new URLSearchParams(query)])

describe('the keys of a form', () => {
  test.each<[string, unknown]>([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2', { a: ['1', '2'] }],
    ['a[]=1', { a: ['1'] }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[1]=y&a[0]=x&a[10]=z', { a: ['x', 'y', 'z'] }],
    ['a[b]=1&a[c][0]=2&a[c][1]=3', { a: { b: '1', c: ['2', '3'] } }],
    ['a[0][key]=x&a[1][key]=y', { a: [{ key: 'x' }, { key: 'y' }] }],
    // A large index does not allocate: this is a list of two entries, not of a million.
    ['a[1000000]=x', { a: ['x'] }],
    ['a[=1&[b]=2', { 'a[': '1', '[b]': '2' }],
  ])('%s', (query, expected) => expect(read(query)).toEqual(expected))

  test('names of an object’s built-in members are ordinary keys', () => {
    const form = read('__proto__[polluted]=1&constructor=x')
    expect(Object.keys(form)).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })

  test('text and object under one key are refused, and so is unlimited nesting', () => {
    expect(() => read('a=1&a[b]=2')).toThrow('both as text and as an object')
    expect(() => read(`a${'[b]'.repeat(50)}=1`)).toThrow('at most 20 parts')
  })
})

describe('the fields of a form', () => {
  const schema = z.looseObject({
    name: text(100).optional(),
    tags: list(text(10)).optional(),
    ids: z.array(z.number()).optional(),
    numbers: list(flexibleInteger(0, 9)).nullish(),
    filters: jsonField(z.record(z.string(), z.any())).nullish(),
    tile: z.object({ id: z.number(), on: z.boolean().optional() }).optional(),
    tiles: jsonField(z.array(z.object({ id: z.number(), label: z.string() }))).optional(),
    either: z.union([z.string(), z.array(z.string())]).optional(),
    unchecked: uncheckedList.optional(),
    any: z.any().optional(),
    on: flexibleBoolean.optional(),
    urls: nullable(list(text(100)).transform((urls) => urls.map((url) => url.toUpperCase()))).optional(),
  })

  test.each<[string, unknown]>([
    ['name=[1]', { name: '[1]' }],
    ['tags=a', { tags: ['a'] }],
    ['tags=', { tags: [] }],
    ['tags=["a","b"]', { tags: ['a', 'b'] }],
    ['tags=[a', { tags: ['[a'] }],
    ['tags=a&tags=b', { tags: ['a', 'b'] }],
    ['tags[0]=a', { tags: ['a'] }],
    ['ids=5', { ids: [5] }],
    ['ids[0]=5&ids[1]=6', { ids: [5, 6] }],
    ['ids=[5,6]', { ids: [5, 6] }],
    ['numbers=3', { numbers: [3] }],
    ['numbers=', { numbers: null }],
    ['filters={"a":[1]}', { filters: { a: [1] } }],
    ['filters[a]=x', { filters: { a: 'x' } }],
    ['tile[id]=5&tile[on]=true', { tile: { id: 5, on: true } }],
    ['tile={"id":5}', { tile: { id: 5 } }],
    ['tiles[0][id]=5&tiles[0][label]=5', { tiles: [{ id: 5, label: '5' }] }],
    ['tiles={"id":5,"label":"x"}', { tiles: [{ id: 5, label: 'x' }] }],
    ['either=x', { either: 'x' }],
    ['either=x&either=y', { either: ['x', 'y'] }],
    ['unchecked=m2', { unchecked: ['m2'] }],
    ['any={"a":1}', { any: { a: 1 } }],
    ['any=1', { any: '1' }],
    ['on=off', { on: false }],
    ['urls=a', { urls: ['A'] }],
    ['urls=', { urls: null }],
    ['other=[1]', { other: '[1]' }],
  ])('%s', (query, expected) => expect(schema.parse(fitForm(schema, read(query)))).toEqual(expected))
})
