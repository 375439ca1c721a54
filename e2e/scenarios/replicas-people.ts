/** Part of replicas.test.ts: people sign in at either of two replicas, and move desktops at either. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Browser, openBrowser, PERSON } from '../setup/browser.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { CLIENT, startIdentityProvider } from '../setup/identity-provider.ts'
import { startProgram } from '../setup/processes.ts'
import type { Shared } from '../setup/replicas.ts'
import { startRunner } from '../setup/runner.ts'
import type { TestServer } from '../setup/server.ts'
import { ADA } from '../setup/sign-in-site.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

/** `there`: the id of a second workspace of the owner. */
export function testPeople(
  shared: Shared,
  [a, b]: [TestServer, TestServer],
  owner: Browser,
  there: string,
): void {
  /** The owner in the other workspace. */
  const inThere = (url: string) => openBrowser({ url }, owner.cookie).for(there)

  test('a desktop moves at a replica that its runner is not connected to: what runs ends where it began, what comes is told in its new workspace', async (t) => {
    const { id, credential } = await a.client.desktops.create({ name: 'wanderer' })
    await startRunner(t, a.url, `${temporaryFolder(t)}/runner`, credential)
    const stream = await openStream(t, a, `${ACTIVITY}?desktops=true`)
    const before = await runCommand(
      { client: b.client, desktopId: id },
      `echo one; ${untilThere('go')}; echo two`,
    )
    const outputHere = async () => `${await outputOf(a.client, before.id)}`
    await waitFor('its output', async () => (await outputHere()) === 'one\n')
    await b.client.desktops.move(id, there)
    await assert.rejects(a.client.desktops.get(id), { code: 'desktop_not_found' })

    // At once: nobody waits for the runner to be back.
    const to = { client: inThere(b.url), desktopId: id }
    const next = await runCommand(to, 'touch go; echo three')
    assert.equal((await ended(to.client, next.id)).status, 'done')
    assert.equal(`${await outputOf(inThere(a.url), next.id)}`, 'three\n')
    assert.equal((await ended(b.client, before.id)).status, 'done')
    assert.equal(await outputHere(), 'one\ntwo\n')
    await to.client.desktops.update(id, { name: 'renamed' })
    const last = await finishCommand(to, 'echo four')
    await to.client.desktops.delete(id)

    // The old workspace hears of a desktop that comes later, and by then of nothing that the moved one did.
    const mark = await a.client.desktops.create({ name: 'mark' })
    const told: { type: string; words: string }[] = []
    while (!told.at(-1)?.words.includes(mark.id)) {
      const { data } = await stream.nextData()
      told.push({ type: data.type, words: JSON.stringify(data) })
    }
    await a.client.desktops.delete(mark.id)
    const strange = [next.id, last.id, 'renamed', 'three', 'four']
    const heard = told.filter(({ words }) => strange.some((each) => words.includes(each)))
    assert.deepEqual(heard, [])
    const moved = told.findIndex(({ type }) => type === 'desktop.movedAway')
    const after = told.slice(moved + 1).filter(({ words }) => words.includes(id))
    assert.deepEqual(
      after.map(({ type }) => type).filter((type) => type !== 'desktop.status'),
      ['task.output', 'task.completed'],
    )
  })

  test('single sign-on that is set up, changed, required or removed at one replica counts at once at the other', async (t) => {
    const idp = await startIdentityProvider(t, ADA)
    idp.register(a.url, b.url)
    const [onA, onB] = [a, b].map((each) => openBrowser(each, owner.cookie).client.sso)
    const { account } = openBrowser(b).client
    const offered = async () => (await account.ways()).providers.map(({ name }) => name)
    const begin = async (browser: Browser) => {
      const { url } = await browser.client.account.startSso({ provider: 'sso' })
      return { provider: 'sso', answer: (await idp.signIn(url)).search }
    }
    /** Begins at the one, and comes back to the other. */
    const enter = async () => {
      const [begun, back] = [openBrowser(b), openBrowser(a)]
      const answer = await begin(begun)
      back.cookie = begun.cookie
      return await back.client.account.finishSso(answer)
    }
    const known = { id: 'sso', preset: 'oidc', issuer: idp.issuer, clientId: CLIENT.id } as const
    await onA!.create({ ...known, name: 'One', clientSecret: CLIENT.secret })
    assert.deepEqual(await offered(), ['One'])
    assert.equal((await enter()).user.email, PERSON.email)
    await onA!.update('sso', { enabled: false })
    assert.deepEqual(await offered(), [])
    await onA!.update('sso', { enabled: true, name: 'Two' })
    assert.deepEqual(await offered(), ['Two'])
    const late = openBrowser(b)
    const answer = await begin(late)
    await onA!.update('sso', { clientId: 'another', clientSecret: CLIENT.secret })
    await assert.rejects(late.client.account.finishSso(answer), { code: 'sso_failed' })
    await onA!.update('sso', { clientId: CLIENT.id, clientSecret: CLIENT.secret })

    await enter()
    await onA!.require(true)
    await assert.rejects(account.signIn(PERSON), { code: 'sso_required' })
    await assert.rejects(account.startPasskeySignIn(), { code: 'sso_required' })
    assert.equal((await enter()).user.email, PERSON.email)
    // The owner's emergency link, made on a server's machine.
    const home = { ...shared.env, MISSION_CONTROL_DATA_DIR: a.dataDir }
    const link = startProgram(t, ['set-up-link'], home)
    assert.equal(await link.exited, 0, link.stderr())
    const [, token = ''] = link.stdout().trim().split('#')
    const rescued = openBrowser(b)
    await rescued.client.account.setUp({ token, ...PERSON })
    owner.cookie = rescued.cookie
    await rescued.client.sso.require(false)
    assert.ok((await openBrowser(a).client.account.signIn(PERSON)).user)
    await rescued.client.sso.delete('sso')
    await assert.rejects(enter(), { code: 'unknown_provider' })
    await assert.rejects(onB!.get(), { code: 'unauthenticated' })
  })
}
