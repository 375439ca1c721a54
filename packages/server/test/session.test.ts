import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Down, PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { pino } from 'pino'
import { ensureOwner } from '../src/auth/owner.ts'
import { inProcessBus } from '../src/bus/in-process.ts'
import { createDesktop } from '../src/desktops/create.ts'
import { type Link, Session } from '../src/runners/session.ts'
import { SecretBox } from '../src/secret-box.ts'
import { moveDesktop } from '../src/store/desktops.ts'
import { openStore } from '../src/store/store.ts'
import { createTask } from '../src/tasks/create.ts'
import { runTask } from '../src/tasks/run.ts'

test('a cancel that comes while the start of its run is being read is sent behind it', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  t.after(async () => {
    await store.close()
    rmSync(dir, { recursive: true })
  })
  const core = {
    store,
    bus: inProcessBus(),
    secrets: new SecretBox(dir, undefined),
    log: pino({ level: 'silent' }),
    now: Date.now,
  }
  const owner = await ensureOwner(core, undefined)
  const { id: desktopId } = await createDesktop(core, owner, { name: 'd' })
  const desktop = await store.write((tx) =>
    moveDesktop(tx, desktopId, ['pending'], { status: 'running', connected: 1 }),
  )
  const { id } = await createTask(core, owner, { type: 'command', content: 'true', desktopId })

  const told: string[] = []
  const link: Link = {
    send: (message: Down) => void told.push(message.type),
    pause: () => assert.fail('it was told to pause'),
    resume: () => assert.fail('it was told to resume'),
    drop: () => assert.fail('it was dropped'),
  }
  const peer = { desktop: desktop!, version: PROTOCOL_VERSION, lastDispatch: 0 }
  const session = new Session(core, link, peer, 1024)
  await runTask(core, owner, id)
  await Promise.all([session.dispatch(), session.cancel('the run')])
  assert.deepEqual(told, ['start', 'cancel'])
})
