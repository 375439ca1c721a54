/** Part of people-sign-in.test.ts: what somebody is by their groups at the provider. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '@mission-control/client'
import { inDatabase } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import { rolesIn, type SignInSite, type Site } from '../setup/sign-in-site.ts'

const TEAM = 'workspace_team'

export const JOINING = {
  MISSION_CONTROL_OIDC_AUTO_JOIN: 'on',
  MISSION_CONTROL_OIDC_ROLES: `dev=operator@${TEAM}, staff = viewer, ops=admin@${TEAM},x=viewer@workspace_none`,
}

export function testGroups(
  { stranger, through }: SignInSite,
  { server: joined, owner: chief }: Site,
): void {
  test('groups at the provider say who joins, and at each sign-in what they are in the workspaces of the rules', async () => {
    const { user } = await chief.client.account.session()
    for (const row of [
      `workspaces (id, name, created_at) values ('${TEAM}', 'Team', 1)`,
      `memberships (workspace_id, user_id, role, created_at) values ('${TEAM}', '${user!.id}', 'admin', 1)`,
    ]) {
      await inDatabase(joined.dataDir, `insert into ${row}`)
    }
    const dan = { sub: 'dan', email: 'dan@example.org', email_verified: true, name: 'Dan' }
    const enter = async (groups?: string[], browser = stranger(joined)) => {
      const entered = await through(browser, { ...dan, ...(groups && { groups }) })
      if (!entered.ok) await assertProblem(entered, 'not_admitted')
      return entered.ok ? await rolesIn(browser) : 'refused'
    }
    const browser = stranger(joined)
    assert.equal(await enter(), 'refused')
    assert.equal(await enter(['others', 'constructor']), 'refused')
    const first = await enter(['staff', 'dev'], browser)
    assert.deepEqual(first, { own: 'admin', Personal: 'viewer', Team: 'operator' })
    const { key: apiKey } = await browser.for(TEAM).apiKeys.create('k')
    const withKey = createClient({ baseUrl: joined.url, apiKey })
    await withKey.tasks.list()
    assert.deepEqual(await enter(['ops', 'dev', 'x']), { own: 'admin', Team: 'admin' })
    assert.deepEqual(await enter(['dev']), { own: 'admin', Team: 'operator' })
    await withKey.tasks.list()
    // They are known now, but in nothing of others.
    assert.deepEqual(await enter(), { own: 'admin' })
    await assert.rejects(withKey.tasks.list(), { code: 'unauthenticated' })
    const rows = await chief.for(TEAM).audit.list()
    assert.deepEqual(
      rows.map(({ action, actor }) => [action, actor?.name]),
      ['removeMember', 'updateMember', 'updateMember', 'createApiKey', 'updateMember'].map(
        (each) => [each, 'Dan'],
      ),
    )
    // The owner stays what they are in their own, and the last admin of a workspace stays one.
    assert.equal((await through(chief)).status, 200)
    assert.deepEqual(await rolesIn(chief), { own: 'admin', Team: 'admin' })
  })
}
