import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * Processes that commands leave behind become children of the first process, which has to collect
 * them when they end. Node collects only its own children; a shell collects all while it waits. So
 * in a container a shell takes the first place. It passes signals on and ends as we do. (A program
 * in the background would lose its standard input, so the shell passes that on as well.)
 */
const COLLECT = `
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&-
for signal in HUP INT TERM; do trap "kill -$signal $child" $signal; done
while :; do
  wait $child
  code=$?
  kill -0 $child 2>/dev/null || exit $code
done
`

/** Starts this program once more, as a child of the shell that is then the first process. */
export function giveUpFirstPlace(): void {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(
    '/bin/sh',
    ['sh', '-c', COLLECT, 'mission-control-init', ...again],
    process.env as Record<string, string>,
  )
}

/** Warns in a container that begins with npm, where uncollected processes pile up. */
export function warnOfFirst(): void {
  if (process.ppid !== 1 || !isNode('/proc/1/exe')) return
  process.stderr.write(
    'The first process of this container is npm or Node, which never collects the processes that commands leave behind. Start the container with an init (docker run --init), or with sh scripts/run.sh instead of npm.\n',
  )
}

function isNode(program: string): boolean {
  try {
    return basename(readlinkSync(program)) === 'node'
  } catch (error) {
    // Another user's.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return false
    throw error
  }
}
