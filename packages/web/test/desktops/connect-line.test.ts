import assert from 'node:assert/strict'
import test from 'node:test'
import {
  isLocal,
  joinLine,
  reconnectLine,
  rejoinLine,
  serverUrl,
} from '../../src/desktops/connect-line.ts'

test('the server is where the page’s base is, also behind a path', () => {
  assert.equal(serverUrl('http://127.0.0.1:3000/'), 'http://127.0.0.1:3000')
  assert.equal(serverUrl('https://ops.example/control/'), 'https://ops.example/control')
})

test('the line names the server and the token, and a shell reads it as it is', () => {
  assert.equal(
    joinLine('https://ops.example/control', 'mcj_abc'),
    'curl -fsSL https://ops.example/control/join | sh -s -- mcj_abc',
  )
  assert.match(joinLine("https://ops.example/a'b&c", 'mcj_abc'), / 'https:\S+a%27b&c\/join' /)
})

test('an address by which a machine calls only itself is known', () => {
  for (const url of ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000']) {
    assert.ok(isLocal(url), url)
  }
  for (const url of ['http://192.168.1.5:3000', 'https://ops.example', 'http://[fd00::1]']) {
    assert.ok(!isLocal(url), url)
  }
})

test('a runner that is started again needs no credential: its folder has it', () => {
  assert.equal(rejoinLine('https://mc.example/a'), 'curl -fsSL https://mc.example/a/join | sh')
  assert.equal(
    reconnectLine('https://mc.example/a b', 'desktop_1'),
    "npm run mission-control -- runner --server 'https://mc.example/a b' --dir ~/.local/state/mission-control/desktop_1",
  )
})
