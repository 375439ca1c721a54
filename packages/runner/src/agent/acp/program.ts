import { Readable, Writable } from 'node:stream'
import type { Stream } from '@agentclientprotocol/sdk'
import { ndJsonStream } from '@agentclientprotocol/sdk'
import type { AcpConfiguration } from '../configuration.ts'
import { commandLine } from '../presets.ts'
import { Program } from '../program.ts'

/** The agent's program, with a connection over its standard streams. */
export class AgentProgram extends Program {
  readonly stream: Stream

  constructor({ command, env }: AcpConfiguration) {
    super({
      name: "The agent's program",
      argv: ['/bin/sh', '-c', becoming(commandLine(command, env.PATH ?? process.env.PATH))],
      env,
      // It is in this process's group and is stopped with it. What it leaves behind may be on
      // purpose.
      wholeGroup: false,
    })
    this.stream = ndJsonStream(
      Writable.toWeb(this.stdin),
      Readable.toWeb(this.stdout) as ReadableStream<Uint8Array>,
    )
  }
}

/** Variables that are set for the program (`PATH=… program`) stand before the `exec`. */
const ASSIGNMENTS =
  /^\s*(?:[A-Za-z_]\w*=(?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\;&|<>()])*\s+)*/

/** The line that makes the shell become the program, so that signals reach the program. */
export function becoming(line: string): string {
  const [assignments = ''] = ASSIGNMENTS.exec(line) ?? []
  return `${assignments}exec ${line.slice(assignments.length)}`
}
