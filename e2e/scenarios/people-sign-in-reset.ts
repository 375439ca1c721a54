/** Part of people-sign-in.test.ts: a link for another password. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERSON } from '../setup/browser.ts'
import { everythingStored } from '../setup/database.ts'
import type { SignInSite, Site } from '../setup/sign-in-site.ts'

export function testReset(
  { mailbox, stranger }: SignInSite,
  { server: own, owner: signedIn }: Site,
): void {
  test('a link to choose another password is sent to whom it concerns, and nobody else learns whether there is such a user', async () => {
    const { account } = stranger(own).client
    assert.equal((await account.ways()).reset, true)
    const ask = (email: string, browser = stranger(own)) =>
      browser.request('/api/auth/reset', { method: 'POST', json: { email } })
    // However many ask at once, there is one letter.
    const asking = ['nobody@example.org', PERSON.email, PERSON.email, PERSON.email]
    const answers = await Promise.all(asking.map((email) => ask(email)))
    for (const answer of answers) {
      assert.equal(answer.status, 204)
      assert.deepEqual([...answer.headers.keys()].sort(), [...answers[0]!.headers.keys()].sort())
    }
    // Whoever asks by another host's name gets no link to that one into the letter.
    const { to, text } = await mailbox.next()
    assert.deepEqual(to, [PERSON.email])
    const [, token = ''] = /^https:\/\/fleet\.example\.org\/mc\/reset#(\S+)$/m.exec(text) ?? []
    const NEW = 'another horse, another battery'
    await assert.rejects(account.resetPassword({ token: `${token}x`, password: NEW }), {
      code: 'wrong_reset_token',
    })
    // It changes the password and nothing else.
    await assert.rejects(account.setUp({ token, ...PERSON }), { code: 'wrong_set_up_token' })
    const both = await Promise.allSettled(
      [0, 1].map(() => account.resetPassword({ token, password: NEW })),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(signedIn.client.settings.get(), { code: 'unauthenticated' })
    await assert.rejects(account.signIn(PERSON), { code: 'wrong_credentials' })
    const { user } = await account.signIn({ ...PERSON, password: NEW })

    const { link } = await own.client.account.makeResetLink(user.id)
    assert.match(link, /^https:\/\/fleet\.example\.org\/mc\/reset#/)
    await account.resetPassword({ token: link.split('#')[1]!, password: PERSON.password })
    await account.signIn(PERSON)
    await assert.rejects(own.client.account.makeResetLink('user_none'), { code: 'user_not_found' })
    assert.ok(!own.program.stderr().includes(token))
    assert.ok(!(await everythingStored(own.dataDir)).includes(token))

    const many = stranger(own)
    const statuses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => ask(`${i}@example.org`, many)),
    )
    assert.equal(statuses.filter(({ status }) => status === 429).length, 2)
    assert.equal(mailbox.waiting, 0, 'nobody else got a letter')
    await assert.rejects(stranger().client.account.requestReset(PERSON, { retries: 0 }), {
      code: 'mail_unavailable',
    })
  })
}
