import { expect, test } from 'vitest'
import { isCommandKey, typedEarly } from './command-keys'

const key = (name: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const open = key('k', { ctrlKey: true })
const typed = (text: string) => [...text].map((each) => key(each))

test('Ctrl K and Cmd K open the menu, but not with Shift or Alt', () => {
  expect([open, key('K', { metaKey: true })].map(isCommandKey)).toEqual([true, true])
  expect(
    [key('k'), key('k', { ctrlKey: true, shiftKey: true }), key('k', { metaKey: true, altKey: true })].map(
      isCommandKey,
    ),
  ).toEqual([false, false, false])
})

test('what was typed before the menu rendered becomes its text', () => {
  expect(typedEarly([])).toBeNull()
  expect(typedEarly(typed('abc'))).toBeNull()
  expect(typedEarly([...typed('x'), open, ...typed('So😀'), key('Shift'), key('l')])).toEqual({
    text: 'So😀l',
    isEntered: false,
  })
  expect(typedEarly([open, ...typed('sql😀'), key('Backspace'), key('Enter')])).toEqual({
    text: 'sql',
    isEntered: true,
  })
  // Ctrl C is not text, and typing after Enter cancels the Enter.
  expect(typedEarly([open, key('Enter'), key('c', { ctrlKey: true }), key('a')])).toEqual({
    text: 'a',
    isEntered: false,
  })
})

test('Escape, and the shortcut itself, close it again', () => {
  expect(typedEarly([open, ...typed('a'), key('Escape'), ...typed('b')])).toBeNull()
  expect(typedEarly([open, ...typed('a'), open])).toBeNull()
  expect(typedEarly([open, key('Escape'), open, ...typed('c')])).toEqual({ text: 'c', isEntered: false })
})
