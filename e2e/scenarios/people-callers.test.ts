import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leastRole, ROLES, type Route, routes, scopesOf } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const all = Object.entries(routes) as [string, Route][]

for (const role of ROLES) {
  test(`a ${role} may ask what the table of routes says, and nothing else`, async () => {
    await inDatabase(server.dataDir, `update memberships set role = '${role}'`)
    for (const [name, { needs, method, path, produces }] of all) {
      // The owner's key is needed further on, and a stream doesn't end.
      if (needs === undefined || name === 'deleteApiKey' || produces === 'events') continue
      const at = path.replace(/:\w+/g, 'none')
      const answer = await server.request(at, { method })
      const may =
        needs === 'self' || (needs === 'owner' ? role === 'admin' : scopesOf(role).has(needs))
      if (may) {
        assert.notEqual(answer.status, 403, `${name} ${await answer.clone().text()}`)
        await answer.body?.cancel()
      } else await assertProblem(answer, 'not_allowed')
    }
  })
}

test('who may not is told what is missing, which role has it, and who gives it', async () => {
  await inDatabase(server.dataDir, `update memberships set role = 'operator'`)
  const answer = await server.request('/api/desktops', { method: 'POST', json: { name: 'x' } })
  const { detail } = await assertProblem(answer, 'not_allowed')
  assert.match(detail, /needs the scope desktops; this key has read, tasks\./)
  assert.match(detail, new RegExp(`The role ${leastRole('desktops')} has it`))
})
