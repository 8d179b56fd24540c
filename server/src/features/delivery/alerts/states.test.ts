import type { AlertState } from '@hedgerow/shared/alerts'
import { expect, test } from 'vitest'
import { type Memory, nextState, type Outcome } from './states.ts'

/** States and news after each of several checks. */
function after(outcomes: Outcome[], state: AlertState = 'Not firing') {
  let memory: Memory = { state, errorsInRow: 0 }
  return outcomes.map((outcome) => {
    const { news, ...next } = nextState(memory, outcome)
    memory = next
    return news ? `${next.state}, ${news}` : next.state
  })
}

test('only the change into Firing is news', () => {
  expect(after(['breach', 'breach', 'no breach', 'no breach', 'breach'])).toEqual([
    'Firing, firing',
    'Firing',
    'Not firing',
    'Not firing',
    'Firing, firing',
  ])
})

test('three errors in a row are news once; a success in between starts counting anew', () => {
  expect(after(['error', 'error', 'no breach', 'error', 'error', 'error', 'error', 'no breach'])).toEqual([
    'Not firing',
    'Not firing',
    'Not firing',
    'Not firing',
    'Not firing',
    'Errored, errored',
    'Errored',
    'Not firing',
  ])
})

test('an alert that fires keeps firing through single errors, and is news again after it was Errored', () => {
  expect(after(['breach', 'error', 'breach', 'error', 'error', 'error', 'breach'])).toEqual([
    'Firing, firing',
    'Firing',
    'Firing',
    'Firing',
    'Firing',
    'Errored, errored',
    'Firing, firing',
  ])
})

test('after a snooze, an alert that still fires is news', () => {
  expect(after(['breach'], 'Snoozed')).toEqual(['Firing, firing'])
  expect(after(['no breach'], 'Snoozed')).toEqual(['Not firing'])
  expect(after(['error', 'breach'], 'Snoozed')).toEqual(['Not firing', 'Firing, firing'])
})
