import type { Context, Outcome } from './bench.ts'
import type { Operation } from './operations.ts'
import { Dispatch } from './ours/dispatch.ts'
import { useOnce } from './ours/first-use.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { openSsh, SSH_SETUP } from './peers/ssh.ts'
import { temporaryFolder } from './places.ts'

interface Dispatchers {
  ours: Operation
  ssh: Operation
  how: string
}

/** Starts a server with its local runner, and ssh with its sshd; both stay up for all rounds. */
export async function withDispatch(
  context: Context,
  measure: (dispatchers: Dispatchers) => Promise<Outcome>,
): Promise<Outcome> {
  using folder = temporaryFolder('server')
  await useOnce(context, folder.path)
  await using server = await startServer(context, folder.path)
  await using ssh = await openSsh(context)
  using ours = await Dispatch.open(server)
  return await measure({
    ours: ours.once,
    ssh: ssh.once,
    how: `Ours: ${OURS_SETUP}; POST create, POST run on keep-alive connections, then task.completed on one open activity stream. Peer: ${SSH_SETUP}.`,
  })
}
