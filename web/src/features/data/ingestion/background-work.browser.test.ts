/** The page of background work for staff, in Chromium. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findFlaws, launchBrowser, logIn, watchPage } from '../../../../../server/src/testing/browser.ts'
import { type Stack, startStack, waitFor } from '../../../../../server/src/testing/stack.ts'

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let stack: Stack
  let browser: Browser
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    stack = await startStack()
    browser = await launchBrowser()
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    problems = watchPage(page, new URL(stack.url).origin).problems
    await logIn(page, stack.url)
    await page.waitForURL((url) => url.pathname === '/')
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  /** A mail that failed too often. There is no mail server, so a retry stays in the queue. */
  const addFailedMail = () =>
    stack.sql(
      `INSERT INTO jobs.job (name, data, state, retry_count, retry_limit, started_on, completed_on, output)
       VALUES ('send-mail', '{"to": "a@b.example", "subject": "s", "text": "a secret link"}', 'failed', 9, 9, now(), now(), $1)`,
      [JSON.stringify({ message: `the mailbox is full ${'x'.repeat(200)}`, at: new Date().toISOString() })],
    )
  const jobs = () => page.getByRole('region', { name: 'Running or failed jobs' })

  test('the tab is reached by keyboard, and shows services and kinds of jobs', async () => {
    await page.goto(`${stack.url}/health`)
    await page.getByRole('tab', { name: 'Events' }).press('ArrowRight')
    await page.waitForURL('**/health?**tab=background**')
    await jobs().getByText('No job is running, and none has failed.').waitFor()
    await page.getByRole('region', { name: 'Services of the worker process' }).getByText('cohort calculation').waitFor()
    await page.getByRole('region', { name: 'Kinds of jobs' }).getByText('Sends an email.').waitFor()
  })

  test('a failed job is shown without its content, fits every width and both themes, and has no flaws', async () => {
    await addFailedMail()
    await jobs().getByText('the mailbox is full').waitFor()
    expect(await page.content()).not.toContain('a secret link')
    expect(await findFlaws(page, `${stack.url}/health?tab=background`)).toEqual([])
  })

  test('a job can be retried and deleted', async () => {
    await page.goto(`${stack.url}/health?tab=background`)
    await page.getByRole('button', { name: 'Retry send-mail' }).press('Enter')
    await jobs().getByText('Will be retried').waitFor()
    // Until the retry is done, the button is disabled and takes no keys.
    await page.getByRole('button', { name: 'Delete send-mail', disabled: false }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
    await jobs().getByText('No job is running, and none has failed.').waitFor()
    await waitFor(async () => (await stack.sql("SELECT 1 FROM jobs.job WHERE name = 'send-mail'")).length === 0)
    expect(problems).toEqual([])
  })

  test('users who are not staff see only their events', async () => {
    await stack.sql('UPDATE users SET is_staff = false')
    await page.goto(`${stack.url}/health?tab=background`)
    await page.getByText('Every accepted event has been processed.').waitFor()
    expect(await page.getByRole('tab').count()).toBe(0)
  })
})
