import type { ChatMessage } from '@mission-control/protocol/runner'
import { firstMessageId, listMessages } from '../store/chat.ts'
import type { Db, TaskRow } from '../store/schema.ts'
import { errorOf } from '../tasks/present.ts'

/** A prompt takes along this many turns at most, the newest ones, */
const TURNS_MAX = 100
/** and no more characters than this together: about 16,000 tokens. */
const CHARACTERS_MAX = 64 * 1024

/** What was said before the message `id`, and the name of the conversation: its first message's id. */
export async function historyOf(
  db: Db,
  id: string,
  desktopId: string,
): Promise<{ conversation: string; history: ChatMessage[] }> {
  const turns = await listMessages(db, { desktopId, before: id, limit: TURNS_MAX })
  const conversation = (await firstMessageId(db, desktopId)) ?? id
  return { conversation, history: newestOf(turns.map(asMessages)).reverse().flat() }
}

function asMessages(turn: TaskRow): [ChatMessage, ChatMessage] {
  return [
    { role: 'user', content: turn.content },
    { role: 'assistant', content: turn.result ?? whyNone(turn) },
  ]
}

/** Models expect a reply to every message, and the agent has to know what it has begun. */
function whyNone(turn: TaskRow): string {
  if (turn.status === 'cancelled') return '(I was stopped before I could reply.)'
  return `(I could not reply: ${errorOf(turn)?.message ?? 'I was interrupted.'})`
}

/** The newest turns that fit within the limits. The newest one is always included, however long it is. */
function newestOf(turns: [ChatMessage, ChatMessage][]): [ChatMessage, ChatMessage][] {
  let room = CHARACTERS_MAX
  const tooMany = turns.findIndex(([said, reply], age) => {
    room -= said.content.length + reply.content.length
    return age > 0 && room < 0
  })
  return tooMany < 0 ? turns : turns.slice(0, tooMany)
}
