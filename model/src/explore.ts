import { createHash } from 'node:crypto'

/** What is explored. `W`: everything that there is, as plain data: two worlds with the same text are the same. */
export interface Model<W> {
  first: W
  steps(world: W): StepOf<W>[]
  /** What must hold in every world, whatever has happened. Null, or what is wrong. */
  violation(world: W): string | null
  /** What must hold once nothing is left that is bound to happen. Null, or what is wrong. */
  wrongAtRest(world: W): string | null
}

/**
 * One thing that may happen next. `fair`: it happens sooner or later, if nothing else makes it
 * impossible. `timer`: only time brings it about, so it is sure to happen once nothing else does.
 * `choice`: a person's wish. `fault`: one of the few that are allowed.
 */
export interface StepOf<W> {
  name: string
  kind: 'fair' | 'timer' | 'choice' | 'fault'
  /** Changes the world, which is the caller's own copy. */
  take(world: W): void
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
 * shortest. A world is kept as the hash of its text; how it came about is replayed when it matters. Gives
 * up beyond the limit, in states.
 */
export function explore<W>(model: Model<W>, limit: number): Explored {
  const first = JSON.stringify(model.first)
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
      trace: [...replay(model, first, way(parents, chosen, id)), ...(last ? [last] : [])],
    })

  while (frontier.length > 0) {
    const next: typeof frontier = []
    for (const [id, text] of frontier) {
      const all = model.steps(JSON.parse(text))
      let moves = false
      for (const [index, step] of all.entries()) {
        const world = JSON.parse(text) as W
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
          const wrong = model.violation(world)
          if (wrong) return fail(wrong, to)
          next.push([to, after])
        }
        if (step.kind === 'fair' || step.kind === 'timer') edges.push(id, to)
      }
      if (moves || all.some(({ kind }) => kind === 'timer')) continue
      const wrong = model.wrongAtRest(JSON.parse(text))
      if (wrong) return fail(wrong, id)
      good.push(id)
    }
    if (known.size > limit) return result(null, false)
    frontier = next
  }
  const stuck = firstThatCannotRest(known.size, edges, good)
  return stuck === null ? result(null) : fail('it goes round in circles from here', stuck)
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

function replay<W>(model: Model<W>, first: string, steps: number[]): string[] {
  const world = JSON.parse(first) as W
  return steps.map((index) => {
    const step = model.steps(world)[index]!
    step.take(world)
    return step.name
  })
}

const hash = (text: string) => createHash('sha1').update(text).digest('base64').slice(0, 16)
