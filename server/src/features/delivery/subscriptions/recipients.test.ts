import { expect, test } from 'vitest'
import { addedRecipients, channelOf, isStillRecipient, splitAddresses, withoutAddress } from './recipients.ts'

test('addresses are trimmed, empty ones left out, and each comes once, in any case', () => {
  expect(splitAddresses(' a@x.com ,, B@x.com,b@X.com, ')).toEqual(['a@x.com', 'B@x.com'])
})

test('an address is removed, and the order of the others stays', () => {
  expect(withoutAddress('c@x.com, A@x.com,b@x.com', 'a@x.com')).toBe('c@x.com,b@x.com')
  expect(withoutAddress('a@x.com', 'other@x.com')).toBe('a@x.com')
})

test('a change of the target adds those who were not in it before', () => {
  const email = (targetValue: string) => ({ targetType: 'email' as const, targetValue })
  expect(addedRecipients(email('a@x.com,b@x.com'), null)).toEqual(['a@x.com', 'b@x.com'])
  expect(addedRecipients(email('A@x.com,b@x.com'), 'a@x.com')).toEqual(['b@x.com'])
  expect(addedRecipients(email('a@x.com'), 'a@x.com,b@x.com')).toEqual([])
  expect(addedRecipients({ targetType: 'slack', targetValue: 'C1|#a' }, 'C1|#a')).toEqual([])
})

test('a channel is named before the bar', () => {
  expect(channelOf('C123|#general')).toBe('C123')
  expect(channelOf('C123')).toBe('C123')
})

test('who was removed, or was reached in another way, is no recipient any more', () => {
  const now = { targetType: 'email' as const, targetValue: 'a@x.com, B@x.com' }
  expect(isStillRecipient(now, { targetType: 'email', recipient: 'b@x.com' })).toBe(true)
  expect(isStillRecipient(now, { targetType: 'email', recipient: 'c@x.com' })).toBe(false)
  expect(isStillRecipient(now, { targetType: 'slack', recipient: 'a@x.com' })).toBe(false)
})
