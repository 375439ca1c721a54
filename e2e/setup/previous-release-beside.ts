/**
 * `mission-control` of the release before, as its own tests start it. As soon as it serves, a server of this
 * release starts beside it and brings the schema further; only then it says that it is ready.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { MISSION_CONTROL_PREVIOUS: previous = '', MISSION_CONTROL_NEXT: next = '' } = process.env
const READY = 'Ctrl-C'

async function serveBeside(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const child = spawn(process.execPath, [next, 'serve'], {
    env: {
      ...process.env,
      PORT: '0',
      MISSION_CONTROL_DATA_DIR: dataDir,
      MISSION_CONTROL_LOCAL_DESKTOP: 'off',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const text of child.stdout) if (`${text}`.includes(READY)) break
  child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
}

if (process.argv[2] === 'serve') {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (text) => {
    if (!`${text}`.includes(READY)) return write(text)
    void serveBeside().then(() => write(text))
    return true
  }
}
await import(previous)
