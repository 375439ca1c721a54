import { setTimeout as delay } from 'node:timers/promises'

/** Waits until the condition holds; when it never does, says what was there instead. */
export async function until(
  condition: () => boolean,
  state: () => string = () => '',
  withinMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms; last: ${state()}`)
    await delay(5)
  }
}
