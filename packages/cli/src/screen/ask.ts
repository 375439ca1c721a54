import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CommandError } from '../command-error.ts'

const silent = new Writable({ write: (_chunk, _encoding, done) => done() })

/** Asks on the terminal, where what is `hidden` isn't shown as it is typed; from a pipe it reads the next line. */
export async function askFor(question: string, { hidden = false } = {}): Promise<string> {
  if (!process.stdin.isTTY) return await nextLine(question)
  const asking = createInterface({
    input: process.stdin,
    output: hidden ? silent : process.stderr,
    terminal: true,
  })
  // Ctrl-C ends the program, as it does where nothing is asked.
  asking.on('SIGINT', () => process.exit(130))
  // Readline clears the line before it asks: only where it shows nothing does the question come from here.
  if (hidden) process.stderr.write(question)
  const answer = await asking.question(question)
  asking.close()
  if (hidden) process.stderr.write('\n')
  return answer
}

let piped: AsyncIterator<string> | undefined

async function nextLine(question: string): Promise<string> {
  piped ??= linesOf(createInterface({ input: process.stdin }))
  const { value, done } = await piped.next()
  if (done) throw new CommandError('usage', `Expected an answer to “${question.trim()}”, got none.`)
  return value
}

function linesOf(input: Interface): AsyncIterator<string> {
  return input[Symbol.asyncIterator]()
}

export async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const piece of stream.setEncoding('utf8')) text += piece
  return text
}
