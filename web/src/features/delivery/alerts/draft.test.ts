import { expect, test } from 'vitest'
import type { Alert } from './api'
import { alertBody, type Draft, draftOf, newDraft, readRule } from './draft'

const draft = (fields: Partial<Draft>): Draft => ({ ...newDraft(1), ...fields })

test('limits are read as people write them', () => {
  expect(readRule(draft({ upper: '1,200' }))).toMatchObject({ rule: { upper: 1200, lower: null } })
  const percent = { condition: 'relative_increase', thresholdType: 'percentage' } as const
  expect(readRule(draft({ ...percent, upper: '20', lower: '-5' }))).toMatchObject({
    rule: { upper: 0.2, lower: -0.05 },
  })
  // A value has no percentage, whatever was chosen before.
  expect(readRule(draft({ ...percent, condition: 'absolute_value', upper: '20' }))).toMatchObject({
    rule: { thresholdType: 'absolute', upper: 20 },
  })
})

test('a rule that makes no sense has a reason', () => {
  for (const fields of [{}, { upper: 'many' }, { upper: '1', lower: '2' }])
    expect(readRule(draft(fields)), JSON.stringify(fields)).toHaveProperty('problem')
})

test('the unfinished interval only counts where it makes a difference', () => {
  const ongoing = (fields: Partial<Draft>) => readRule(draft({ checksOngoing: true, ...fields }))
  expect(ongoing({ upper: '1' })).toMatchObject({ rule: { checksOngoing: true } })
  expect(ongoing({ lower: '1' })).toMatchObject({ rule: { checksOngoing: false } })
  expect(ongoing({ condition: 'relative_decrease', lower: '1' })).toMatchObject({ rule: { checksOngoing: true } })
})

test('an alert survives its form', () => {
  const alert = {
    name: 'Fewer',
    condition: { type: 'relative_decrease' },
    threshold: { configuration: { type: 'percentage', bounds: { lower: null, upper: 0.07 } } },
    config: { type: 'TrendsAlertConfig', series_index: 2, check_ongoing_interval: false },
    calculation_interval: 'weekly',
    skip_weekend: true,
    subscribed_users: [{ id: 7 }],
  } as Alert
  const edited = draftOf(alert)
  expect(edited.upper).toBe('7')
  const read = readRule(edited)
  if (!('rule' in read)) throw new Error(read.problem)
  expect(alertBody(edited, read.rule, 5)).toEqual({ ...alert, insight: 5, subscribed_users: [7] })
})
