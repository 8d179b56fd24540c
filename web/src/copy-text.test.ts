import { afterEach, expect, test, vi } from 'vitest'
import { copyText } from './copy-text'

/** A document whose `execCommand` lets listeners fill the clipboard, unless the browser refuses. */
function stubBrowser(clipboard: { writeText(text: string): Promise<void> } | undefined, mayCopy = true) {
  const copied: string[] = []
  const target = new EventTarget()
  vi.stubGlobal('navigator', { clipboard })
  vi.stubGlobal('document', {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    execCommand: () => {
      const clipboardData = { setData: (_type: string, text: string) => copied.push(text) }
      if (mayCopy) target.dispatchEvent(Object.assign(new Event('copy'), { clipboardData }))
      return mayCopy
    },
  })
  return copied
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('copies text on a page over plain HTTP, which has no clipboard object', async () => {
  const copied = stubBrowser(undefined)
  expect(await copyText('first')).toBe(true)
  expect(await copyText('second')).toBe(true)
  expect(copied).toEqual(['first', 'second'])
})

test('returns false, instead of rejecting, if the browser denies every way to copy', async () => {
  stubBrowser({ writeText: () => Promise.reject(new DOMException('denied', 'NotAllowedError')) }, false)
  expect(await copyText('text')).toBe(false)
})
