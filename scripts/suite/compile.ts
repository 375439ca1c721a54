import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { ROOT } from './files.ts'

/**
 * The path of this tree's `mission-control`, compiled as `npm start` runs it; null where that failed, which has
 * been said then.
 */
export async function compilePrograms(): Promise<string | null> {
  const child = spawn('sh', ['scripts/compiled.sh', process.execPath], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [main, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return code === 0 ? main.trim() : null
}
