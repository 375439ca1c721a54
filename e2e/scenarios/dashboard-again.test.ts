/** The loops that close: what failed is changed and run again, what was made is one click away. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { cards, choose, column } from '../setup/board.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { says } from '../setup/model/replies.ts'
import { finishPrompt } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { sampled } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const { client } = server

const form = (page: Page) => page.getByRole('dialog', { name: 'Edit and run again' })
const panel = (page: Page) => page.locator('[data-panel]')
const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)!
const content = (page: Page) => form(page).getByRole('textbox', { name: /^(Command|Prompt)$/ })

async function opened(page: Page, path: RegExp, not?: string): Promise<string> {
  await page.waitForURL((url) => path.test(url.pathname) && !url.pathname.endsWith(not ?? ' '))
  return idIn(page)
}

/** Ways from a task that has failed to the form that holds it. */
const WAYS: Record<string, (page: Page, id: string, card: Locator) => Promise<void>> = {
  'its card’s menu': async (page, _, card) => await choose(page, card, /^Edit and run again/),
  'E on its card': async (page, _, card) => {
    await card.getByRole('link').focus()
    await page.keyboard.press('e')
  },
  'the palette': async (page, _, card) => {
    await card.getByRole('link').focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('edit and run')
    await page.getByRole('option', { name: /^Edit and run again/ }).waitFor()
    await page.keyboard.press('Enter')
  },
  'the button on its page': async (page, id) => {
    await page.goto(`${server.url}/tasks/${id}`)
    await panel(page).getByRole('button', { name: 'Edit and run again' }).click()
  },
  'E on its page': async (page, id) => {
    await page.goto(`${server.url}/tasks/${id}`)
    await panel(page).getByRole('button', { name: 'Edit and run again' }).waitFor()
    await page.keyboard.press('e')
  },
}

