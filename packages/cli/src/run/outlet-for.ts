import type { Task } from '@mission-control/protocol'
import type { Screen } from '../screen/screen.ts'
import { JsonOutlet } from './json-outlet.ts'
import { type Outlet, plainOutlet } from './outlet.ts'

/** Where the output of one task goes. */
export async function outletFor(
  task: Pick<Task, 'id' | 'desktopId' | 'type'>,
  screen: Screen,
): Promise<Outlet> {
  if (screen.json) return new JsonOutlet(task)
  if (task.type === 'command') return plainOutlet
  const { TranscriptOutlet } = await import('./transcript-outlet.ts')
  return new TranscriptOutlet()
}
