import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ownService, warnOfKillMode } from '../src/desktop/service.ts'
import { temporaryFolder } from './setup/folder.ts'

test('the service of systemd is read from the control group', () => {
  const users = '/user.slice/user-1000.slice/user@1000.service'
  for (const [cgroup, expected] of [
    [
      '0::/system.slice/mission-control.service\n',
      { unit: 'mission-control.service', isUsers: false },
    ],
    ['0::/system.slice/a.service/below\n', { unit: 'a.service', isUsers: false }],
    [`0::${users}/app.slice/a.service\n`, { unit: 'a.service', isUsers: true }],
    ['12:cpu:/x\n1:name=systemd:/system.slice/a.service\n', { unit: 'a.service', isUsers: false }],
    [`0::${users}/app.slice/vte-spawn-1.scope\n`, null],
    ['0::/user.slice/user-0.slice/session-3.scope\n', null],
    ['0::/docker/0123\n', null],
    ['0::/\n', null],
    ['', null],
  ] as const) {
    assert.deepEqual(ownService(cgroup), expected, cgroup)
  }
})

test('a service whose stop would stop its commands is warned of', async (t) => {
  const dir = temporaryFolder(t)
  const { PATH } = process.env
  t.after(() => {
    process.env.PATH = PATH
  })
  process.env.PATH = `${dir}:${PATH}`
  const said: [level: string, text: string][] = []
  const say = (level: string) => (_: object, text: string) => void said.push([level, text])
  const log = { info: say('info'), warn: say('warn'), error: say('error') }
  for (const [answer, expected] of [
    [
      'test "$*" = "--user show --property=KillMode --value a.service" && echo control-group',
      'warn',
    ],
    ['echo mixed', 'warn'],
    ['echo process', undefined],
    ['exit 1', 'info'],
  ] as const) {
    writeFileSync(join(dir, 'systemctl'), `#!/bin/sh\n${answer}\n`)
    chmodSync(join(dir, 'systemctl'), 0o755)
    await warnOfKillMode({ unit: 'a.service', isUsers: true }, log)
    assert.equal(said.pop()?.[0], expected, answer)
  }
})
