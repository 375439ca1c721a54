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
  const unsubscribe = core.bus.subscribe('desktops', workspaceId, (event) => {
    // What is said in a chat is told by nothing that comes later.
    if (spell.isOn || event.type === 'desktop.chat') spell.send(liveFrame(event), null)
  })
  sink.signal.addEventListener('abort', unsubscribe)
  for (;;) {
    const over = spell.begin()
    for (const row of await listDesktops(core.store.db, workspaceId)) {
      sink.write(liveFrame(toDesktopEvent('desktop.status', row)))
    }
    await over
    await sink.drained()
  }
}
