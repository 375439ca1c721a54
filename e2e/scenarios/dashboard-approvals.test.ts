/** Deciding about results, one after the other, and being told of them: in a real browser. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)
const { client } = server

beforeEach(async () => {
  for (const { id } of await client.tasks.list({ status: 'review' })) {
    await client.tasks.review(id, { decision: 'approve' })
  }
})

/** Tasks that wait for a decision; the last one is the newest. */
async function bring(...commands: string[]): Promise<string[]> {
  const ids = []
  for (const command of commands) {
    ids.push((await finishCommand(server, command, { requiresApproval: true })).id)
  }
  return ids
}

const list = (page: Page) => page.getByRole('region', { name: /^Waiting for you,/ })
const row = (page: Page, words: string) => list(page).getByRole('button', { name: words })
const selected = (page: Page) => list(page).locator('[aria-current=true]')
const output = (page: Page, words: string) => page.getByText(words, { exact: true })

async function expectSelected(page: Page, words: string): Promise<void> {
  await selected(page).filter({ hasText: words }).waitFor()
  await page.getByRole('heading', { level: 2 }).filter({ hasText: words }).waitFor()
}

test('by keyboard alone: look, go on, approve, reject with a note, until nothing waits', async (t) => {
  const [third, second, first] = await bring(
    'echo c-$((1+1))',
    'echo b-$((1+1))',
    'echo a-$((1+1))',
  )
  const page = await openSignedIn(t, browser, server, '/approvals')
  await expectSelected(page, 'echo a-')
  await output(page, 'a-2').last().waitFor()

  await page.keyboard.press('j')
  await expectSelected(page, 'echo b-')
  await output(page, 'b-2').last().waitFor()
  await page.keyboard.press('k')
  await expectSelected(page, 'echo a-')

  // What is approved is what is shown; then the next is.
  await page.keyboard.press('a')
  await expectSelected(page, 'echo b-')
  const feedback = page.getByRole('textbox', { name: 'Feedback' })
  await tabTo(page, 'Feedback (optional)')
  await page.keyboard.type('a b c: not yet')
  assert.equal(await feedback.inputValue(), 'a b c: not yet')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+R')
  await expectSelected(page, 'echo c-')
  assert.equal(await feedback.inputValue(), '')
  await page.keyboard.press('a')
  await page.getByRole('heading', { name: 'Nothing is waiting for your decision.' }).waitFor()

  const ends = await waitFor('all decisions', async () => {
    const tasks = await Promise.all([first!, second!, third!].map((id) => client.tasks.get(id)))
    return tasks.every(({ status }) => status !== 'review') && tasks
  })
  assert.deepEqual(
    ends.map(({ status, feedback }) => [status, feedback]),
    [
      ['done', null],
      ['failed', 'a b c: not yet'],
      ['done', null],
    ],
  )
  const kept = await page.evaluate(() => Object.keys(localStorage).join())
  assert.doesNotMatch(kept, /feedback/)
})

test('a key that is held down decides once', async (t) => {
  await bring('echo older', 'echo newer')
  const page = await openSignedIn(t, browser, server, '/approvals')
  const decisions: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') decisions.push(request.url())
  })
  await expectSelected(page, 'echo newer')
  await page.keyboard.down('a')
  await expectSelected(page, 'echo older')
  await page.keyboard.down('a')
  await page.keyboard.down('a')
  await page.keyboard.up('a')
  const inReview = () => client.tasks.list({ status: 'review' })
  await waitFor('the decision', async () => (await inReview()).length < 2)
  await expectSelected(page, 'echo older')
  assert.equal((await inReview()).length, 1)
  assert.equal(decisions.length, 1)
})

test('what comes in meanwhile joins the list, and what others decide leaves it', async (t) => {
  const [older] = await bring('echo older', 'echo newer')
  const page = await openSignedIn(t, browser, server, '/approvals')
  await row(page, 'echo older').click()
  await bring('echo newest')
  await row(page, 'echo newest').waitFor()
  await expectSelected(page, 'echo older')
  assert.match(await page.title(), /^\(3\) Approvals/)

  await client.tasks.review(older!, { decision: 'reject', feedback: 'by somebody else' })
  await row(page, 'echo older').waitFor({ state: 'detached' })
  await expectSelected(page, 'echo newer')
})

