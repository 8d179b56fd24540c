/** What the web is told of kinds of objects is what features declare. */
import { KINDS } from '@hedgerow/shared/kinds'
import { expect, test } from 'vitest'
import { allKinds, storedKinds } from '../features/workspace/kinds/index.ts'
// Loads every feature.
import './web.ts'

test('every kind that has a name is declared by a feature, and the other way around', () => {
  expect(allKinds().map(({ scope }) => scope)).toEqual(Object.keys(KINDS).sort())
})

test('tags are counted by table, which the web reads as the path of a kind', () => {
  const counted = [
    ...storedKinds().flatMap(({ table, path, tags }) => (tags ? [[table, path]] : [])),
    ...allKinds().flatMap(({ tagged, path }) => (tagged ? [[tagged.table, path]] : [])),
  ]
  expect(counted.length).toBeGreaterThan(5)
  for (const [table, path] of counted) expect(table).toBe(path)
})
