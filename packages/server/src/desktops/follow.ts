import type { DesktopEvent } from '@mission-control/protocol'
import { liveFrame } from '../activity/frames.ts'
import { LiveSpell } from '../activity/live-spell.ts'
import type { Sink } from '../activity/sink.ts'
import type { DesktopFeeds } from './feed.ts'
import { toDesktopEvent } from './present.ts'

/**
 * Sends the status of each desktop, then each change, until the sink's signal; then it rejects. A
 * client that falls behind gets no changes, but the status of each desktop once it has caught up. `among`:
 * only of these desktops.
 */
export async function followDesktops(
  feeds: DesktopFeeds,
  workspaceId: string,
  sink: Sink,
  among?: readonly string[],
): Promise<never> {
  sink.signal.throwIfAborted()
  const spell = new LiveSpell<null>(sink)
  // Events that arrive while the list is read. Each may be older than the list, the last one is not.
  let held: string[] | undefined
  const feed = feeds.enter(workspaceId, sink.signal)
  const sees = (id: string) => among?.includes(id) ?? true
  const unsubscribe = feed.listen((event) => {
    if (!sees(desktopOf(event))) return
    if (held) held.push(liveFrame(event))
    // Nothing later tells what was said in a chat, so this is sent in any case.
    else if (spell.isOn || event.type === 'desktop.chat') spell.send(liveFrame(event), null)
  })
  sink.signal.addEventListener('abort', unsubscribe)
  for (;;) {
    held = []
    const rows = (await feed.read()).filter(({ id }) => sees(id))
    for (const row of rows) sink.write(liveFrame(toDesktopEvent('desktop.status', row)))
    for (const frame of held) sink.write(frame)
    held = undefined
    await spell.begin()
    await sink.drained()
  }
}

function desktopOf({ type, payload }: DesktopEvent): string {
  return type === 'desktop.chat' ? payload.desktopId : payload.id
}
