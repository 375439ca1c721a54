import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { verifyExport } from '@mission-control/server/verify-export'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { print } from '../print.ts'

/** The exit code is 1 where something is wrong. */
export async function verifyAudit({ args: [file = ''], options }: Call): Promise<void> {
  const verdict = await verifyExport(linesOf(file))
  if (options.json) print(JSON.stringify(verdict))
  if (!verdict.ok) {
    if (options.json) process.exitCode = 1
    else throw new CommandError('failed', `Line ${verdict.line}: ${verdict.what}`)
  } else if (!options.json) {
    const { rows, after, end, hash, from, to } = verdict
    const which = rows === 0 ? '' : `, numbers ${after + 1} to ${end}, ${from} to ${to}`
    print(`All ${rows} entries are as they were written${which}. The last hash: ${hash}`)
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  } catch (error) {
    throw new CommandError('notFound', `${file} can't be read: ${(error as Error).message}.`)
  }
}
