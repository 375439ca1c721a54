import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseResponse } from '../src/load/http-response.ts'

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nb\r\ndefghijklmn\r\n0\r\n\r\n'
const SIZED = 'HTTP/1.1 201 Created\r\nX: y\r\nContent-Length: 5\r\n\r\nhello'

test('a response with a length is parsed once it is whole', () => {
  const response = parseResponse(Buffer.from(SIZED))
  assert.equal(response?.status, 201)
  assert.equal(response?.body.toString(), 'hello')
})

test('a chunked response is put together', () => {
  assert.equal(parseResponse(Buffer.from(CHUNKED))?.body.toString(), 'abcdefghijklmn')
})

test('a response without a body is whole after its headers', () => {
  const response = parseResponse(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'))
  assert.deepEqual([response?.status, response?.body.length], [204, 0])
})

test('no beginning of a response is taken for a whole one', () => {
  for (const text of [SIZED, CHUNKED]) {
    for (let length = 0; length < text.length; length++) {
      assert.equal(parseResponse(Buffer.from(text.slice(0, length))), undefined)
    }
  }
})
