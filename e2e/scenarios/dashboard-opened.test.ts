import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openPage, openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startProxy } from '../setup/proxy.ts'
import { startServer } from '../setup/server.ts'

const server = await startServer(wholeFile)
const browser = await startChromium(wholeFile)

/** What the page has taken its fonts, scripts and styles from has been there. */
async function assertShown(page: Page): Promise<void> {
  await page.locator('#root > *').first().waitFor()
  await page.evaluate(() => document.fonts.ready)
}

for (const path of ['/', '/desktops', '/settings/api-keys', '/settings/']) {
  test(`${path} opens without a complaint`, async (t) => {
    const page = await openSignedIn(t, browser, server, path)
    await assertShown(page)
  })
}

test('an address without a page says so, in the look of the others', async (t) => {
  const page = await openSignedIn(t, browser, server, '/nowhere/at/all')
  await page.getByText('There is no page at this address.').waitFor()
  await page.getByRole('link').first().click()
  await page.waitForURL(`${server.url}/`)
})

test('a page that is opened again, from what the browser has kept, still may style itself', async (t) => {
  const page = await openSignedIn(t, browser, server)
  await assertShown(page)
  const nonce = () =>
    page.evaluate(() => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce)
  const before = await nonce()
  await page.reload()
  assert.equal(await nonce(), before)
  const colour = await page.evaluate((nonce) => {
    const style = Object.assign(document.createElement('style'), { nonce })
    style.textContent = 'h6 { color: rgb(1, 2, 3) }'
    document.head.append(style)
    return getComputedStyle(document.body.appendChild(document.createElement('h6'))).color
  }, before)
  assert.equal(colour, 'rgb(1, 2, 3)')
})

for (const prefix of ['/mc', '/tools/mission-control']) {
  test(`behind a proxy that takes ${prefix} off it opens on any of its pages`, async (t) => {
    const proxy = await startProxy(t, server.url, prefix)
    for (const path of ['/', '/desktops', '/settings/api-keys']) {
      await assertShown(await openPage(t, browser, proxy + path, { expected: [/401/] }))
    }
  })
}
