import type { Sink } from '../activity/follow.ts'
import { liveFrame } from '../activity/frames.ts'
import type { Core } from '../core.ts'
import { listDesktops } from '../store/desktops.ts'
import { toDesktopEvent } from './present.ts'

/** Sends the status of each desktop as it is, then what changes, until the sink's signal. */
export async function followDesktops(core: Core, workspaceId: string, sink: Sink): Promise<void> {
  if (sink.signal.aborted) return
  const unsubscribe = core.bus.subscribe('desktops', workspaceId, (event) =>
    sink.write(liveFrame(event)),
  )
  sink.signal.addEventListener('abort', unsubscribe)
  for (const row of await listDesktops(core.store.db, workspaceId)) {
    sink.write(liveFrame(toDesktopEvent('desktop.status', row)))
  }
}
