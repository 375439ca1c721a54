import type { Context } from '../bench.ts'
import { Dispatch } from './dispatch.ts'
import { startServer } from './server.ts'

/**
 * Makes a data directory as one looks after its first use. Node's compile caches are then filled, the
 * keeper's included: the very first keeper of a directory is 28 MiB larger, so it forks more slowly.
 */
export async function useOnce(context: Context, folder: string): Promise<void> {
  await using server = await startServer(context, folder)
  using dispatch = await Dispatch.open(server)
  await dispatch.once(0)
}
