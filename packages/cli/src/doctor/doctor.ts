import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import type { Kit } from '../kit/kit.ts'
import { printable } from '../screen/visible.ts'
import { checkClock } from './checks/clock.ts'
import { checkDesktops } from './checks/desktops.ts'
import { checkReadiness } from './checks/readiness.ts'
import { checkServer } from './checks/server.ts'
import { checkStorage } from './checks/storage.ts'
import { checkStreams } from './checks/streams.ts'
import { checkWebSocket } from './checks/web-socket.ts'
import { type Finding, problem } from './finding.ts'

type Check = (kit: Kit, quick: boolean) => Promise<Finding[]>

/** What is looked at, in the order in which it is told. */
const CHECKS: readonly [id: string, check: Check][] = [
  ['readiness', checkReadiness],
  ['clock', checkClock],
  ['disk', checkStorage],
  ['streams', checkStreams],
  ['websocket', checkWebSocket],
  ['runners', checkDesktops],
]

const STYLES = { ok: 'green', warning: 'yellow', problem: 'red' } as const

/** Looks at the server on the way that its clients take. The exit code says whether all is well. */
export async function doctor(kit: Kit, { options }: Call): Promise<number> {
  const { screen } = kit
  const quick = options.quick === true
  if (!quick) screen.progress('Listening to a stream for 15 s ...')
  const findings = await findingsOf(kit, quick)
  if (screen.forPeople) {
    for (const { status, id, message, advice } of findings) {
      const mark = screen.styled(STYLES[status], status.padEnd(9))
      screen.line(`${mark}${id.padEnd(11)}${printable(message)}`)
      if (advice !== null) screen.line(`${' '.repeat(20)}${printable(advice)}`)
    }
  } else await screen.list(findings, [], '')
  return findings.some(({ status }) => status === 'problem') ? EXIT.failed : 0
}

async function findingsOf(kit: Kit, quick: boolean): Promise<Finding[]> {
  const server = await checkServer(kit)
  const checked = await Promise.all(
    CHECKS.map(async ([id, check]) => {
      try {
        return await check(kit, quick)
      } catch (error) {
        const advice = 'Mend this first, then call doctor again.'
        return [problem(id, `This could not be looked at: ${(error as Error).message}`, advice)]
      }
    }),
  )
  return [...server, ...checked.flat()]
}
