import { numbersOf, type Step } from './step.ts'
import type { Kind, World } from './world.ts'

/** All that may happen in the keeper next, and to the commands. */
export function keeperSteps(world: World, kinds: readonly Kind[]): Step[] {
  return [...requests(world), ...commandSteps(world, kinds)]
}

function requests({ keeper, commands }: World): Step[] {
  if (keeper === null) return []
  const steps: Step[] = []
  const { starting, inbox } = keeper
  if (starting) {
    const name = starting.spawned ? 'notes the start of' : 'spawns'
    steps.push(fair(`keeper ${name} ${starting.i}`, goOnStarting))
  } else if (inbox.length > 0) {
    const [request] = inbox
    steps.push(fair(`keeper takes ${request!.t}${'i' in request! ? ` ${request.i}` : ''}`, take))
  }
  for (const i of keeper.held) {
    if (starting?.i === i || commands[i]!.alive) continue
    steps.push(fair(`keeper records the end of ${i}`, (w) => record(w, i)))
  }
  return steps
}

function take(w: World): void {
  const keeper = w.keeper!
  const request = keeper.inbox.shift()!
  if (request.t === 'list') w.runner?.heard.push([...keeper.held])
  else if (request.t === 'kill') kill(w, request.i)
  else if (w.disk.files[request.i] === null) {
    w.disk.files[request.i] = { started: false, end: null }
    keeper.held.push(request.i)
    keeper.starting = { i: request.i, spawned: false }
  }
}

function goOnStarting(w: World): void {
  const { i, spawned } = w.keeper!.starting!
  const command = w.commands[i]!
  if (spawned) {
    const file = w.disk.files[i]
    if (file) file.started = true
    w.keeper!.starting = null
    return
  }
  w.keeper!.starting!.spawned = true
  command.starts++
  command.alive = true
}

function record(w: World, i: number): void {
  const file = w.disk.files[i]
  if (file) file.end = w.commands[i]!.end
  w.keeper!.held = w.keeper!.held.filter((each) => each !== i)
}

/** Stops the processes of a run, whoever their parent is. */
export function kill({ commands }: World, i: number): void {
  const command = commands[i]!
  if (!command.alive) return
  command.alive = false
  command.end = { kind: 'signaled', signal: 'SIGTERM' }
}

function commandSteps({ commands }: World, kinds: readonly Kind[]): Step[] {
  return numbersOf(commands, ({ alive }) => alive).flatMap((i) => {
    const { prints, ends } = kinds[i]!
    const next = prints.charAt(commands[i]!.printed)
    if (next !== '') return [fair(`command ${i} prints`, (w) => print(w, i, next))]
    return ends ? [fair(`command ${i} ends`, (w) => end(w, i))] : []
  })
}

/** Without a keeper nobody holds the other end of its pipe. */
function print(w: World, i: number, character: string): void {
  w.commands[i]!.printed++
  if (w.keeper?.held.includes(i)) w.disk.spools[i] = (w.disk.spools[i] ?? '') + character
}

function end({ commands }: World, i: number): void {
  commands[i]!.alive = false
  commands[i]!.end = { kind: 'exited', exitCode: 0 }
}

const fair = (name: string, take: Step['take']): Step => ({ name, kind: 'fair', take })
