import type { RanCommand, RunEvidence } from '@mission-control/protocol'

/**
 * Runners before protocol version 4 list what was denied as if it had run. They also never count the
 * files, which tells their evidence apart.
 */
export function mayOmitDenials({ commands, filesTotal }: RunEvidence): boolean {
  return filesTotal === null && commands.length > 0 && commands.every(isNotDenied)
}

/** The commands with the denials that the transcript tells. Both have the commands in the same order. */
export function withDenials(commands: RanCommand[], told: RanCommand[]): RanCommand[] {
  let next = 0
  return commands.map((command) => {
    const at = told.findIndex((each, index) => index >= next && each.command === command.command)
    if (at === -1) return command
    next = at + 1
    return isNotDenied(told[at]!) ? command : { ...told[at]! }
  })
}

function isNotDenied({ denied }: RanCommand): boolean {
  return denied === null
}
