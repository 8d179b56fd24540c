import { expect, test } from 'vitest'
import { hasScope, isScope, SCOPE_OBJECTS, SCOPE_OBJECTS_BY_USE, SCOPE_PRESETS, scopeLabel } from './scopes.ts'

test('a key may hold all scopes, or read or write access to an object', () => {
  expect(['*', 'person:read', 'person:write', 'person', 'person:delete', 'persons:read'].map(isScope)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

test('write includes read of the same object, and * includes all', () => {
  expect(hasScope(['person:write'], 'person:read')).toBe(true)
  expect(hasScope(['person:read'], 'person:write')).toBe(false)
  expect(hasScope(['person:write'], 'group:read')).toBe(false)
  expect(hasScope(['*'], 'group:write')).toBe(true)
})

test('the list to choose from has every object once, frequent ones first', () => {
  expect(SCOPE_OBJECTS_BY_USE.toSorted()).toEqual([...SCOPE_OBJECTS].sort())
  expect(SCOPE_OBJECTS_BY_USE[0]).toBe('person')
  expect(scopeLabel('organization_member')).toBe('organization member')
})

test('presets only hold scopes that a key may hold', () => {
  for (const { scopes } of SCOPE_PRESETS) expect(scopes.filter((scope) => !isScope(scope))).toEqual([])
})
