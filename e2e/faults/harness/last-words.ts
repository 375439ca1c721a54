import type { Program } from '../../setup/processes.ts'

/** The end of what a program has said of itself. */
export function lastWords({ stderr }: Program): string {
  return stderr().split('\n').slice(-15).join('\n')
}
