import { cpus } from 'node:os'

/** How much of the processors' time nobody used since the last look: 0 to 1. */
export class IdleShare {
  #last = read()

  look(): number {
    const now = read()
    const total = now.total - this.#last.total
    const idle = now.idle - this.#last.idle
    this.#last = now
    return total > 0 ? idle / total : 0
  }
}

/** Since the machine's start, in ms. */
function read(): { total: number; idle: number } {
  let total = 0
  let idle = 0
  for (const { times } of cpus()) {
    idle += times.idle
    total += times.idle + times.user + times.nice + times.sys + times.irq
  }
  return { total, idle }
}
