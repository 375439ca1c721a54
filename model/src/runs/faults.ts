import { giveUp, killServer } from './server.ts'
import { type Fault, numbersOf, type Setting, type Step } from './step.ts'
import type { World } from './world.ts'

/** The faults that may happen next, as long as some are left. */
export function faultSteps(world: World, setting: Setting): Step[] {
  if (world.faults === 0) return []
  const { server, link, runner, keeper } = world
  const steps: Step[] = []
  const add = (fault: Fault, name: string, take: Step['take']) => {
    if (!setting.faults.includes(fault)) return
    const counted = (w: World) => {
      w.faults--
      take(w)
    }
    steps.push({ name: name.toUpperCase(), kind: 'fault', take: counted })
  }
  if (!link.cut) {
    add('cut', 'the link is cut', (w) => {
      w.link.cut = true
    })
  }
  if (server.up) add('server dies', 'the server dies', killServer)
  if (runner) add('runner dies', 'the runner dies', killRunner)
  if (keeper) {
    add('keeper dies', 'the keeper dies', (w) => {
      w.keeper = null
      w.happened.keeperDied = true
    })
    if (keeper.starting?.spawned === false) {
      add('shortage', `there is too little to start ${keeper.starting.i}`, cannotSpawn)
    }
    if (keeper.held.length === 0 && keeper.starting === null) {
      add('keeper leaves', 'the keeper leaves', (w) => {
        w.keeper = null
      })
    }
  }
  for (const { name, lose } of LOSSES) {
    add('machine restarts', `the machine restarts, ${name}`, (w) => restart(w, lose))
  }
  const silent = server.up && !server.connected
  for (const i of numbersOf(server.tasks, (task) => silent && task?.status === 'running')) {
    add('lost desktop', `${i} is given up with its desktop`, (w) =>
      giveUp(w, setting.decisions, i, 'desktop_lost'),
    )
  }
  return steps
}

/** No process was made: the claim is taken back, and the runner told, if one listens. */
function cannotSpawn(w: World): void {
  const keeper = w.keeper!
  const { i } = keeper.starting!
  keeper.starting = null
  keeper.held = keeper.held.filter((each) => each !== i)
  w.disk.files[i] = null
  const listens = w.runner?.keeper === 'connected' || w.runner?.keeper === 'greeted'
  if (listens) w.runner?.heard.push({ busy: i })
}

function killRunner(w: World): void {
  w.runner = null
  w.link.cut = true
  w.link.runnerOpen = false
  w.link.down = []
  w.happened.runnerDied = true
}

/** What of the files that nobody has synced a restart of the machine leaves. */
const LOSSES: { name: string; lose(w: World): void }[] = [
  { name: 'nothing is lost', lose: () => undefined },
  {
    name: 'what was not synced is lost',
    lose({ disk }) {
      disk.journal.length = disk.synced
      disk.files.fill(null)
      disk.spools.fill('')
    },
  },
  {
    name: 'files are empty',
    lose({ disk }) {
      disk.files = disk.files.map((file) => file && { started: false, end: null })
      disk.spools.fill('')
    },
  },
]

function restart(w: World, lose: (w: World) => void): void {
  killRunner(w)
  w.keeper = null
  for (const command of w.commands) command.alive = false
  lose(w)
  w.disk.synced = w.disk.journal.length
  w.disk.boot++
  w.happened.rebooted = true
}
