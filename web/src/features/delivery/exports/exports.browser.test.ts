/** Exports in Chromium: from a menu to a saved file, and the list of what was exported. */
import fs from 'node:fs'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findFlaws, launchBrowser, watchPage } from '../../../../../server/src/testing/browser.ts'
import { type Share, shareStack } from '../../../../../server/src/testing/shared-stack.ts'

describe.skipIf(!chromiumPath)('in Chromium', () => {
  let share: Share
  let browser: Browser
  let page: Page
  let problems: string[]
  const site = () => share.stack.url
  const bytesOf = async (download: Download) => fs.readFileSync((await download.path())!)

  beforeAll(async () => {
    share = await shareStack()
    await share.client.send({ event: 'bought', distinct_id: 'ada' })
    browser = await launchBrowser()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies([...share.session.cookies].map(([name, value]) => ({ name, value, url: site() })))
    page = await context.newPage()
    problems = watchPage(page, new URL(site()).origin).problems
  })
  afterAll(() => browser?.close())

  test('a menu saves a file when it is ready, and the list shows it, and what failed', async () => {
    await page.goto(`${site()}/settings/exports`)
    await page.getByRole('heading', { name: 'No exports' }).waitFor()
    const { id } = (await share.session.post(`${share.base}/dashboards/`, { name: 'For the board' })).body
    await page.goto(`${site()}/dashboards/${id}`)
    // By keyboard: open the menu, find the item by its first letters, choose it.
    await page.getByRole('button', { name: 'More' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Export PDF' }).waitFor()
    await page.keyboard.type('export pd')
    const [pdf] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(pdf.suggestedFilename()).toMatch(/^export-for-the-board-.*\.pdf$/)
    expect((await bytesOf(pdf)).subarray(0, 5).toString()).toBe('%PDF-')
    await page.getByText('PDF saved').waitFor()

    await share.session.post(`${share.base}/exports/`, {
      export_format: 'text/csv',
      export_context: { source: { kind: 'HogQLQuery', query: 'SELECT nothing_like_that FROM events' } },
    })
    await page.goto(`${site()}/settings/exports`)
    const list = page.getByRole('list', { name: 'Exports' })
    await list.getByText(/^Failed: .*nothing_like_that/).waitFor()
    await list.getByText(/^Ready/).waitFor()
    const [again] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('link', { name: /^Download export-for-the-board/ }).click(),
    ])
    expect((await bytesOf(again)).length).toBeGreaterThan(1000)
    expect(await findFlaws(page, `${site()}/settings/exports`)).toEqual([])
    expect(problems).toEqual([])
  })
})
