import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from '../../src/settings/device.ts'
import { exampleFor } from '../../src/settings/example.ts'

const AGENTS = {
  'Firefox on Linux': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Chrome on Windows':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Edge on Windows':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Safari on macOS':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  'Safari on iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Samsung Internet on Android':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36',
}

for (const [device, userAgent] of Object.entries(AGENTS)) {
  test(`${device} is known by what it says`, () => assert.equal(deviceOf(userAgent), device))
}

test('no more is said than the browser does', () => {
  assert.equal(deviceOf('curl/8.5.0'), 'curl')
  assert.equal(deviceOf('Ladybird/1.0 (Linux)'), 'A browser on Linux')
  assert.equal(deviceOf('node'), 'An unknown device')
  assert.equal(deviceOf(''), 'An unknown device')
})

test('the example works behind a path as well', () => {
  assert.equal(
    exampleFor('mc_x', 'https://example.org/mc/'),
    "curl -H 'x-api-key: mc_x' 'https://example.org/mc/api/mission-control/tasks?status=review'",
  )
})
