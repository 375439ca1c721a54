import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { ERROR_CODES, type Route, routes, statusOf } from '../src/index.ts'

const all: [name: string, route: Route][] = Object.entries(routes)

test('no two routes answer the same method and path', () => {
  const shapes = all.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
  assert.equal(new Set(shapes).size, shapes.length)
})

test('every route for one thing can answer that it is not found', () => {
  for (const [name, { path, errors, open }] of all) {
    const canMiss = errors.some((code) => statusOf(code) === 404)
    assert.equal(canMiss, path.includes(':') && !open, name)
  }
})

test('a route answers a body, an event stream, or 204 and nothing', () => {
  for (const [name, { status, response, produces }] of all) {
    if (status === 204) assert.ok(!response && !produces, name)
    else assert.notEqual(response !== undefined, produces === 'events', name)
  }
})

test('GET changes nothing and takes no body; only creating answers 201', () => {
  for (const [name, { method, status, body }] of all) {
    if (method === 'GET') assert.ok(status === 200 && body === undefined, name)
    if (method === 'DELETE') assert.ok(status === 204 && body === undefined, name)
    if (status === 201) assert.match(name, /^(create|rerun)/)
    if (name.startsWith('create')) assert.equal(status, 201, name)
  }
})

test('every path is under /api and every error is of the catalogue, named once', () => {
  for (const [name, { path, errors, summary }] of all) {
    assert.match(path, /^\/api\/[a-z.\-/:]+$/i, name)
    assert.equal(new Set(errors).size, errors.length, name)
    for (const code of errors) assert.ok(ERROR_CODES.includes(code), name)
    assert.match(summary, /^[A-Z].*[^.]$/, name)
  }
})

test('only joining, signing in, health and the API reference need no key', () => {
  const open = all.filter(([, route]) => route.open).map(([name]) => name)
  assert.deepEqual(open, [
    'joinDesktop',
    'getSession',
    'setUp',
    'signIn',
    'getSignInWays',
    'signInByHeader',
    'startSso',
    'finishSso',
    'requestReset',
    'resetPassword',
    'startPasskeySignIn',
    'signInByPasskey',
    'readInvitation',
    'joinByInvitation',
    'getHealth',
    'getReady',
    'getOpenApi',
  ])
})

test('every route that somebody may not ask says what asking needs', () => {
  const unsaid = all.filter(([, { open, needs }]) => !open === (needs === undefined))
  assert.deepEqual(
    unsaid.map(([name]) => name),
    [],
  )
  // What changes something is never for who may only read.
  for (const [name, { method, needs }] of all) {
    if (method !== 'GET') assert.notEqual(needs, 'read', name)
  }
})

test('a page limit is a whole number from 1 on', () => {
  const { query } = routes.listTasks
  assert.equal(query.parse({ limit: '1000' }).limit, 1000)
  for (const limit of ['0', '-1', '1.5', '1001', 'many', '']) {
    assert.ok(!query.safeParse({ limit }).success, limit)
  }
})

test('an Idempotency-Key counts on every POST but those that answer a secret, sign somebody in or out, change nothing, or know who asks by a key', () => {
  const unkeyed = all.filter(([, { method, keyed }]) => method === 'POST' && !keyed)
  assert.deepEqual(
    unkeyed.map(([name]) => name),
    [
      'createDesktop',
      'createJoinToken',
      'joinDesktop',
      'testAgent',
      'setUp',
      'signIn',
      'signOut',
      'changePassword',
      'createApiKey',
      'rotateApiKey',
      'signInByHeader',
      'startSso',
      'finishSso',
      'signOutOfSso',
      'requestReset',
      'resetPassword',
      'makeResetLink',
      'resetFactors',
      'startTotp',
      'confirmTotp',
      'removeTotp',
      'testSsoProvider',
      'startSsoTrial',
      'finishSsoTrial',
      'startPasskeySignIn',
      'signInByPasskey',
      'startPasskey',
      'createPasskey',
      'removePasskey',
      'createInvitation',
      'readInvitation',
      'joinByInvitation',
    ],
  )
  for (const [name, { method, keyed }] of all) assert.ok(!keyed || method === 'POST', name)
})

test('whatever creates something says where it is', () => {
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    assert.equal(route.location !== undefined, route.status === 201, name)
  }
})

/** What lets somebody in, or shows that they may come in, by whatever name it goes in an answer. */
const SECRETS = /^(link|line|secret|uri|codes|key|credential|token|password)$/

test('every answer with a link, a key, a code or a secret is marked as one that nobody on the way keeps', () => {
  const telling = all
    .filter(
      ([, { response }]) =>
        response &&
        namesIn(z.toJSONSchema(response, { unrepresentable: 'any' })).some((name) =>
          SECRETS.test(name),
        ),
    )
    .map(([name]) => name)
  const marked = all.filter(([, { secret }]) => secret).map(([name]) => name)
  assert.deepEqual(marked.toSorted(), telling.toSorted())
})

/** The names of all properties in a schema that hold text. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> }
  const names = Object.entries(properties).flatMap(([name, { type = '' }]) =>
    ['string', 'array'].includes(type) ? [name] : [],
  )
  return [...names, ...Object.values(schema).flatMap(namesIn)]
}
