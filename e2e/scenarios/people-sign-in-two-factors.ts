/** Part of people-sign-in.test.ts: a code beside the password. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Route, type RouteName, routes } from '@mission-control/protocol'
import { Secret, TOTP } from 'otpauth'
import { PERSON } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { everythingStored } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import type { SignInSite } from '../setup/sign-in-site.ts'

export function testTwoFactors({ server, owner, stranger }: SignInSite): void {
  /** The second factor of {@link PERSON}, from when it is turned on. */
  let app = new TOTP()
  const codeIn = (steps: number) => app.generate({ timestamp: Date.now() + steps * 30_000 })
  const wrongCode = () => `${(Number(codeIn(0)) + 1) % 1_000_000}`.padStart(6, '0')

  async function turnOn(): Promise<{ codes: string[]; code: string }> {
    const { account } = owner.client
    const { secret, uri } = await account.startTotp({ password: PERSON.password })
    assert.equal(new URL(uri).searchParams.get('secret'), secret)
    app = new TOTP({ secret: Secret.fromBase32(secret) })
    const code = codeIn(0)
    return { ...(await account.confirmTotp({ code })), code }
  }

  const byPassword = (code?: string, browser = stranger()) =>
    browser.request('/api/auth/sign-in', { method: 'POST', json: { ...PERSON, code } })

  test('with two factors a password alone signs nobody in, and each code works once', async () => {
    const { account } = owner.client
    await assert.rejects(account.startTotp({ password: 'wrong horse' }), {
      code: 'wrong_credentials',
    })
    await account.startTotp({ password: PERSON.password })
    // What is not confirmed locks nobody out.
    assert.equal((await byPassword()).status, 200)
    await assert.rejects(account.confirmTotp({ code: '000000' }), { code: 'wrong_code' })
    const used = await turnOn()
    assert.equal(new Set(used.codes).size, 10)
    assert.deepEqual(await account.totp(), { enabled: true, recoveryCodes: 10 })
    await assert.rejects(account.startTotp({ password: PERSON.password }), {
      code: 'second_factor_on',
    })

    const asked = await byPassword()
    assert.equal(asked.headers.get('set-cookie'), null)
    await assertProblem(asked, 'second_factor_required')
    const wrongPassword = { ...PERSON, password: 'wrong horse', code: codeIn(1) }
    const refused = await stranger().request('/api/auth/sign-in', {
      method: 'POST',
      json: wrongPassword,
    })
    await assertProblem(refused, 'wrong_credentials')
    await assertProblem(await byPassword(wrongCode()), 'wrong_code')
    await assertProblem(await byPassword(codeIn(-3)), 'wrong_code')
    await assertProblem(await byPassword(used.code), 'wrong_code')

    const next = codeIn(1)
    const both = await Promise.all([byPassword(next), byPassword(next)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401])
    await assertProblem(await byPassword(next), 'wrong_code')
    const [recovery = ''] = used.codes
    assert.equal((await byPassword(recovery.toUpperCase().replaceAll('-', ' '))).status, 200)
    await assertProblem(await byPassword(recovery), 'wrong_code')
    assert.equal((await account.totp()).recoveryCodes, 9)

    const mc = new CommandLine(wholeFile, server)
    const input = `${PERSON.email}\n${PERSON.password}\n${used.codes[2]}\n`
    const login = await mc.run(['login', server.url], { input })
    assert.equal(login.code, 0, login.stderr)

    const stored = await everythingStored(server.dataDir)
    for (const secret of [app.secret.base32, ...used.codes]) {
      assert.ok(!stored.includes(secret))
      assert.ok(!server.program.stderr().includes(secret))
    }
    const factors = { password: PERSON.password, code: used.codes[1]! }
    await assert.rejects(account.removeTotp({ ...factors, code: recovery }), { code: 'wrong_code' })
    await account.removeTotp(factors)
    assert.equal((await byPassword()).status, 200)
  })

  test('an answer that holds a secret is kept and made shorter by nobody on the way', async () => {
    const told: string[] = []
    const ask = async (name: RouteName, json: object = {}, id = '') => {
      const { method, path, status } = routes[name]
      const answer = await owner.request(path.replace(':id', id), { method, json })
      assert.equal(answer.status, status, name)
      assert.equal(answer.headers.get('cache-control'), 'no-store, no-transform', name)
      told.push(name)
      return await answer.json()
    }
    const { user } = await owner.client.account.session()
    const { id } = await ask('createApiKey', { name: 'of a test' })
    await ask('rotateApiKey', {}, id)
    await ask('createDesktop', { name: 'of a test' })
    await ask('createJoinToken')
    await ask('createInvitation', { role: 'viewer' })
    await ask('makeResetLink', {}, user!.id)
    const { password } = PERSON
    const { secret } = await ask('startTotp', { password })
    app = new TOTP({ secret: Secret.fromBase32(secret) })
    const { codes } = await ask('confirmTotp', { code: codeIn(0) })
    await owner.client.account.removeTotp({ password, code: codes[0] })
    const marked = (Object.entries(routes) as [string, Route][]).filter(([, { secret }]) => secret)
    assert.deepEqual(told.sort(), marked.map(([name]) => name).sort())
  })

  test('whoever knows the password gets ten guesses at the code in a quarter of an hour, from however many addresses', async () => {
    const { codes } = await turnOn()
    const guesses = await Promise.all(Array.from({ length: 12 }, () => byPassword(wrongCode())))
    const statuses = guesses.map(({ status }) => status)
    assert.ok(statuses.filter((status) => status === 429).length >= 2, statuses.join(' '))
    const late = await byPassword(codes[0])
    assert.ok(Number(late.headers.get('retry-after')) > 60)
    await assertProblem(late, 'rate_limited')
    await owner.client.settings.get()
  })
}
