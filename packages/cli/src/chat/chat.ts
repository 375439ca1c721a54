import { createInterface } from 'node:readline/promises'
import type { ChatFrame, ChatTurn } from '@mission-control/protocol'
import { isOver } from '@mission-control/protocol/client'
import type { Call } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { printable, visible } from '../screen/visible.ts'
import { MarkdownLines } from './markdown.ts'

/** Says one thing to a desktop's agent, or, where nothing is given, talks with it until Ctrl-D. */
export async function chat(kit: Kit, { args, options }: Call): Promise<number> {
  const [text, ...words] = args as [string, ...string[]]
  const { id, name } = await desktopNamed(kit, text)
  if (options.clear) await kit.client.desktops.chat.clear(id)
  if (words.length > 0) return await say(kit, id, words.join(' '))
  if (options.clear && !process.stdin.isTTY) return 0
  return await talk(kit, id, visible(name))
}

/** A message a line, until there are no more. */
async function talk(kit: Kit, desktop: string, name: string): Promise<number> {
  const isTerminal = process.stdin.isTTY === true
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
    prompt: isTerminal ? `${name}> ` : '',
    terminal: isTerminal,
  })
  let code = 0
  let isReplying = false
  let hasEnded = false
  lines.on('close', () => {
    hasEnded = true
    // Start a new line after the prompt.
    if (isTerminal && !isReplying) process.stderr.write('\n')
  })
  // While a reply comes, the terminal's Ctrl-C means the reply; else the chat.
  lines.on('SIGINT', () => {
    if (!process.emit('SIGINT', 'SIGINT')) lines.close()
  })
  if (isTerminal) kit.screen.note('Ctrl-D ends the chat; Ctrl-C stops a reply.')
  lines.prompt()
  for await (const line of lines) {
    isReplying = true
    if (line.trim() !== '') code = await say(kit, desktop, line)
    isReplying = false
    if (!hasEnded) lines.prompt()
  }
  return code
}

/** Shows the reply as it comes. Ctrl-C stops it: its task is cancelled. */
async function say({ client, screen }: Kit, desktop: string, message: string): Promise<number> {
  const markdown = new MarkdownLines()
  let turn: ChatTurn | undefined
  const stop = () => {
    if (turn) client.tasks.cancel(turn.taskId).catch((error: Error) => screen.note(error.message))
  }
  process.on('SIGINT', stop)
  try {
    for await (const frame of client.desktops.chat.stream(desktop, message)) {
      if (frame.type === 'chat.turn') turn = frame.payload
      if (screen.json) screen.line(JSON.stringify(frame))
      else process.stdout.write(shown(frame, markdown))
    }
  } finally {
    process.off('SIGINT', stop)
  }
  if (!screen.json) process.stdout.write(markdown.end())
  if (turn?.error && !screen.json) screen.note(printable(turn.error.message))
  return turn?.status === 'done' ? 0 : EXIT.failed
}

function shown(frame: ChatFrame, markdown: MarkdownLines): string {
  if (frame.type === 'chat.turn') return isOver(frame.payload) ? markdown.end() : ''
  const { payload: record } = frame
  if (record.type === 'message') return markdown.add(record.text)
  if (record.type !== 'tool_call') return ''
  return `${markdown.end()}· ${visible(record.tool)}: ${visible(record.title)}\n`
}
