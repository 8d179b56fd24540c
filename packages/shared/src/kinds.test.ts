import { describe, expect, test } from 'vitest'
import { addressOf, headingOf, KINDS, kindOfPath, kindOfScope, kindsWith, labelOf, nounFor } from './kinds.ts'

test('a kind is found by its scope and by the path of its list', () => {
  expect(kindOfScope('FeatureFlag')).toBe(KINDS.FeatureFlag)
  expect(kindOfPath('feature_flags')).toBe(KINDS.FeatureFlag)
  expect([kindOfScope('Nothing'), kindOfPath('nothing')]).toEqual([undefined, undefined])
})

test('no two kinds share a path or a resource', () => {
  for (const of of ['path', 'resource'] as const) {
    const all = kindsWith((kind): kind is typeof kind => kind[of] !== undefined).map((kind) => kind[of])
    expect(new Set(all).size).toBe(all.length)
  }
})

test('singular, plural and counted names', () => {
  expect([labelOf(KINDS.FeatureFlag), headingOf(KINDS.FeatureFlag)]).toEqual(['Feature flag', 'Feature flags'])
  expect([labelOf(KINDS.PersonalAPIKey), headingOf(KINDS.EventDefinition)]).toEqual([
    'API key',
    'Events in the catalog',
  ])
  expect([0, 1, 2].map((count) => nounFor(KINDS.PropertyDefinition, count))).toEqual([
    'properties',
    'property',
    'properties',
  ])
})

describe('addresses', () => {
  test('have IDs in their place', () => {
    expect(addressOf(KINDS.Dashboard, { id: 7 })).toBe('/dashboards/7')
    expect(addressOf(KINDS.Insight, { id: 7, short_id: 'aB3' })).toBe('/insights/aB3')
    expect(addressOf(KINDS.Team)).toBe('/settings/project')
  })
  test('escape what would end a segment or begin another', () => {
    expect(addressOf(KINDS.Group, { type: 0, key: 'a/b?c#$d' })).toBe('/groups/0/a%2Fb%3Fc%23%24d')
  })
  test('do not exist without a page or without an ID', () => {
    expect([addressOf(KINDS.Action, { id: 7 }), addressOf(KINDS.Insight, { short_id: null })]).toEqual([null, null])
  })
})
