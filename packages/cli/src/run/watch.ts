import type { Task } from '@mission-control/protocol'
import { isFinal } from '@mission-control/protocol/client'
import type { Kit } from '../kit/kit.ts'
import type { Outlet } from './outlet.ts'

export interface WatchOptions {
  /** The last chunk that was shown before. */
  after?: number
  signal: AbortSignal
  /** Told at each change of the task. */
  onTask?: (task: Task) => void
  /** Told the number of each chunk once it is shown. */
  onShown?: (seq: number) => void
}

/**
 * Shows what a task prints, exactly, and bridges cuts of the connection. Resolves with the task at its
 * end, or with null when the signal comes before.
 */
export async function watch(
  { client, screen }: Kit,
  id: string,
  outlet: Outlet,
  { after = 0, signal, onTask, onShown }: WatchOptions,
): Promise<Task | null> {
  let isCut = false
  const onState = (state: 'live' | 'reconnecting') => {
    if (state === 'reconnecting' && !isCut)
      screen.progress('The connection is lost; trying again …')
    if (state === 'live' && isCut) screen.progress('The connection is back.')
    isCut = state === 'reconnecting'
  }
  const frames = client.tasks.follow(id, { after, encoding: 'base64', signal, onState })
  for await (const { type, payload } of frames) {
    if (type === 'task.chunk') {
      await outlet.write(payload)
      onShown?.(payload.seq)
      continue
    }
    onTask?.(payload)
    if (!isFinal(payload.status)) continue
    await outlet.end(payload)
    return payload
  }
  return null
}
