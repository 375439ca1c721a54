import { liveFrame } from '../activity/frames.ts'
import { LiveSpell } from '../activity/live-spell.ts'
import type { Sink } from '../activity/sink.ts'
import type { Core } from '../core.ts'
import { listDesktops } from '../store/desktops.ts'
import { toDesktopEvent } from './present.ts'

/**
 * Sends the status of each desktop, then each change, until the sink's signal; then it rejects. A
 * client that falls behind gets no changes, but the status of each desktop once it has caught up.
 */
export async function followDesktops(core: Core, workspaceId: string, sink: Sink): Promise<never> {
  sink.signal.throwIfAborted()
  const spell = new LiveSpell<null>(sink)
  // Events that arrive while the list is read. Each may be older than the list, the last one is not.
  let held: string[] | undefined
  const unsubscribe = core.bus.subscribe('desktops', workspaceId, (event) => {
    if (held) held.push(liveFrame(event))
    // Nothing later tells what was said in a chat, so this is sent in any case.
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
