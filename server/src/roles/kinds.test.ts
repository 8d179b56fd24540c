/** The kinds of objects that the web UI knows must match the kinds that the features declare. */
import { KINDS } from '@hedgerow/shared/kinds'
import { expect, test } from 'vitest'
import { allKinds, storedKinds } from '../features/workspace/kinds/index.ts'
// Loads every feature.
import './web.ts'

test('every named kind is declared by a feature, and every declared kind has a name', () => {
  expect(allKinds().map(({ scope }) => scope)).toEqual(Object.keys(KINDS).sort())
})

test('tags are counted by table, and the web UI reads the table name as the path of a kind', () => {
  const counted = [
    ...storedKinds().flatMap(({ table, path, tags }) => (tags ? [[table, path]] : [])),
    ...allKinds().flatMap(({ tagged, path }) => (tagged ? [[tagged.table, path]] : [])),
  ]
  expect(counted.length).toBeGreaterThan(5)
  for (const [table, path] of counted) expect(table).toBe(path)
})
