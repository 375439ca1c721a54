import { stripVTControlCharacters } from 'node:util'

/** Of what a file has printed so much is told. */
const LINES = 20
const WIDTH = 300
const MOST = LINES * WIDTH

/** What a file has said on standard error, and the test runner about it: the end of it is kept. */
export class LastWords {
  #text = ''

  add(text: string): void {
    this.#text = (this.#text + text).slice(-MOST)
  }

  get lines(): string[] {
    return endOf(this.#text)
  }
}

interface Failure {
  exitCode?: number | null
  signal?: string | null
  message?: string
  cause?: unknown
}

/** Why a file failed as a whole: by which signal or exit code, the error of what it shares, what it said last. */
export function tellCrash(error: Failure, { lines }: LastWords): string[] {
  const { exitCode, signal, message = '', cause } = error
  if (signal) return [`crashed: ended by ${signal}`, ...lines]
  if (typeof exitCode === 'number') return [`crashed: exit code ${exitCode}`, ...lines]
  const { stack = message } = (cause ?? {}) as Error
  return ['failed outside its tests:', ...endOf(stack), ...lines]
}

function endOf(text: string): string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd().slice(0, WIDTH))
    .filter((line) => line !== '')
    .slice(-LINES)
}
