import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp, type Scope } from '../cleanup.ts'
import { temporaryFolder } from '../folder.ts'
import { freePort } from '../port.ts'
import { waitFor } from '../wait.ts'

/** A proxy of others, by the sample that deploy/ has for it. */
export interface Front {
  name: string
  /** In deploy/. */
  sample: string
  /** The sample with servers (`host:port`) and an address of the test's own; `dir` is for what it writes. */
  settle(sample: string, place: { servers: string[]; port: string; dir: string }): string
  /** Its program, and the arguments by which it stays one process in the foreground. */
  command(config: string, dir: string): [program: string, args: string[]]
}

/** Starts a proxy in front of servers. Resolves with its address, once they are answered for. */
export async function startInFront(t: Scope, front: Front, ...urls: string[]): Promise<string> {
  const [dir, port] = [temporaryFolder(t), await freePort()]
  const sample = readFileSync(join(import.meta.dirname, '../../../deploy', front.sample), 'utf8')
  const config = join(dir, front.sample)
  const servers = urls.map((url) => new URL(url).host)
  writeFileSync(config, front.settle(sample, { servers, port, dir }))
  const [program, args] = front.command(config, dir)
  const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  endWith(t, child)
  const address = `http://127.0.0.1:${port}`
  await waitFor(`${front.name} to answer`, async () => {
    if (child.exitCode !== null) throw new Error(`${front.name} has not started:\n${said}`)
    return await fetch(`${address}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return address
}

function endWith(t: Scope, child: ChildProcess): void {
  const ended = once(child, 'close')
  cleanUp(t, async () => {
    child.kill('SIGKILL')
    await ended
  })
}
