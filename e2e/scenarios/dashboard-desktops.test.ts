/** Machines join, are looked at, renamed and removed, in a real browser. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import type { Page } from 'playwright-core'
import { glanceForViolations } from '../setup/accessibility.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { cleanUp, wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop } from '../setup/runner.ts'
import { THEMES } from '../setup/sampled.ts'
import { startServer } from '../setup/server.ts'
import { runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const browser = await startChromium(wholeFile)
const server = await startServer(wholeFile)

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

/** Fills the first step of the dialog and sends it. */
async function add(page: Page, name: string, labels = '') {
  await page.getByRole('button', { name: 'Add a desktop' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Labels').fill(labels)
  await dialog.getByRole('button', { name: 'Show the line' }).click()
  return dialog
}

test('a desktop is added: the line that is shown connects its machine, and the page sees it', async (t) => {
  const page = await openSignedIn(t, browser, server, '/desktops')
  const dialog = await add(page, 'atelier-2', 'gpu, region:lyon, gpu')
  const line = await dialog.locator('code').innerText()
  const [, url, token] = /^curl -fsSL (\S+)\/join \| sh -s -- (mcj_\S+)$/.exec(line) ?? []
  assert.ok(url && token, line)
  assert.equal(url, server.url)
  await dialog.getByText('Waiting for the first machine').waitFor()
  await page.keyboard.press('Escape')
  await dialog.getByText('Waiting for the first machine').waitFor()
  await glanceForViolations(page)

  const dir = join(temporaryFolder(t), 'runner')
  const joining = startProgram(t, ['runner', 'join', '--server', url, '--dir', dir], {
    MISSION_CONTROL_JOIN_TOKEN: token,
  })
  assert.equal(await joining.exited, 0, joining.stderr())
  cleanUp(t, () => {
    process.kill(JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8')).pid, 'SIGKILL')
  })
  await dialog.getByText('atelier-2 is connected').waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await row(page, 'atelier-2').getByText('idle', { exact: true }).waitFor()
  for (const label of ['gpu', 'region:lyon']) {
    assert.equal(await row(page, 'atelier-2').getByText(label, { exact: true }).count(), 1)
  }
  assert.ok(!(await page.content()).includes(token), 'the token is still there')
})

test('what is wrong with a new desktop is said by the server, at its field; a line that still works is revoked there', async (t) => {
  const { joinTokens } = server.client.desktops
  const { id, token } = await joinTokens.create({ uses: 3, labels: ['zone=b'] })
  const page = await openSignedIn(t, browser, server, '/desktops', { expected: [/400/] })
  const dialog = await add(page, 'x'.repeat(101), 'two words')
  await dialog.getByText('expected at most 100 characters').waitFor()
  await dialog.getByText('expected 1 to 63 letters, digits or the characters').waitFor()
  assert.equal(await dialog.getByLabel('Name').getAttribute('aria-invalid'), 'true')
  const line = dialog.getByRole('listitem').filter({ hasText: token.slice(-4) })
  await line.getByText('zone=b 0 of 3 joined').waitFor()
  await line.getByRole('button', { name: 'Revoke the line' }).click()
  await line.waitFor({ state: 'detached' })
  assert.ok((await joinTokens.list()).every((each) => each.id !== id))
})

test('a desktop is renamed where it stands, in every window; what is refused goes back', async (t) => {
  const { desktop } = await startDesktop(t, server, 'studio-mac')
  const other = await openSignedIn(t, browser, server, '/desktops')
  const path = `/desktops/${desktop.id}`
  const page = await openSignedIn(t, browser, server, path, { expected: [/400/] })
  const name = page.getByRole('textbox', { name: 'Name of the desktop' })

  await page.getByRole('button', { name: 'Rename' }).click()
  await name.fill('never mind')
  await name.press('Escape')
  await page.getByRole('heading', { name: 'studio-mac' }).waitFor()

  await page.getByRole('button', { name: 'Rename' }).click()
  await name.fill('studio-linux')
  await name.press('Enter')
  await page.getByRole('heading', { name: 'studio-linux' }).waitFor()
  await row(other, 'studio-linux').waitFor()
  assert.equal((await server.client.desktops.get(desktop.id)).name, 'studio-linux')

  await page.getByRole('button', { name: 'Rename' }).click()
  await name.fill('x'.repeat(101))
  await name.press('Enter')
  await page.getByText('at most 100 characters').waitFor()
  await name.press('Escape')
  await page.getByRole('heading', { name: 'studio-linux' }).waitFor()
  assert.equal(await row(other, 'studio-linux').count(), 1)

  await page.getByRole('button', { name: 'Edit labels' }).click()
  const labels = page.getByRole('textbox', { name: 'Labels' })
  await labels.fill('spare, spare, floor:2')
  await labels.press('Enter')
  await row(other, 'studio-linux').getByText('floor:2', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Change the time limit' }).click()
  const limit = page.getByRole('textbox', { name: 'Time limit' })
  await limit.fill('soon')
  await limit.press('Enter')
  await page.getByRole('alert').getByText('Enter a duration').waitFor()
  await limit.fill('90 s')
  await limit.press('Enter')
  await page.getByText('1 m 30 s', { exact: true }).waitFor()
  await waitFor('it to be saved', async () => {
    return (await server.client.desktops.get(desktop.id)).defaultTimeoutSeconds === 90
  })
})

test('a desktop on which something runs is removed only by its name', async (t) => {
  const { desktop } = await startDesktop(t, server, 'doomed')
  const where = { client: server.client, desktopId: desktop.id }
  const { id } = await runCommand(where, untilThere('never'))
  const waiting = await server.client.tasks.create({
    type: 'command',
    content: 'true',
    desktopId: desktop.id,
  })
  const other = await openSignedIn(t, browser, server, `/desktops/${desktop.id}`)
  const page = await openSignedIn(t, browser, server, `/desktops/${desktop.id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove doomed?' })
  await dialog.getByText('The task running on it fails.').waitFor()
  await dialog.getByText('The pending task for it is cancelled.').waitFor()
  await glanceForViolations(page)

  const confirm = dialog.getByRole('button', { name: 'Remove desktop' })
  assert.ok(await confirm.isDisabled())
  await dialog.getByRole('textbox').fill('doomed')
  await confirm.click()
  await page.getByText('doomed was removed.', { exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Desktops' }).waitFor()
  assert.equal(await row(page, 'doomed').count(), 0)
  await other.getByText('There is no such desktop.').waitFor()
  assert.equal((await server.client.tasks.get(id)).error?.code, 'desktop_deleted')
  assert.equal((await server.client.tasks.get(waiting.id)).status, 'cancelled')
})

test('a desktop’s page shows what runs there and what ran, as it happens', async (t) => {
  const page = await openSignedIn(t, browser, server, `/desktops/${server.desktopId}`)
  const section = (name: string) => page.locator('section').filter({ hasText: name })
  await section('Running now').getByText('Nothing is running here.').waitFor()
  await runCommand(server, `echo long; ${untilThere('over')}`)
  await section('Running now').getByRole('link', { name: 'echo long' }).waitFor()
  await runCommand(server, 'touch over')
  await section('Recent tasks').getByRole('link', { name: 'echo long' }).waitFor()
  await section('Running now').getByText('Nothing is running here.').waitFor()
  const { machine } = await server.client.desktops.get(server.desktopId)
  for (const fact of [machine!.system!, machine!.workDir!, machine!.runnerVersion]) {
    await page.getByRole('definition').filter({ hasText: fact }).first().waitFor()
  }
  await page.locator('.uplot canvas').nth(2).waitFor()
  assert.match(await page.getByRole('figure', { name: 'CPU, last hour' }).innerText(), /\d+ %/)
})

for (const colorScheme of THEMES) {
  test(`the desktops and one of them are accessible, ${colorScheme}`, async (t) => {
    const page = await openSignedIn(t, browser, server, '/desktops', { colorScheme })
    const link = page.getByRole('table').getByRole('link').first()
    await link.waitFor()
    await glanceForViolations(page)
    await link.click()
    await page.locator('.uplot canvas').nth(2).waitFor()
    await glanceForViolations(page)
  })
}

test('the list and the page tell how far an upgrade is; the page asks for it, and says when it comes', async (t) => {
  const desktop = await server.client.desktops.create({ name: 'vault', upgradePolicy: 'ask' })
  const { machine } = await server.client.desktops.get(server.desktopId)
  const version = machine!.runnerVersion
  const failed = { version, message: 'No heart.' }
  const upgrade = { obstacle: null, failed, trial: false }
  const runner = await BareRunner.connect(t, server, desktop, PROTOCOL_VERSION, undefined, {
    upgrade,
    machine: {
      system: 'Debian',
      workDir: '/work',
      upSince: Date.now(),
      service: { unit: 'vault.service', isUsers: true },
    },
    clock: Date.now(),
  })
  const page = await openSignedIn(t, browser, server, '/desktops')
  await page.setViewportSize({ width: 1400, height: 900 })
  await row(page, 'vault').getByText(`0.0.1 → ${version}, failed`).waitFor()
  await row(page, 'vault').getByRole('link').first().click()
  await page.getByText('No heart.', { exact: true }).waitFor()
  await page.getByText('vault.service, a user service').waitFor()
  await glanceForViolations(page)
  // Then it only waits.
  await runner.close()
  const get = () => server.client.desktops.get(desktop.id)
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click()
  await page.getByText('It begins when its runner is connected.').waitFor()
  assert.equal((await get()).upgrade?.state, 'waiting')
  await page.getByRole('combobox', { name: 'When its runner is upgraded' }).selectOption('off')
  await waitFor('the policy', async () => (await get()).upgradePolicy === 'off')
  await server.client.desktops.delete(desktop.id)
})

test('on a phone each desktop is a card', async (t) => {
  const viewport = { width: 390, height: 844 }
  const page = await openSignedIn(t, browser, server, '/desktops', { viewport })
  await page.getByRole('list', { name: 'Desktops' }).getByRole('link').first().waitFor()
  assert.equal(await page.getByRole('table').count(), 0)
  await glanceForViolations(page)
})

test('the list is narrowed down by name and label', async (t) => {
  const page = await openSignedIn(t, browser, server, '/desktops')
  await server.client.desktops.create({ name: 'lyon-gpu', labels: ['cuda'] })
  await row(page, 'lyon-gpu').getByText('never connected').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('CUDA')
  await row(page, 'lyon-gpu').waitFor()
  assert.equal(await page.getByRole('row').count(), 2)
  await page.getByRole('searchbox').fill('nothing of that kind')
  await page.getByText('No desktop matches that name or label.').waitFor()
})