test('what failed is changed and run again from everywhere, with all that it had', async (t) => {
  const { desktop } = await startDesktop(t, server, 'elsewhere')
  const where = { client, desktopId: desktop.id }
  const page = await openSignedIn(t, browser, server)
  const ways = sampled(Object.entries(WAYS), 2)
  for (const [way, go] of ways) {
    const line = `exit 3 # ${way}`
    const failed = await finishCommand(where, line, { requiresApproval: true, timeoutSeconds: 90 })
    await page.goto(server.url)
    const card = cards(page, 'Failed', line)
    await card.waitFor()
    await go(page, failed.id, card)
    await form(page).getByText('2nd try').waitFor()
    assert.equal(await content(page).inputValue(), line, way)
    assert.ok(await form(page).getByRole('switch', { name: 'Requires Approval' }).isChecked())
    assert.equal(
      await form(page).getByRole('textbox', { name: 'Time limit' }).inputValue(),
      '1 m 30 s',
    )
    await content(page).fill(`echo ${way.length}`)
    await page.keyboard.press('Control+Enter')
    const second = await client.tasks.get(await opened(page, /\/tasks\//, failed.id))
    assert.deepEqual([second.attempt, second.rerunOf, second.timeoutSeconds], [2, failed.id, 90])
    assert.equal(second.desktopId, desktop.id)
    await panel(page).getByRole('link', { name: 'the try before' }).click()
    await opened(page, new RegExp(failed.id))
    await panel(page).getByRole('link', { name: 'the newest try' }).click()
    await opened(page, new RegExp(second.id))
  }
  await page.goto(server.url)
  await cards(page, 'Review', `echo ${ways[0]![0].length}`).getByText('2nd try').waitFor()
  await client.desktops.delete(desktop.id)
})

test('run again opens the new task; the form of another try keeps what was written, and New Task its own', async (t) => {
  const { id } = await finishCommand(server, 'echo keep me')
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await panel(page).getByRole('button', { name: 'Run again', exact: true }).click()
  const second = await opened(page, /\/tasks\//, id)
  await panel(page).getByText('2nd try').waitFor()
  assert.equal((await client.tasks.get(second)).rerunOf, id)

  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  const empty = page.getByRole('dialog', { name: 'New Task' })
  await empty.getByRole('textbox', { name: 'Command' }).fill('echo a draft')
  await page.keyboard.press('Escape')
  await page.goto(`${server.url}/tasks/${id}`)
  await panel(page).getByRole('button', { name: 'Edit and run again' }).click()
  await content(page).fill('echo changed')
  await glanceForViolations(page)
  await page.reload()
  await panel(page).getByRole('button', { name: 'Edit and run again' }).click()
  assert.equal(await content(page).inputValue(), 'echo changed')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  assert.equal(await empty.getByRole('textbox', { name: 'Command' }).inputValue(), 'echo a draft')
})

test('who rejects an answer goes on: the next try quotes it, and what was wrong with it', async (t) => {
  model.script = [says('A very long poem.'), says('Short.')]
  const { id } = await finishPrompt(server, 'Write a poem', { requiresApproval: true })
  const page = await openSignedIn(t, browser, server)
  await cards(page, 'Review', 'Write a poem').getByRole('button', { name: 'Reject' }).click()
  const ask = page.getByRole('dialog', { name: 'Reject this result?' })
  await ask.getByRole('textbox', { name: 'Feedback' }).fill('Too long. Two lines.')
  await ask.getByRole('button', { name: 'Reject, edit and run again' }).click()
  await form(page).locator('blockquote', { hasText: 'Too long. Two lines.' }).waitFor()
  const told = await content(page).inputValue()
  assert.match(told, /^Write a poem\n\nAbout the earlier try/)
  assert.match(told, /> A very long poem\.\n/)
  assert.match(told, /> Too long\. Two lines\.$/)
  const tell = form(page).getByRole('switch', { name: /^Tell the agent/ })
  await tell.click()
  assert.equal(await content(page).inputValue(), 'Write a poem')
  await tell.click()
  assert.equal(await content(page).inputValue(), told)
  await page.keyboard.press('Control+Enter')
  await opened(page, /\/tasks\//, id)
  await panel(page).getByText('Short.').first().waitFor()
  assert.match(JSON.stringify(model.requests.at(-1)), /Two lines/)
  const first = await client.tasks.get(id)
  assert.deepEqual([first.status, first.feedback], ['failed', 'Too long. Two lines.'])
})

test('a toast leads to what was made, and the task to try runs at once', async (t) => {
  const page = await openSignedIn(t, browser, server)
  for (const [button, said] of [
    ['Create', 'Task created.'],
    ['Create & Run', 'Task started.'],
  ] as const) {
    await page.getByRole('button', { name: 'New Task' }).click()
    const dialog = page.getByRole('dialog', { name: 'New Task' })
    await dialog.getByRole('textbox', { name: 'Command' }).fill(`echo by ${button}`)
    await dialog.getByRole('checkbox', { checked: true }).waitFor()
    await dialog.getByRole('button', { name: button, exact: button === 'Create' }).click()
    const toast = page.getByRole('listitem').filter({ hasText: said })
    await toast.getByRole('link', { name: 'Open' }).click()
    const task = await client.tasks.get(await opened(page, /\/tasks\//))
    assert.equal(task.content, `echo by ${button}`)
    await page.goto(server.url)
  }
})

/** The card of a batch, by what its newest task asks for. */
const batchCard = (page: Page, name: string, words: string) =>
  column(page, name).getByRole('article', { name: `Batch: ${words}` })

const made = async (lines: string[], more: object = {}) => {
  const tasks = lines.map((content) => {
    return { type: 'command' as const, content, desktopId: server.desktopId, ...more }
  })
  return await client.tasks.createBatch({ tasks, run: true })
}

test('a batch is one card that says how it is, opens in place, and is run again where it failed', async (t) => {
  const page = await openSignedIn(t, browser, server)
  const hold = untilThere('released')
  const tasks = await made([
    'echo up 14 days',
    'echo up 14 days',
    'echo up 14 days',
    'echo refused; exit 1',
    `${hold}; echo late`,
  ])
  const running = batchCard(page, 'Running', 'until')
  await running.getByText('3 done').waitFor()
  await running.getByText('1 failed').waitFor()
  await running.getByText('1 running').waitFor()
  assert.equal(
    await column(page, 'Done')
      .getByRole('article', { name: /up 14 days/ })
      .count(),
    0,
  )

  await running.getByRole('link').first().click()
  const list = running.getByRole('list', { name: 'Tasks of the batch' })
  const together = list.getByRole('listitem').filter({ hasText: '3 printed' })
  await together.getByText('up 14 days').waitFor()
  assert.equal(await together.getByRole('link').count(), 3)
  await list.getByRole('listitem').filter({ hasText: 'refused' }).waitFor()
  await glanceForViolations(page)
  await page.reload()
  await list.getByText('3 printed').waitFor()

  await finishCommand(server, 'touch released')
  const failed = batchCard(page, 'Failed', 'echo refused')
  await failed.getByText('4 done').waitFor()
  await failed.getByRole('button', { name: 'Run the failed one again' }).click()
  await page.getByRole('listitem').filter({ hasText: '1 task started again.' }).waitFor()
  const again = await waitFor('the failed one to be run again', async () => {
    const { rerunAs } = await client.tasks.get(tasks[3]!.id)
    return rerunAs ?? false
  })
  assert.equal((await ended(client, again)).attempt, 2)
  assert.equal((await client.tasks.get(tasks[0]!.id)).rerunAs, null)
})

test('on a phone the address of a batch shows the column that it is in', async (t) => {
  const [task] = await made(['echo on the phone', 'echo on the phone'])
  const { batchId } = await ended(client, task!.id)
  const page = await openSignedIn(t, browser, server, `/?batch=${batchId}`, {
    viewport: { width: 390, height: 844 },
  })
  await batchCard(page, 'Done', 'echo on the phone').getByText('2 printed').waitFor()
  await page.getByRole('button', { name: /^Review/ }).click()
  await batchCard(page, 'Done', 'echo on the phone').waitFor({ state: 'hidden' })
})

test('a batch is approved, rejected and cancelled as a whole', async (t) => {
  const page = await openSignedIn(t, browser, server)
  const gated = { requiresApproval: true }
  const statuses = async (tasks: { id: string }[]) =>
    (await Promise.all(tasks.map(({ id }) => ended(client, id)))).map(({ status }) => status)
  for (const [button, becomes] of [
    ['Approve 2', 'done'],
    ['Reject 2', 'failed'],
  ] as const) {
    const tasks = await made([`echo a ${button}`, `echo b ${button}`], gated)
    await statuses(tasks)
    await batchCard(page, 'Review', `echo b ${button}`)
      .getByRole('button', { name: button })
      .click()
    if (becomes === 'failed') {
      const ask = page.getByRole('dialog', { name: 'Reject 2 results?' })
      await ask.getByRole('textbox', { name: 'Feedback' }).fill('Not like this.')
      await ask.getByRole('button', { name: 'Reject', exact: true }).click()
    }
    await waitFor(`both to be ${becomes}`, async () =>
      (await statuses(tasks)).every((status) => status === becomes),
    )
  }
  const tasks = await made(['sleep 600', 'sleep 601'])
  await batchCard(page, 'Running', 'sleep').getByRole('button', { name: 'Cancel 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop task' }).click()
  assert.deepEqual(await statuses(tasks), ['cancelled', 'cancelled'])
})

test('approve and reject work on what is selected', async (t) => {
  const gated = { requiresApproval: true }
  for (const n of [1, 2, 3]) await finishCommand(server, `echo select ${n}`, gated)
  const page = await openSignedIn(t, browser, server)
  for (const n of [1, 2]) {
    const link = cards(page, 'Review', `echo select ${n}`).getByRole('link')
    await link.click({ modifiers: ['Control'] })
  }
  await page.getByRole('button', { name: 'Approve 2' }).click()
  await cards(page, 'Done', 'echo select 1').waitFor()
  await cards(page, 'Done', 'echo select 2').waitFor()
  const third = cards(page, 'Review', 'echo select 3')
  await third.getByRole('link').click({ modifiers: ['Control'] })
  await page.getByRole('button', { name: 'Reject 1' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Feedback' }).fill('Not this one.')
  await page.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click()
  await cards(page, 'Failed', 'echo select 3').getByText('“Not this one.”').waitFor()
})

const newTask = (page: Page) => page.getByRole('dialog', { name: 'New Task' })
const box = (page: Page, name: string | RegExp) => newTask(page).getByRole('checkbox', { name })

test('several desktops are chosen at once: all that are ready, by label, with a count', async (t) => {
  const label = async (name: string, labels: string[]) => {
    const { desktop } = await startDesktop(t, server, name)
    await client.desktops.update(desktop.id, { labels })
    return desktop.id
  }
  const first = await label('many-1', ['pool:ci', 'arm'])
  await label('many-2', ['pool:ci'])
  const away = await client.desktops.create({ name: 'many-away', labels: ['pool:ci'] })
  const page = await openSignedIn(t, browser, server, `/desktops/${first}`)
  await page.getByRole('heading', { name: 'many-1' }).waitFor()
  await page.getByRole('button', { name: 'New Task', exact: true }).click()
  assert.ok(await box(page, /^many-1/).isChecked(), 'that of the page is chosen')
  await newTask(page).getByText('1 chosen').waitFor()
  const choose = (name: RegExp) => newTask(page).getByRole('button', { name }).click()
  await newTask(page).getByRole('textbox', { name: 'Command' }).fill('echo on many')
  await choose(/^pool:ci 2/)
  await newTask(page).getByText('2 chosen').waitFor()
  assert.ok(!(await box(page, /^many-away/).isEnabled()))
  await choose(/^All ready, 3/)
  await newTask(page).getByText('3 chosen').waitFor()
  await glanceForViolations(page)
  await choose(/^All ready, 3/)
  await choose(/^arm 1/)
  await choose(/^pool:ci 2/)
  await newTask(page).getByRole('button', { name: 'Create & Run' }).click()
  const toast = page.getByRole('listitem').filter({ hasText: '2 tasks started.' })
  await toast.getByRole('link', { name: 'Show' }).click()
  await page.getByRole('list', { name: 'Tasks of the batch' }).getByText('2 printed').waitFor()

  // What can't be chosen leads to where that is put right.
  await page.getByRole('button', { name: 'New Task', exact: true }).click()
  await newTask(page).getByRole('link', { name: 'Reconnect' }).click()
  await page.waitForURL(`**/desktops/${away.id}`)
  await page.getByRole('region', { name: 'Reconnect this desktop' }).waitFor()
})

test('what is not possible leads to where it can be put right', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'bare')
  const prompt = { type: 'prompt' as const, content: 'Say hello', desktopId: desktop.id }
  const { id } = await client.tasks.create(prompt)
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await panel(page).getByRole('link', { name: 'Set up the desktop’s agent' }).click()
  await page.waitForURL(`**/desktops/${desktop.id}?view=agent`)

  program.child.kill('SIGTERM')
  await program.exited
  await page.goto(`${server.url}/tasks/${id}`)
  await panel(page).getByRole('link', { name: 'How to reconnect the desktop' }).click()
  const way = page.getByRole('region', { name: 'Reconnect this desktop' })
  await way.getByText(new RegExp(`runner --server ${server.url} --dir .*/${desktop.id}$`)).waitFor()
  await glanceForViolations(page)

  // A machine that came by an invitation has no copy of the repository.
  const { token } = await client.desktops.joinTokens.create()
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x as string
  const joined = await client.desktops.join({ token, publicKey, hostname: 'guest' })
  await page.goto(`${server.url}/desktops/${joined.desktopId}`)
  await way.getByText(`curl -fsSL ${server.url}/join | sh`, { exact: true }).waitFor()
})

test('a prompt’s task leads to the chat with its agent; Run all says what it started', async (t) => {
  model.script = [says('Hello.')]
  const { id } = await finishPrompt(server, 'Say hello')
  const page = await openSignedIn(t, browser, server, `/tasks/${id}`)
  await panel(page)
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Chat with this agent' }).click()
  await page.waitForURL(`**/desktops/${server.desktopId}?view=chat`)

  for (const n of [1, 2]) {
    const task = { type: 'command' as const, content: `sleep 60 # ${n}` }
    await client.tasks.create({ ...task, desktopId: server.desktopId })
  }
  await page.goto(server.url)
  await cards(page, 'Pending', 'sleep 60 # 2').waitFor()
  await column(page, 'Pending').getByRole('button', { name: /^Run / }).click()
  const toast = page.getByRole('listitem').filter({ hasText: /tasks started\./ })
  await toast.getByRole('link', { name: 'Show' }).click()
  await page.waitForURL(/\/search\?q=status/)
  await page
    .getByRole('link', { name: /sleep 60/ })
    .first()
    .waitFor()
})

test('the only desktop is chosen, also where the form was open before the desktops were known', async (t) => {
  const alone = await startServer(t)
  const page = await openSignedIn(t, browser, alone, '/settings')
  const known = Promise.withResolvers<void>()
  await page.route(/\/api\/mission-control\/board/, async (route) => {
    await known.promise
    await route.continue()
  })
  await page.reload()
  await page.getByRole('button', { name: 'New Task' }).click()
  await newTask(page).getByText('No desktop is online.').waitFor()
  known.resolve()
  await newTask(page).getByRole('checkbox', { checked: true }).waitFor()
})
