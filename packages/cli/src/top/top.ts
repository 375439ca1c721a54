import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError } from '@mission-control/client'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { pageOf } from './page.ts'

/** Between two looks at the server, in ms: what happens meanwhile is seen together. */
const LOOK_EVERY = 1_000
// Without wrapping: a line that a terminal takes for wider than we do is cut, and moves no other.
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l'
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const TO_END_OF_LINE = '\u001b[K'
const TO_END_OF_SCREEN = '\u001b[J'

/** The fleet and its runs on the whole screen, until `q` or Ctrl-C; with --once, or for programs, one look. */
export async function top({ client, screen }: Kit, { options }: Call): Promise<void> {
  const look = async () => {
    const { board } = await client.board.get({ limit: 100 })
    return { board, overview: await client.overview.get() }
  }
  if (options.once || !screen.forPeople) {
    const seen = await look()
    return screen.value(seen, () =>
      pageOf(seen, { columns: process.stdout.columns ?? 120 }).join('\n'),
    )
  }
  if (!process.stdout.isTTY) {
    throw new CommandError('usage', '`top` needs a terminal; --once prints one look.')
  }
  const ended = new AbortController()
  const end = () => ended.abort()
  process.stdin.setRawMode?.(true)
  process.stdin.on('data', (bytes) => {
    if (['q', '\u0003', '\u001b'].includes(bytes.toString())) end()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // However it ends, the terminal is what it was.
  process.once('exit', () => process.stdout.write(LEAVE))
  process.stdout.write(ENTER)
  let lines: string[] = []
  while (!ended.signal.aborted) {
    const { columns, rows } = process.stdout
    lines = await lookOr(lines, async () => pageOf(await look(), { columns, rows }))
    const shown = lines.slice(0, rows).map((line) => line + TO_END_OF_LINE)
    process.stdout.write(HOME + shown.join('\r\n') + TO_END_OF_SCREEN)
    await sleep(LOOK_EVERY, undefined, { signal: ended.signal }).catch(() => undefined)
  }
  process.stdin.setRawMode?.(false)
  process.stdin.pause()
}

/** A server that restarts is waited for: until then the last look stands. */
async function lookOr(last: string[], look: () => Promise<string[]>): Promise<string[]> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    return ["Can't reach the server. Trying again …", ...last.slice(1)]
  }
}
