import { isOver } from './server.ts'
import type { Kind, World } from './world.ts'

export function violation({ commands, server }: World, kinds: readonly Kind[]): string | null {
  for (const [i, { starts, alive }] of commands.entries()) {
    if (starts > 1) return `command ${i} was started ${starts} times`
    const run = server.tasks[i]?.run
    if (!run) continue
    if (!kinds[i]!.prints.startsWith(run.stored))
      return `the output of ${i} is stored as "${run.stored}"`
    if (alive && run.ended && !run.abandoned) return `${i} has ended for the server, and lives`
  }
  return null
}

export function wrongAtRest(world: World, kinds: readonly Kind[]): string | null {
  const { runner, keeper, disk, commands } = world
  for (const [i, kind] of kinds.entries()) {
    const told = wrongStatus(world, i, kind)
    if (told) return told
    if (isStillWanted(world, i)) continue
    if (commands[i]!.alive) return `command ${i} lives, and nobody will stop it`
    if (runner?.runs[i]) return `the runner never forgets ${i}`
    if (disk.files[i] || disk.spools[i]) return `files of ${i} are left`
    if (keeper?.held.includes(i)) return `the keeper holds ${i} for ever`
  }
  return null
}

/** It goes on without end, as it was meant to. */
function isStillWanted({ server, commands }: World, i: number): boolean {
  return server.tasks[i]?.status === 'running' && commands[i]!.alive
}

function wrongStatus({ server, commands, happened }: World, i: number, kind: Kind): string | null {
  const task = server.tasks[i]
  const command = commands[i]!
  if (!task) return null
  if (!isOver(task)) {
    const goesOn = !kind.ends && command.alive && !task.cancelRequested
    return goesOn ? null : `task ${i} stays ${task.status}`
  }
  const { status, code, cancelRequested, givenUp, run } = task
  if (status === 'cancelled') return cancelRequested ? null : `${i} was cancelled by nobody`
  if (status === 'done') {
    if (command.end?.kind !== 'exited') return `${i} is done, but its command has not ended so`
    return run?.stored === kind.prints ? null : `${i} is done with the output "${run?.stored}"`
  }
  const { keeperDied, rebooted, runnerDied } = happened
  const excused: Record<string, boolean> = {
    desktop_lost: givenUp,
    desktop_restarted: rebooted,
    keeper_lost: keeperDied,
    start_unknown: keeperDied || rebooted || (runnerDied && cancelRequested),
  }
  return excused[code] ? null : `${i} failed with ${code} for no reason`
}
