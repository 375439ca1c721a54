/**
 * Every page, with a fleet at work on it, breaks no rule of accessibility: narrow and dark. Wide, and in
 * both themes, the tests of each page look at it.
 */
import { test } from 'node:test'
import { LOOKS, SHOTS } from '../screenshots/pages.ts'
import { startSample } from '../screenshots/sample.ts'
import { expectNoViolations } from '../setup/accessibility.ts'
import { openPage, openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'

const browser = await startChromium(wholeFile)
const sample = await startSample(wholeFile)
const { server } = sample

const { viewport, colorScheme, hasTouch } = LOOKS.find(({ name }) => name === 'narrow-dark')!
const look = { viewport, colorScheme, hasTouch }

// In the order of the table: nobody can be new once somebody has set up.
for (const { name, path, visitor, steps } of SHOTS) {
  test(`${name} is accessible`, async (t) => {
    const page = visitor
      ? await openPage(t, browser, server.url + path(sample), look)
      : await openSignedIn(t, browser, server, path(sample), look)
    await page.locator('h1:visible, h2:visible').first().waitFor()
    await steps?.(page, sample)
    await expectNoViolations(page)
  })
}
