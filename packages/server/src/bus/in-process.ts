import { EventEmitter } from 'node:events'
import type { Bus } from './bus.ts'

/** The bus of a single server process. */
export function inProcessBus(): Bus {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    publish(subject, key, message) {
      emitter.emit(`${subject} ${key}`, message)
    },
    subscribe(subject, key, listener) {
      const name = `${subject} ${key}`
      emitter.on(name, listener)
      return () => emitter.off(name, listener)
    },
    problem: () => null,
  }
}
