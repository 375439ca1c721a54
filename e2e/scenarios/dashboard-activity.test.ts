/** What happens is told, found again and never moves under a reader, in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startDesktop } from '../setup/runner.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)
/** The name of the server's own desktop. */
const { name: desktop } = await server.client.desktops.get(server.desktopId)

/** The entry whose sentence is this. */
const told = (page: Page, sentence: string | RegExp) =>
  page.getByRole('listitem').filter({ hasText: sentence })

async function createMany(count: number, content: string) {
  const task = { type: 'command' as const, content, desktopId: server.desktopId }
  await server.client.tasks.createBatch({ tasks: Array.from({ length: count }, () => task) })
}

test('a task’s story is told beside the board, with its last line of output in one row', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', {
    viewport: { width: 1440, height: 900 },
  })
  // What is printed before that isn't told any more.
  await page.getByRole('status').getByText('Live').waitFor()
  const { id } = await runCommand(
    server,
    `for i in $(seq 40); do echo "line $i"; done; ${untilThere('told')}; echo the end`,
    { requiresApproval: true },
  )
  await told(page, `${desktop} started for i in`).waitFor()
  await told(page, `${desktop} line 40`).waitFor()
  assert.equal(await told(page, new RegExp(`${desktop} line \\d+$`)).count(), 1)

  await finishCommand(server, 'touch told')
  await told(page, 'it waits for review').waitFor()
  await server.client.tasks.review(id, { decision: 'reject', feedback: 'Not like this' })
  await told(page, 'You rejected for i in').getByText('“Not like this”').waitFor()

  await finishCommand(server, 'exit 7')
  await told(page, `exit 7 failed on ${desktop}: exit 7`).waitFor()
  await told(page, 'exit 7 failed').getByRole('link', { name: 'exit 7' }).first().click()
  await page.waitForURL(/\/tasks\/task_/)
})

test('what is read stands still; a pill counts what is new', async (t) => {
  await createMany(120, 'echo old')
  const page = await openSignedIn(t, browser, server, '/activity')
  await told(page, '120 tasks were added').getByRole('button', { name: 'Show each' }).click()
  await told(page, 'echo old was added').first().waitFor()
  const scroller = page.getByRole('main').getByRole('list').locator('..')
  await scroller.evaluate((element) => {
    element.scrollTop = 600
  })
  const places = () =>
    scroller.evaluate((element) =>
      [...element.querySelectorAll('li')].map((item) => [
        item.innerText,
        Math.round(item.getBoundingClientRect().top),
      ]),
    )
  await page.waitForTimeout(300) // Rows are measured once they are in sight; nothing says when.
  const before = await places()
  await createMany(3, 'echo fresh')
  const pill = page.getByRole('button', { name: '3 new' })
  await pill.waitFor()
  assert.deepEqual(await places(), before)
  await glanceForViolations(page)

  await pill.click()
  await told(page, 'echo fresh was added').nth(2).waitFor()
  await pill.waitFor({ state: 'detached' })
  await createMany(1, 'echo freshest')
  await told(page, 'echo freshest was added').waitFor()
})

test('older entries come as one scrolls, back to the beginning', async (t) => {
  await createMany(900, 'echo many')
  const page = await openSignedIn(t, browser, server, '/activity')
  await told(page, 'tasks were added').first().getByRole('button', { name: 'Show each' }).click()
  await told(page, 'echo many was added').first().waitFor()
  const scroller = page.getByRole('main').getByRole('list').locator('..')
  await waitFor('the first entry of all', async () => {
    await scroller.evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    return (await told(page, `${desktop} came online`).count()) > 0
  })
  await page.getByText('This is the beginning.').waitFor()
  assert.ok((await page.getByRole('listitem').count()) < 200, 'only what is in sight exists')
})

test('the filter finds by kind, desktop and words, and stays in the address', async (t) => {
  const { desktop: other } = await startDesktop(t, server, 'atelier-7')
  await finishCommand({ client: server.client, desktopId: other.id }, 'echo needle')
  const page = await openSignedIn(t, browser, server, '/activity')
  await told(page, 'atelier-7 came online').waitFor()

  await page.getByRole('button', { name: 'Desktops', exact: true }).click()
  await page.waitForURL(/kinds=desktops/)
  await told(page, 'atelier-7 came online').waitFor()
  assert.equal(await told(page, 'echo').count(), 0)

  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByRole('searchbox', { name: 'Find in activity' }).fill('FINISHED echo needle')
  await told(page, 'atelier-7 finished echo needle').waitFor()
  assert.equal(await told(page, /\d\d:\d\d/).count(), 1)
  await page.reload()
  await told(page, 'atelier-7 finished echo needle').waitFor()

  await page.getByRole('searchbox', { name: 'Find in activity' }).fill('no such thing')
  await page.getByText('No activity matches the filter.').waitFor()
  await page.getByRole('button', { name: 'Clear the filter' }).first().click()
  await page.getByLabel('Desktop', { exact: true }).selectOption('atelier-7')
  await told(page, 'atelier-7 started echo needle').waitFor()
  assert.equal(await told(page, 'echo many').count(), 0)
})

test('the panel’s filter is a popover that tells when it is on', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', {
    viewport: { width: 1440, height: 900 },
  })
  await page.getByRole('button', { name: 'Filter activity' }).click()
  await page.getByRole('button', { name: 'Desktops', exact: true }).click()
  await glanceForViolations(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filter activity, on' }).waitFor()
  await told(page, 'came online').first().waitFor()
  assert.equal(await told(page, 'was added').count(), 0)
})

for (const colorScheme of THEMES) {
  test(`activity and metrics are accessible, ${colorScheme}`, async (t) => {
    const viewport = { width: 1440, height: 900 }
    const page = await openSignedIn(t, browser, server, '/activity', { colorScheme, viewport })
    await told(page, desktop).first().waitFor()
    await glanceForViolations(page)
    await page.getByRole('link', { name: 'Metrics' }).click()
    await page.locator('.uplot canvas').nth(2).waitFor()
    await glanceForViolations(page)

    await page.getByRole('link', { name: 'Board' }).click()
    await page.getByRole('tab', { name: 'Metrics' }).click()
    await page.locator('.uplot canvas').nth(2).waitFor()
    await glanceForViolations(page)
  })
}

test('throughput is told in words, and follows', async (t) => {
  const page = await openSignedIn(t, browser, server, '/', {
    viewport: { width: 1440, height: 900 },
  })
  const chart = page.getByRole('img', { name: /^Throughput, last hour: / })
  const count = async () =>
    Number(/(\d+) failed/.exec((await chart.getAttribute('aria-label'))!)?.[1])
  await chart.waitFor()
  const earlier = await count()
  await finishCommand(server, 'exit 1')
  await waitFor('one more failure', async () => (await count()) === earlier + 1)
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + box.width - 3, box.y + 5)
  await page.getByText(/^\d\d:\d\d–\d\d:\d\d: \d+ done · \d+ failed$/).waitFor()
})
