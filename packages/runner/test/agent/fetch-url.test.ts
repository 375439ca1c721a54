import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { before, test } from 'node:test'
import type { PermissionRule } from '@mission-control/protocol'
import { AskingGate } from '../../src/agent/permissions/gate.ts'
import { fetchUrl } from '../../src/agent/tools/web/fetch-url.ts'
import { isInside } from '../../src/agent/tools/web/is-inside.ts'

const asked: string[] = []
const web = createServer(({ url = '', headers }, response) => {
  asked.push(url)
  if (url === '/redirect') response.writeHead(302, { location: '/page' }).end()
  else if (url === '/endless') response.writeHead(302, { location: '/endless' }).end()
  else if (url === '/cut') response.write('a', () => response.destroy())
  else response.end(`found by ${headers.host}`)
})
let port = 0

before(async () => {
  web.listen(0, '127.0.0.1').unref()
  await once(web, 'listening')
  port = (web.address() as AddressInfo).port
})

const signal = new AbortController().signal
const get = (url: string, mayReach: boolean) => fetchUrl({ url }, async () => mayReach, signal)

test('an address of this machine or its network is refused, however it is written', async () => {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const hosts = [
    ...['127.0.0.1', '127.0.0.1.', '127.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1'],
    ...['017700000001', '127.000.000.001', '１２７.0.0.1', '127。0。0。1', '%31%32%37.0.0.1'],
    ...[
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::]',
      '0',
      '0.0.0.0',
    ],
    ...[
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.0.1',
      '[fd00::1]',
    ],
    ...['169.254.169.254', '2852039166', '[::ffff:a9fe:a9fe]', '[fe80::1]', '[fd00:ec2::254]'],
    ...['100.100.100.200', '168.63.129.16', '192.0.0.192', '255.255.255.255', '224.0.0.1'],
    // By a name, which is looked up.
    ...['localhost', 'LOCALHOST'],
    ...own.map(({ address, family }) =>
      family === 'IPv6' ? `[${address.split('%')[0]}]` : address,
    ),
  ]
  for (const host of hosts) {
    await assert.rejects(
      get(`http://${host}:${port}/`, false),
      /it leads to .* Only a permission/,
      host,
    )
  }
  // Not every system knows it by this name.
  await assert.rejects(get(`http://localhost.:${port}/`, false), /can't be fetched/)
  assert.deepEqual(asked, [])
})

test('who is of the public internet is known by the registries', () => {
  for (const address of ['8.8.8.8', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::808:808']) {
    assert.ok(!isInside(address), address)
  }
})

test('where somebody has allowed it, it is fetched, also behind a redirect within its origin', async () => {
  for (const path of ['page', 'redirect']) {
    assert.match(await get(`http://localhost:${port}/${path}`, true), /^200 \n\nfound by localhost/)
  }
  await assert.rejects(get(`http://localhost:${port}/endless`, true), /leads on and on/)
  await assert.rejects(get(`http://localhost:${port}/cut`, true), /can't be fetched: /)
  await assert.rejects(get(`http://a:b@localhost:${port}/`, true), /a name or password/)
})

test('a redirect is checked like the address that was asked for', async () => {
  const places: string[] = []
  const first = async ({ pathname }: URL) => places.push(pathname) === 1
  const url = `http://127.0.0.1:${port}/redirect`
  await assert.rejects(fetchUrl({ url }, first, signal), /it leads to 127\.0\.0\.1/)
  assert.deepEqual(places, ['/redirect', '/page'])
})

test('only a rule that names the host opens a place inside', async () => {
  const mayReach = async (url: string, ...rules: Omit<PermissionRule, 'tool'>[]) => {
    const desk = { rules: rules.map((rule) => ({ tool: '*', ...rule })), asks: '', answers: '' }
    const gate = new AskingGate(desk, { emit: () => undefined, redact: (value) => value })
    return await gate.mayReach(new URL(url))
  }
  const allow = (pattern?: string) =>
    ({ decision: 'allow', ...(pattern !== undefined && { pattern }) }) as const
  const here = 'http://127.0.0.1:3000/a'
  for (const pattern of ['http://127.0.0.1:3000/**', 'http://127.0.0.1:*/**', here]) {
    assert.ok(await mayReach(here, allow(pattern)), pattern)
    assert.ok(!(await mayReach(here, { decision: 'never' }, allow(pattern))), pattern)
  }
  for (const pattern of [
    undefined,
    '**',
    'http://**',
    'http://*:3000/**',
    'http://127.*/**',
    'http*',
  ]) {
    assert.ok(!(await mayReach(here, allow(pattern))), pattern)
  }
  assert.ok(!(await mayReach('http://127.0.0.2:3000/a', allow('http://127.0.0.1:*/**'))))
})
