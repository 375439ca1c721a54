/** Part of dashboard-roles.test.ts: several people in several workspaces. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glanceForViolations } from '../setup/accessibility.ts'
import { PERSON } from '../setup/browser.ts'
import { type Chromium, openPage, openSignedIn } from '../setup/chromium.ts'
import { PASSWORD } from '../setup/people.ts'
import type { TestServer } from '../setup/server.ts'

export function testPeople(browser: Chromium, server: TestServer): void {
  test('an admin makes a workspace and invites somebody, who joins, works there and can change nobody', async (t) => {
    const page = await openSignedIn(t, browser, server, '/settings/people')
    await page.getByRole('row', { name: /Owner/ }).waitFor()
    await page.getByLabel('Name of a new workspace').fill('The team')
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await page.waitForURL(/\/w\/workspace_\w+\/$/)
    const [id] = /workspace_\w+/.exec(page.url()) ?? []
    assert.ok(id)
    await page.getByRole('status').getByText('Live').waitFor()

    // Of one's own workspace nothing is here; the menu and the palette lead back and forth.
    await page.goto(`${server.url}/w/${id}/desktops`)
    await page.getByText('No desktop yet').waitFor()
    await page.getByRole('button', { name: `Account of ${PERSON.email}` }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Personal' }).click()
    await page.waitForURL(`${server.url}/`)
    await page.getByRole('status').getByText('Live').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('workspace the team')
    await page.getByRole('option', { name: 'Open workspace The team' }).click()
    await page.waitForURL(`${server.url}/w/${id}/`)

    await page.goto(`${server.url}/w/${id}/settings/people`)
    await page.getByLabel('Role of the new member').selectOption('operator')
    await page.getByRole('button', { name: 'Create link' }).click()
    const link = await page
      .getByRole('dialog')
      .getByText(/\/invitation#mci_/)
      .innerText()
    await glanceForViolations(page)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('list', { name: 'Open invitations' }).getByText('anybody').waitFor()

    const guest = await openPage(t, browser, link)
    await guest.getByText('Owner invites you as Operator').waitFor()
    assert.equal(guest.url(), `${server.url}/invitation`, 'the secret stays out of the address')
    await glanceForViolations(guest)
    await guest.getByLabel('Your name').fill('Bob')
    await guest.getByLabel('E-mail').fill('bob@example.org')
    await guest.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await guest.getByRole('button', { name: 'Join' }).click()
    await guest.waitForURL(`${server.url}/w/${id}/`)
    await guest.getByRole('status').getByText('Live').waitFor()
    await guest.goto(`${server.url}/w/${id}/settings/people`)
    await guest.getByText('Only admins can change who is here.').waitFor()
    assert.equal(await guest.getByRole('button', { name: 'Actions for Owner' }).count(), 0)

    await page.reload()
    const act = async (action: string) => {
      await page.getByRole('button', { name: 'Actions for Bob' }).click()
      await page.getByRole('menuitem', { name: action }).click()
    }
    await act('Password reset link')
    await page.getByRole('dialog').getByText(`${server.url}/reset#`).waitFor()
    await glanceForViolations(page)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByLabel('Role of Bob').selectOption('viewer')
    await act('Remove from this workspace')
    const question = page.getByRole('dialog', { name: 'Remove Bob from this workspace?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    // Back at the button of the menu, from whose item the question came.
    await page.locator('button:focus').and(page.getByLabel('Actions for Bob')).waitFor()
    await act('Remove from this workspace')
    await question.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Bob was removed. What they started goes on.', { exact: true }).waitFor()
    await guest.goto(`${server.url}/w/${id}/`)
    await guest.getByText('you are not a member of it').waitFor()
  })

  test('an invitation that does not work says so', async (t) => {
    const page = await openPage(t, browser, `${server.url}/invitation#mci_wrong`, {
      expected: [/401/],
    })
    await page.getByText('This invitation doesn’t work').waitFor()
    await page.getByText('it was used, has expired').waitFor()
    await glanceForViolations(page)
  })
}
