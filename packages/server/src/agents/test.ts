import { type AgentTest, fail } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { requireDesktop } from '../desktops/find.ts'
import { newId } from '../ids.ts'
import { LOOK_AGAIN } from '../look-again.ts'
import { requireCapable } from './capable.ts'

/** A runner's probe gives up by itself after 100 s. */
const WITHIN_MS = 110_000

/** Has the desktop's runner test the agent, and returns the outcome. */
export async function testAgent(
  core: Core,
  { workspaceId }: Caller,
  id: string,
): Promise<AgentTest> {
  const desktop = await requireDesktop(core.store.db, workspaceId, id)
  if (desktop.status !== 'running' || desktop.connected === 0) {
    const state = desktop.status === 'running' ? 'not connected' : desktop.status
    fail(
      'desktop_unavailable',
      `The desktop "${desktop.name}" is ${state}. Its agent can be tested while it is connected.`,
    )
  }
  requireCapable(desktop)
  const requestId = newId('test')
  const { promise, resolve } = Promise.withResolvers<AgentTest>()
  const unsubscribe = core.bus.subscribe('agentTest', requestId, resolve)
  const timer = setTimeout(() => {
    const message = `The desktop "${desktop.name}" has not answered within ${WITHIN_MS / 1000} s. Look at its runner's log, then try again.`
    resolve({ ready: false, message })
  }, WITHIN_MS)
  const ask = () => core.bus.publish('desktop', id, { kind: 'testAgent', requestId })
  ask()
  // The bus may lose the question, or the answer: whoever has the connection does it once, and tells it again.
  const again = setInterval(ask, LOOK_AGAIN)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    clearInterval(again)
    unsubscribe()
  }
}