test('a decision that the server refuses brings the task back, with its words and the note', async (t) => {
  await bring('echo refused')
  const page = await openSignedIn(t, browser, server, '/approvals', { expected: [/503/] })
  await page.route('**/review', async (route) => {
    const detail = 'The disk is full.'
    await route.fulfill({ status: 503, json: { code: 'internal', detail, status: 503 } })
  })
  await page.getByRole('textbox', { name: 'Feedback' }).fill('kept')
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByText('The disk is full.').first().waitFor()
  await expectSelected(page, 'echo refused')
  assert.equal(await page.getByRole('textbox', { name: 'Feedback' }).inputValue(), 'kept')
})

test('the whole task is one key away', async (t) => {
  const [id] = await bring('echo whole')
  const page = await openSignedIn(t, browser, server, '/approvals')
  await expectSelected(page, 'echo whole')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'echo whole' }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/tasks/${id}`)
})

test('on a phone the list leads to one, and a decision to the next', async (t) => {
  await bring('echo older', 'echo newer')
  const page = await openSignedIn(t, browser, server, '/approvals', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await row(page, 'echo newer').tap()
  await page.getByText('1 of 2').waitFor()
  assert.equal(await list(page).isVisible(), false)
  await page.getByRole('button', { name: 'Approve' }).tap()
  await page.getByText('1 of 1').waitFor()
  await page.getByRole('heading', { name: 'echo older' }).waitFor()
  await page.getByRole('button', { name: 'All approvals' }).tap()
  await row(page, 'echo older').waitFor()
})

for (const colorScheme of THEMES) {
  test(`it is accessible when it is ${colorScheme}, with something to decide and without`, async (t) => {
    const [id] = await bring('printf "\\033[31mred\\033[0m plain"')
    const page = await openSignedIn(t, browser, server, '/approvals', { colorScheme })
    await output(page, 'red').last().waitFor()
    await glanceForViolations(page)
    await client.tasks.review(id!, { decision: 'approve' })
    await page.getByRole('heading', { name: 'Nothing is waiting' }).waitFor()
    await glanceForViolations(page)
  })
}

test('who wants it is notified once of a task, while the page is out of sight', async (t) => {
  const page = await openSignedIn(t, browser, server, '/settings/notifications', {
    permissions: ['notifications'],
  })
  await page.addInitScript(watchNotifications)
  await page.reload()
  const on = page.getByRole('switch', { name: 'Notify me when a task needs my decision' })
  assert.equal(await on.getAttribute('aria-checked'), 'false')
  await on.click()
  assert.deepEqual(await told(page), ['Notifications are on'])

  // In sight: nothing.
  await bring('echo in sight')
  await page.waitForFunction(() => document.title.startsWith('(1)'))
  await putOutOfSight(page, true)
  const [id] = await bring('echo out of sight')
  await page.waitForFunction(() => document.title.startsWith('(2)'))
  await waitFor('a notification', async () => (await told(page)).length > 1)
  assert.deepEqual(await told(page), ['Notifications are on', 'A task needs your decision'])

  await page.evaluate(() => (globalThis as unknown as Watched).notifications.at(-1)!.onclick!())
  await page.getByRole('dialog', { name: 'echo out of sight' }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/tasks/${id}`)
})

test('nobody who has not switched it on is notified', async (t) => {
  const page = await openSignedIn(t, browser, server, '/approvals', {
    permissions: ['notifications'],
  })
  await page.addInitScript(watchNotifications)
  await page.reload()
  await page.getByRole('status').getByText('Live').waitFor()
  await putOutOfSight(page, true)
  await bring('echo not told')
  await row(page, 'echo not told').waitFor()
  assert.deepEqual(await told(page), [])
})

interface Watched {
  notifications: { title: string; onclick?: () => void }[]
}

/** In the page: notifications are noted instead of shown. */
function watchNotifications(): void {
  const notifications: unknown[] = []
  class Noted {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    title: string
    constructor(title: string) {
      this.title = title
      notifications.push(this)
    }
    close() {
      return undefined
    }
  }
  Object.assign(globalThis, { Notification: Noted, notifications })
}

async function told(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    (globalThis as unknown as Watched).notifications.map(({ title }) => title),
  )
}

async function putOutOfSight(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

/** Presses Tab until the element with that placeholder has the focus. */
async function tabTo(page: Page, placeholder: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('placeholder'))
    if (focused === placeholder) return
  }
  assert.fail(`Tab never came to ${placeholder}`)
}
