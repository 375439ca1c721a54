import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passkeysWork } from '../../src/account/passkeys-work.ts'

test('a passkey is offered at its own host, by a browser that knows passkeys', () => {
  const page = (hostname: string, PublicKeyCredential?: object) =>
    ({ location: { hostname }, PublicKeyCredential }) as Parameters<typeof passkeysWork>[1]
  assert.equal(passkeysWork('mc.example.org', page('mc.example.org', {})), true)
  assert.equal(passkeysWork('mc.example.org', page('mc.example.org')), false)
  assert.equal(passkeysWork('mc.example.org', page('localhost', {})), false)
  for (const none of [null, undefined]) {
    assert.equal(passkeysWork(none, page('mc.example.org', {})), false)
  }
})
