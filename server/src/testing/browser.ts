/** Chromium for tests, without background traffic of its own. */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { EMAIL, PASSWORD, waitFor } from './stack.ts'

/** Try the headless shell first: it draws no window, which saves a third of the processor time. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
export const chromiumPath = PLACES.find((place) => fs.existsSync(place)) ?? null

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      '--no-sandbox',
      // A newly opened page starts in the process of the previous one.
      '--process-per-site',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Signs the first user in. The caller waits for whatever follows. */
export async function logIn(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/login`)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
}

/** Collects everything about a page that should not happen: console output, errors, dialogs, requests to other origins. */
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

/** Every page is checked in both themes and at both widths. Two combinations take half the time of all four. */
const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 360 },
] as const
type Look = (typeof LOOKS)[number]
/** Pages alternate which of the two looks they load in; then the test switches to the other one. */
let turn = 0
/** Maximum cumulative layout shift: content that loads must not push away what the user is reading. */
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

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * The violations that axe finds, as `rule: HTML of the first element`. Axe's own Playwright package also inspects frames of
 * other origins and lists the checks that passed; none of our pages needs that, and it takes ten times as long.
 * @param within a CSS selector; only the selected elements are checked. Throws if it selects nothing
 * @param tags sets of rules; all rules if omitted
 */
export async function findViolations(page: Page, within: string, tags?: string[]): Promise<string[]> {
  await page.evaluate(`window.axe || ${axeSource}`)
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(tags && { runOnly: { type: 'tag', values: tags } }),
  }
  const { violations } = await page.evaluate<axe.AxeResults, [string, axe.RunOptions]>(
    ([selector, given]) => (globalThis as unknown as { axe: typeof axe }).axe.run(selector, given),
    [within, options],
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

/**
 * What axe finds on a page, whether the layout shifted while it loaded, and whether anything is wider than the window: in
 * the light theme on a wide screen, and in the dark theme on a phone.
 */
export async function findFlaws(page: Page, url: string): Promise<string[]> {
  const [first, second] = turn++ % 2 === 0 ? LOOKS : LOOKS.toReversed()
  await look(page, first!)
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const flaws = await flawsOf(page, first!)
  const shift = await page.evaluate(layoutShift)
  if (shift > SHIFT_MAX) flaws.push(`moved by ${shift.toFixed(3)} while it loaded at ${first!.width}`)
  await look(page, second!)
  flaws.push(...(await flawsOf(page, second!)))
  return flaws.map((flaw) => `${url}: ${flaw}`)
}

async function look(page: Page, { theme, width }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 740 })
  await page.emulateMedia({ colorScheme: theme })
}

async function flawsOf(page: Page, { theme, width }: Look): Promise<string[]> {
  await settled(page)
  const flaws = (await findViolations(page, 'html', WCAG)).map((violation) => `at ${width} ${violation}`)
  if ((await page.locator('html').getAttribute('data-theme')) !== theme) flaws.push(`is not ${theme}`)
  if (!(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))) flaws.push(`is wider than ${width}`)
  return flaws
}

/** Resolves when nothing is loading and every finite animation is over. */
async function settled(page: Page): Promise<void> {
  await waitFor(() =>
    page.evaluate(
      () =>
        !document.querySelector('[aria-label=Loading]') &&
        document
          .getAnimations()
          .every((each) => each.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY),
    ),
  )
}
