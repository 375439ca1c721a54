import { openSync } from 'node:fs'
import { ReadStream } from 'node:tty'

const CTRL_C = '\u0003'

export interface Interrupted {
  /** Aborted when somebody wants to leave the tasks running. */
  detached: AbortSignal
  /** Stops listening. */
  close(): void
}

/**
 * The first Ctrl-C asks whether to cancel or to detach; a second one detaches, and so does whatever
 * else asks this program to end. Where there is no terminal to ask on, the first one detaches.
 */
export function onInterrupt(what: string, cancel: () => void): Interrupted {
  const detached = new AbortController()
  let terminal: ReadStream | null = null
  let isAsked = false

  const close = () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, listener)
    terminal?.setRawMode(false)
    terminal?.destroy()
    terminal = null
  }
  const detach = () => {
    close()
    detached.abort()
  }
  const answer = (key: string) => {
    if (key === CTRL_C || key === 'd') {
      process.stderr.write('\n')
      return detach()
    }
    terminal?.setRawMode(false)
    terminal?.destroy()
    terminal = null
    process.stderr.write(key === 'c' ? 'cancelling …\n' : 'going on\n')
    if (key === 'c') cancel()
    else isAsked = false
  }
  const listener = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || isAsked) return detach()
    isAsked = true
    terminal = openTerminal()
    if (!terminal) return detach()
    terminal.setRawMode(true)
    terminal.once('data', (bytes) => answer(bytes.toString('utf8').slice(0, 1)))
    process.stderr.write(
      `\n[c]ancel ${what}, [d]etach and leave it running, any other key: go on? `,
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
  return { detached: detached.signal, close }
}

/** The terminal itself, since standard input may be a file; null: there is none. */
function openTerminal(): ReadStream | null {
  if (!process.stderr.isTTY) return null
  try {
    return new ReadStream(openSync('/dev/tty', 'r'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return null
  }
}
