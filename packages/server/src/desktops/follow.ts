import { liveFrame } from '../activity/frames.ts'
import { LiveSpell } from '../activity/live-spell.ts'
import type { Sink } from '../activity/sink.ts'
import type { Core } from '../core.ts'
import { listDesktops } from '../store/desktops.ts'
import { toDesktopEvent } from './present.ts'

/**
 * Sends the status of each desktop as it is, then what changes, until the sink's signal, upon which it
 * rejects. A client that is behind gets no changes, but the status of each once it has caught up.
 */
export async function followDesktops(core: Core, workspaceId: string, sink: Sink): Promise<never> {
  sink.signal.throwIfAborted()
  const spell = new LiveSpell<null>(sink)
  // What happens while the list is read: each may be older than what the list says, the last is not.
  let held: string[] | undefined
  const unsubscribe = core.bus.subscribe('desktops', workspaceId, (event) => {
    if (held) held.push(liveFrame(event))
    // What is said in a chat is told by nothing that comes later.
    else if (spell.isOn || event.type === 'desktop.chat') spell.send(liveFrame(event), null)
  })
  sink.signal.addEventListener('abort', unsubscribe)
  for (;;) {
    held = []
    const rows = await listDesktops(core.store.db, workspaceId)
    for (const row of rows) sink.write(liveFrame(toDesktopEvent('desktop.status', row)))
    for (const frame of held) sink.write(frame)
    held = undefined
    await spell.begin()
    await sink.drained()
  }
}
