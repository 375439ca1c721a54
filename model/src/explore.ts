import { createHash } from 'node:crypto'
import { faultSteps } from './faults.ts'
import { keeperSteps } from './keeper.ts'
import { violation, wrongAtRest } from './properties.ts'
import { runnerSteps } from './runner.ts'
import { serverSteps } from './server.ts'
import type { Setting, Step } from './step.ts'
import { initial, type Kind, type World } from './world.ts'

export interface Scope extends Setting {
  /** Of each run: what its command does. */
  kinds: readonly Kind[]
  /** How many faults may happen. */
  faultsAllowed: number
  /** Gives up beyond it, in states. */
  limit: number
}

export interface Explored {
  states: number
  steps: number
  /** Worlds in which nothing more is bound to happen. */
  atRest: number
  violation: Violation | null
  /** False if the limit came first. */
  complete: boolean
}

export interface Violation {
  what: string
  /** The shortest way there. */
  trace: string[]
}

/**
 * Visits every world that can come about, the nearest first, so that the way to a violation is the
 * shortest. A world is kept as the hash of its text; how it came about is replayed when it matters.
 */
export function explore(scope: Scope): Explored {
  const first = JSON.stringify(initial(scope.kinds, scope.faultsAllowed))
  const known = new Map<string, number>([[hash(first), 0]])
  const parents = [-1]
  const chosen = [-1]
  /** Fair steps, backwards: from → to as pairs. */
  const edges: number[] = []
  const good: number[] = []
  let frontier: [id: number, text: string][] = [[0, first]]
  let steps = 0
  const result = (violation: Violation | null, complete = true): Explored => {
    return { states: known.size, steps, atRest: good.length, violation, complete }
  }
  const fail = (what: string, id: number, last?: string) =>
    result({
      what,
      trace: [...replay(scope, first, way(parents, chosen, id)), ...(last ? [last] : [])],
    })

  while (frontier.length > 0) {
    const next: typeof frontier = []
    for (const [id, text] of frontier) {
      const all = stepsOf(JSON.parse(text), scope)
      let moves = false
      for (const [index, step] of all.entries()) {
        const world = JSON.parse(text) as World
        try {
          step.take(world)
        } catch (error) {
          return fail(`${error}`, id, step.name)
        }
        const after = JSON.stringify(world)
        if (after === text) continue
        steps++
        if (step.kind === 'fair') moves = true
        const key = hash(after)
        let to = known.get(key)
        if (to === undefined) {
          to = known.size
          known.set(key, to)
          parents.push(id)
          chosen.push(index)
          const wrong = violation(world, scope.kinds)
          if (wrong) return fail(wrong, to)
          next.push([to, after])
        }
        if (step.kind === 'fair' || step.kind === 'timer') edges.push(id, to)
      }
      if (moves || all.some(({ kind }) => kind === 'timer')) continue
      const wrong = wrongAtRest(JSON.parse(text), scope.kinds)
      if (wrong) return fail(wrong, id)
      good.push(id)
    }
    if (known.size > scope.limit) return result(null, false)
    frontier = next
  }
  const stuck = firstThatCannotRest(known.size, edges, good)
  return stuck === null ? result(null) : fail('it goes round in circles from here', stuck)
}

function stepsOf(world: World, scope: Scope): Step[] {
  return [
    ...serverSteps(world, scope),
    ...runnerSteps(world, scope),
    ...keeperSteps(world, scope.kinds),
    ...faultSteps(world, scope),
  ]
}

/** Whether every world can still come to rest by what is bound to happen; else the first that can't. */
function firstThatCannotRest(size: number, edges: number[], good: number[]): number | null {
  const before: number[][] = Array.from({ length: size }, () => [])
  for (let at = 0; at < edges.length; at += 2) before[edges[at + 1]!]!.push(edges[at]!)
  const rests = new Uint8Array(size)
  const open = [...good]
  for (const id of open) rests[id] = 1
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const from of before[id]!) {
      if (rests[from]) continue
      rests[from] = 1
      open.push(from)
    }
  }
  const stuck = rests.indexOf(0)
  return stuck < 0 ? null : stuck
}

function way(parents: number[], chosen: number[], id: number): number[] {
  const steps: number[] = []
  for (let at = id; at > 0; at = parents[at]!) steps.push(chosen[at]!)
  return steps.reverse()
}

function replay(scope: Scope, first: string, steps: number[]): string[] {
  const world = JSON.parse(first) as World
  return steps.map((index) => {
    const step = stepsOf(world, scope)[index]!
    step.take(world)
    return step.name
  })
}

const hash = (text: string) => createHash('sha1').update(text).digest('base64').slice(0, 16)
