import type { Task } from '@mission-control/protocol'
import type { Screen } from '../screen/screen.ts'
import { JsonOutlet } from './json-outlet.ts'
import { type Outlet, plainOutlet } from './outlet.ts'

/** Where the output of one task goes. */
export async function outletFor(
  { id, type }: Pick<Task, 'id' | 'type'>,
  desktop: string,
  screen: Screen,
): Promise<Outlet> {
  if (screen.json) return new JsonOutlet(id, desktop)
  if (type === 'command') return plainOutlet
  const { TranscriptOutlet } = await import('./transcript-outlet.ts')
  return new TranscriptOutlet()
}
