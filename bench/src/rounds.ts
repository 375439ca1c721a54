import type { Context } from './bench.ts'

/**
 * Measures every side once per round. Every second round goes backwards, so that a machine
 * that warms up or slows down in the meantime favours no side.
 */
export async function alternate<Sides extends Record<string, undefined | (() => Promise<unknown>)>>(
  context: Context,
  sides: Sides,
): Promise<{ [Side in keyof Sides]: Awaited<ReturnType<NonNullable<Sides[Side]>>> }[]> {
  const names = Object.keys(sides)
  const rounds = []
  for (let index = 0; index < context.rounds; index++) {
    const round: Record<string, unknown> = {}
    for (const name of index % 2 === 0 ? names : names.toReversed()) {
      context.signal.throwIfAborted()
      round[name] = await sides[name]!()
      context.say(`round ${index + 1} of ${context.rounds}: ${name} ${JSON.stringify(round[name])}`)
    }
    rounds.push(round)
  }
  return rounds as Awaited<ReturnType<typeof alternate<Sides>>>
}
