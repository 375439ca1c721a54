import { join } from 'node:path'
import { firstAnswer } from '../load/first-answer.ts'
import { encodeRequest } from '../load/http-connection.ts'
import { launch, type Program } from '../program.ts'
import { freePort } from '../wait.ts'

export interface BareServer extends AsyncDisposable {
  program: Program
  port: number
  /** From the start of the process to the first 200. */
  startMs: number
}

/**
 * Starts one of `programs/` in a folder, where it keeps what it keeps; ready when it answers. They
 * are JavaScript: stripping types at the start would cost them 70 ms and 17 MiB.
 */
export async function startBare(
  folder: string,
  name: 'bare-list' | 'bare-insert' | 'bare-events' | 'bare-fastify',
  ...args: string[]
): Promise<BareServer> {
  const port = await freePort()
  const start = performance.now()
  const script = join(import.meta.dirname, 'programs', `${name}.js`)
  const program = launch(folder, process.execPath, [script, String(port), ...args])
  const answered = await firstAnswer(program, port, encodeRequest('GET', '/', {}), 200)
  return { program, port, startMs: answered - start, [Symbol.asyncDispose]: program.stop }
}
