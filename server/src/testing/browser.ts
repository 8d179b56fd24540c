/** Chromium for tests, without any traffic of its own. */
import fs from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { EMAIL, PASSWORD, waitFor } from './stack.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
export const chromiumPath = PLACES.find((place) => fs.existsSync(place)) ?? null

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Signs the first user in. What follows is for the caller to wait for. */
export async function logIn(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/login`)
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
}

/** Everything about a page that should not happen: console output, errors, dialogs, requests to other origins. */
export function watchPage(page: Page, ...origins: string[]): { problems: string[] } {
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console ${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !origins.includes(url.origin)) problems.push(`request to ${url.origin}`)
  })
  return { problems }
}

/** Text that does harm wherever it is not treated as text. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  "javascript:alert(3)//'",
  '‮drawkcab',
  `${'long '.repeat(60)}`,
  '😀'.repeat(40),
  '{{constructor.constructor("alert(4)")()}}',
]

/** Widths: every page is seen in both themes and at both widths, in half the time that all four pairs would take. */
const LOOKS = { light: 1280, dark: 360 } as const
export type Theme = keyof typeof LOOKS
/** Of the cumulative layout shift: what is loaded must not push away what one is reading. */
const SHIFT_MAX = 0.1

function layoutShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) sum += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 0))
  })
}

/**
 * What axe finds on a page, whether it moved while it loaded and whether anything is wider than the window. The light theme is
 * seen on a wide screen, the dark one on a phone.
 */
export async function findFlaws(page: Page, url: string, theme: Theme): Promise<string[]> {
  const flaws: string[] = []
  const width = LOOKS[theme]
  await page.setViewportSize({ width, height: 740 })
  await page.emulateMedia({ colorScheme: theme })
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  if ((await page.locator('html').getAttribute('data-theme')) !== theme) flaws.push(`${url} is not ${theme}`)
  // Nothing is loading, and every animation but the endless ones is over.
  await waitFor(() =>
    page.evaluate(
      () =>
        !document.querySelector('[aria-label=Loading]') &&
        document
          .getAnimations()
          .every((each) => each.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY),
    ),
  )
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  for (const { id, nodes } of violations) flaws.push(`${url} at ${width}: ${id}: ${nodes[0]?.html}`)
  const shift = await page.evaluate(layoutShift)
  if (shift > SHIFT_MAX) flaws.push(`${url} at ${width} moved by ${shift.toFixed(3)} while it loaded`)
  if (!(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')))
    flaws.push(`${url} is wider than ${width}`)
  return flaws
}
