import { ApiError, type Client } from '@mission-control/client'
import { forgetPersonal } from '../stored/personal.ts'
import type { SessionGate } from './session-gate.ts'

/** Signs out, also at the provider, and reloads the page, so that it keeps nothing for the next person. */
export async function leave(client: Client, gate: SessionGate): Promise<void> {
  gate.close()
  let to = new URL('.', document.baseURI).href
  try {
    const { url } = await client.account.signOutOfSso()
    to = url ?? to
  } catch (error) {
    const isOver = error instanceof ApiError && error.status === 401
    if (!isOver) {
      gate.open()
      throw error
    }
  }
  forgetPersonal()
  location.assign(to)
}
