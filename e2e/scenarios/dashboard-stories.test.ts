/** The two stories of the product's own pages, in a real browser: one task, and a batch. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cards, choose, column } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { runCommand, untilThere } from '../setup/tasks.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

test('a task is created, run, watched, reviewed and done', async (t) => {
  const page = await openSignedIn(t, browser, server)
  await page.getByRole('button', { name: 'New Task' }).click()
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.getByText('Command', { exact: true }).first().click()
  await form
    .getByRole('textbox', { name: 'Command' })
    .fill(`echo first step; ${untilThere('go')}; echo all is well`)
  await form.getByRole('switch', { name: 'Requires Approval' }).click()
  const limit = form.getByRole('textbox', { name: 'Time limit' })
  await limit.fill('soon')
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await form.getByText('Enter a duration').waitFor()
  await limit.fill('1 h 30 m')
  const grace = form.getByRole('textbox', { name: 'Clean-up time' })
  await grace.fill('11 m')
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await form.getByText('Enter 0 s to 10 m').waitFor()
  await grace.fill('2 m')
  await form.getByRole('button', { name: 'Create', exact: true }).click()

  // Creating doesn't start it.
  const pending = cards(page, 'Pending', 'echo first step')
  await pending.waitFor()
  assert.match(await pending.innerText(), /approval/)

  await choose(page, pending, /^Run R$/)
  await cards(page, 'Running', 'echo first step').getByText('first step', { exact: true }).waitFor()

  await runCommand(server, 'touch go')
  const review = cards(page, 'Review', 'echo first step')
  await review.getByText('all is well', { exact: true }).waitFor()
  assert.match(await page.title(), /^\(1\) /)

  await review.getByRole('button', { name: 'Approve' }).click()
  await cards(page, 'Done', 'echo first step').waitFor()
  const done = await server.client.tasks.list({ status: 'done' })
  const task = done.find(({ content }) => content.startsWith('echo first step'))
  assert.deepEqual([task?.timeoutSeconds, task?.graceSeconds], [5400, 120])
  await page.waitForFunction(() => !document.title.startsWith('('))
})

test('one command for several desktops: created, run all at once, watched', async (t) => {
  await startDesktop(t, server, 'atelier-1')
  await startDesktop(t, server, 'atelier-2')
  const page = await openSignedIn(t, browser, server)
  // A column with nothing in it is folded as soon as the board is there.
  await column(page, 'Done').waitFor()
  await page.keyboard.press('n')
  const form = page.getByRole('dialog', { name: 'New Task' })
  await form.getByRole('textbox', { name: 'Command' }).fill('echo from $MISSION_CONTROL_DESKTOP_ID')
  for (const box of await form.getByRole('checkbox').all()) await box.check()
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  await cards(page, 'Pending', 'echo from').getByText('3 pending').waitFor()
  assert.equal(await cards(page, 'Pending', 'echo from').count(), 1)

  await column(page, 'Pending').getByRole('button', { name: 'Run all' }).click()
  const done = cards(page, 'Done', 'echo from')
  await done.getByText('3 done').waitFor()
  await done.getByRole('link').first().click()
  const tasks = done.getByRole('list', { name: 'Tasks of the batch' }).getByRole('listitem')
  for (const { id, name } of await server.client.desktops.list()) {
    await tasks.filter({ hasText: name }).getByText(`from ${id}`).waitFor()
  }
  assert.equal(await tasks.count(), 3)
})
