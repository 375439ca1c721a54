import { calls, type Reply, says } from './replies.ts'

const setUp = [
  'npm init -y >/dev/null',
  'npm pkg set type=module scripts.test="node --test"',
  'npm install --no-audit --no-fund express@5.3.0',
].join(' && ')

const app = `import express from 'express'

export function createApp() {
  const app = express()
  app.use(express.json())
  app.get('/greetings/:name', (request, response) => {
    response.json({ greeting: \`Hello, \${request.params.nam}!\` })
  })
  app.post('/sums', (request, response) => {
    const { numbers } = request.body
    if (!Array.isArray(numbers)) return response.status(400).json({ error: 'numbers must be a list' })
    response.json({ sum: numbers.reduce((sum, each) => sum + each, 0) })
  })
  return app
}
`

const tests = `import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { createApp } from '../src/app.js'

const server = createApp().listen(0, '127.0.0.1')
before(() => server.listening || once(server, 'listening'))
after(() => server.close())

async function ask(path, body) {
  const answer = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`, {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  return [answer.status, answer.status === 404 ? null : await answer.json()]
}

test('greets by name', async () => {
  assert.deepEqual(await ask('/greetings/Ada'), [200, { greeting: 'Hello, Ada!' }])
})
test('adds up', async () => {
  assert.deepEqual(await ask('/sums', { numbers: [1, 2, 3] }), [200, { sum: 6 }])
})
test('refuses what is no list', async () => {
  const [status] = await ask('/sums', { numbers: 'many' })
  assert.equal(status, 400)
})
test('answers 404 elsewhere', async () => assert.deepEqual(await ask('/nowhere'), [404, null]))
`

/**
 * The decisions of a model that was asked to "set up a Node.js project with Express and write unit
 * tests": a mistake among them, which its own tests show it. Express comes from npm's registry.
 */
export const expressProject: Reply[] = [
  calls({ name: 'shell', input: { command: setUp } }, { name: 'list_files', input: {} }),
  calls({ name: 'write_file', input: { path: 'src/app.js', content: app } }),
  calls({ name: 'write_file', input: { path: 'test/app.test.js', content: tests } }),
  calls({ name: 'shell', input: { command: 'npm test' } }),
  calls({ name: 'read_file', input: { path: 'src/app.js', from: 5 } }),
  calls({
    name: 'edit_file',
    input: { path: 'src/app.js', old: 'request.params.nam}', new: 'request.params.name}' },
  }),
  calls({ name: 'shell', input: { command: 'npm test' } }),
  says('The project ', 'is set up, ', 'and its 4 tests pass.'),
]
