/**
 * Every page, with a fleet at work on it, breaks no rule of accessibility: narrow and dark. Wide, and in
 * both themes, the tests of each page look at it.
 */
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { LOOKS, SHOTS } from '../screenshots/pages.ts'
import { startSample } from '../screenshots/sample.ts'
import { expectNoViolations } from '../setup/accessibility.ts'
import { openPage, openSignedIn, startChromium } from '../setup/chromium.ts'

import { wholeFile } from '../setup/cleanup.ts'
import { sampled } from '../setup/sampled.ts'

const browser = await startChromium(wholeFile)
const sample = await startSample(wholeFile)
const { server } = sample

const { viewport, colorScheme, hasTouch } = LOOKS.find(({ name }) => name === 'narrow-dark')!
const look = { viewport, colorScheme, hasTouch }

/** One for all who are signed in: a page that is opened anew takes a second of the processor. */
let signedIn: Promise<Page> | undefined

async function show(path: string): Promise<Page> {
  signedIn ??= openSignedIn(wholeFile, browser, server, '/', look)
  const page = await signedIn
  // What the test before has left, such as a draft.
  await page.evaluate(() => localStorage.clear())
  await page.goto('about:blank')
  await page.goto(server.url + path)
  return page
}

// In the order of the table: nobody can be new once somebody has set up.
for (const { name, path, visitor, steps } of sampled(SHOTS, 5)) {
  test(`${name} is accessible`, async (t) => {
    const page = visitor
      ? await openPage(t, browser, server.url + path(sample), look)
      : await show(path(sample))
    await page.locator('h1:visible, h2:visible').first().waitFor()
    await steps?.(page, sample)
    await expectNoViolations(page)
  })
}
