import { calls, type Reply, says } from './replies.ts'

/**
 * The decisions of a model that was asked to "set up a Node.js project with Express and write unit
 * tests": a mistake among them, which its own tests show it. In place of Express, which would have to
 * come from the internet, the project has a router of its own.
 */
export const expressProject: Reply[] = [
  calls(
    {
      name: 'shell',
      input: {
        command:
          'npm init -y >/dev/null && npm pkg set type=module scripts.test="node --test" && cat package.json',
      },
    },
    { name: 'list_files', input: {} },
  ),
  calls({
    name: 'write_file',
    input: {
      path: 'src/app.js',
      content: `import { createServer } from 'node:http'

export function createApp() {
  const routes = new Map()
  const get = (path, handle) => routes.set(path, handle)
  const server = createServer((request, response) => {
    const handle = routes.get(request.url)
    response.statusCode = handle ? 200 : 500
    response.end(handle ? handle() : 'Not found')
  })
  return { get, server }
}

export function greet(name) {
  return \`Hello, \${name}!\`
}
`,
    },
  }),
  calls({
    name: 'write_file',
    input: {
      path: 'test/app.test.js',
      content: `import assert from 'node:assert/strict'
import { once } from 'node:events'
import test from 'node:test'
import { createApp, greet } from '../src/app.js'

async function statusOf(path) {
  const { get, server } = createApp()
  get('/', () => greet('world'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { status } = await fetch(\`http://127.0.0.1:\${server.address().port}\${path}\`)
  server.close()
  return status
}

test('greets by name', () => assert.equal(greet('you'), 'Hello, you!'))
test('answers at its address', async () => assert.equal(await statusOf('/'), 200))
test('answers 404 elsewhere', async () => assert.equal(await statusOf('/nowhere'), 404))
`,
    },
  }),
  calls({ name: 'shell', input: { command: 'npm test' } }),
  calls({ name: 'read_file', input: { path: 'src/app.js', from: 5 } }),
  calls({
    name: 'edit_file',
    input: { path: 'src/app.js', old: 'handle ? 200 : 500', new: 'handle ? 200 : 404' },
  }),
  calls({ name: 'shell', input: { command: 'npm test' } }),
  says('The project ', 'is set up, ', 'and its 3 tests pass.'),
]
