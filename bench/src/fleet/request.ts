import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { FleetRequest } from './fleet.ts'
import type { Load, Range } from './load.ts'

export const USAGE = `usage: npm run fleet -- [--desktops N] [--tasks-per-second N] [--for SECONDS] …

Connects simulated desktops to a server and runs tasks on them: the real protocol, commands that only pretend.
The desktops have the label fleet=simulated, and are removed at the end. Prints what it has measured as JSON.

  --server URL             by default MISSION_CONTROL_URL, else http://127.0.0.1:3000; again for each further server
  --key KEY                by default MISSION_CONTROL_API_KEY
  --desktops N             20
  --processes N            among how many processes they are spread; by default half of the processors
  --connects-per-second N  how many desktops begin to connect each second: 100
  --streams N              how many clients follow the activity, and judge what they are told: 0
  --tasks-per-second N     how many tasks are created and run, evenly: 1; 0: the desktops only stay connected
  --for SECONDS            how long: 60
  --duration S             how long each task takes, in seconds; A..B: evenly spread from A to B; 0..2
  --output BYTES           how much it prints, likewise: 0..4096
  --failing SHARE          the share of tasks that exit with 1: 0

The exit code is 1 where a task has not ended, ended otherwise than it had to, or was started twice, and where a
stream left an event out or told one twice.
`

export interface Request {
  fleet: FleetRequest
  streams: number
  load: Load
}

/** What was asked for, null for the usage; throws, in words for the user, at what cannot be. */
export function read(args: string[], env: NodeJS.ProcessEnv): Request | null {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      server: { type: 'string', multiple: true },
      key: { type: 'string' },
      desktops: { type: 'string', default: '20' },
      processes: { type: 'string', default: String(Math.ceil(availableParallelism() / 2)) },
      'connects-per-second': { type: 'string', default: '100' },
      streams: { type: 'string', default: '0' },
      'tasks-per-second': { type: 'string', default: '1' },
      for: { type: 'string', default: '60' },
      duration: { type: 'string', default: '0..2' },
      output: { type: 'string', default: '0..4096' },
      failing: { type: 'string', default: '0' },
    },
  })
  if (values.help) return null
  const key = values.key ?? env.MISSION_CONTROL_API_KEY
  if (!key) throw new Error('Expected an API key: give --key or set MISSION_CONTROL_API_KEY')
  const number = (name: 'for' | 'tasks-per-second' | 'failing' | 'connects-per-second') =>
    amount(`--${name}`, values[name])
  const whole = (name: 'desktops' | 'processes' | 'streams', from = 1) => {
    const value = amount(`--${name}`, values[name])
    if (Number.isInteger(value) && value >= from) return value
    throw new Error(`--${name}: expected a whole number from ${from} on, got ${values[name]}`)
  }
  const failing = number('failing')
  if (failing > 1) throw new Error(`--failing: expected a share from 0 to 1, got ${failing}`)
  const connectsPerSecond = number('connects-per-second')
  if (connectsPerSecond === 0) {
    throw new Error('--connects-per-second: expected a number above 0, got 0')
  }
  return {
    fleet: {
      servers: values.server ?? [env.MISSION_CONTROL_URL ?? 'http://127.0.0.1:3000'],
      key,
      desktops: whole('desktops'),
      processes: whole('processes'),
      connectsPerSecond,
    },
    streams: whole('streams', 0),
    load: {
      tasksPerSecond: number('tasks-per-second'),
      seconds: number('for'),
      duration: range('--duration', values.duration),
      bytes: range('--output', values.output),
      failing,
    },
  }
}

function range(name: string, text: string): Range {
  const [first = '', second = first] = text.split('..')
  const [least, most] = [amount(name, first), amount(name, second)]
  if (least > most) throw new Error(`${name}: expected the smaller number first, got ${text}`)
  return { least, most }
}

function amount(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw new Error(`${name}: expected a number from 0 on, got ${JSON.stringify(text)}`)
}
