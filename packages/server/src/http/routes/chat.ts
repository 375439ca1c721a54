import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChatTurn, fail, isOver } from '@mission-control/protocol'
import type { FastifyReply } from 'fastify'
import { clearChat } from '../../chat/clear.ts'
import { requireMessage } from '../../chat/find.ts'
import { followTurn, turnAtEnd } from '../../chat/follow.ts'
import { toTurn } from '../../chat/present.ts'
import { sendMessage } from '../../chat/send.ts'
import type { Core } from '../../core.ts'
import { requireDesktop } from '../../desktops/find.ts'
import { openingBlock } from '../../event-block.ts'
import { listMessages } from '../../store/chat.ts'
import type { TaskRow } from '../../store/schema.ts'
import type { EventStreams } from '../event-stream.ts'
import { wantsFrames, writeFrames } from '../frames.ts'
import type { Handlers, Input } from '../handlers.ts'
import { idempotencyKeyOf, underWay } from '../idempotency.ts'
import { lastEventId } from '../last-event-id.ts'
import { Later } from '../later.ts'
import { pagesOf } from '../paged.ts'

type ChatRoutes = 'sendChat' | 'listChat' | 'clearChat' | 'getChatTurn'

const PAGE = 100
/** Turns that are read at first, and bytes beyond which the list goes no further back. */
const FIRST = 10
const TURNS_MAX = 2 * 1024 * 1024
/** The header with the turn's id, by which a client can follow a stream that was cut. */
const TURN_HEADER = 'chat-turn'
/** How often a waiting client is shown that its answer is still to come, in ms. */
const STILL_HERE_MS = 15_000

export function chatHandlers(core: Core, streams: EventStreams): Handlers<ChatRoutes> {
  const { db } = core.store
  return {
    async sendChat(input) {
      const { caller, params, body, request, reply, effect } = input
      const goesOn = wantsFrames(request) && lastEventId(request) !== undefined
      if (effect !== undefined) {
        const message = await requireMessage(db, caller.workspaceId, params.id!, effect)
        if (goesOn) return new Later(effect, () => sendFrames(core, streams, input, message))
        const turn = toTurn(message)
        return isOver(turn) ? turn : underWay(reply)
      }
      if (goesOn && idempotencyKeyOf(request) === undefined) return refuseRepetition()
      const message = await sendMessage(core, caller, params.id!, body.message)
      return new Later(message.id, () =>
        wantsFrames(request)
          ? sendFrames(core, streams, input, message)
          : sendAtEnd(core, streams, input, message),
      )
    },
    async listChat({ caller, params, query }) {
      const desktop = await requireDesktop(db, caller.workspaceId, params.id!)
      const { limit = PAGE, before } = query
      const read = (last: string | undefined, most: number) =>
        listMessages(db, { desktopId: desktop.id, limit: most, before: last })
      const first = await read(before, Math.min(limit, FIRST))
      const pages = pagesOf(first, ({ id }, most) => read(id, most), sizeOf)
      const turns: TaskRow[] = []
      let bytes = 0
      for await (const page of pages) {
        turns.push(...page)
        for (const turn of page) bytes += sizeOf(turn)
        if (turns.length >= limit || bytes > TURNS_MAX) break
      }
      return turns.slice(0, limit).reverse().map(toTurn)
    },
    clearChat: async ({ caller, params }) => void (await clearChat(core, caller, params.id!)),
    async getChatTurn(input) {
      const { caller, params, request } = input
      const message = await requireMessage(db, caller.workspaceId, params.id!, params.turnId!)
      return wantsFrames(request) ? sendFrames(core, streams, input, message) : toTurn(message)
    },
  }
}

/** A reader that was cut repeats its request. Without a key the message would be sent twice. */
function refuseRepetition(): never {
  const message =
    'expected none without an Idempotency-Key: the message was sent already, and was not sent again'
  return fail(
    'invalid_request',
    `Last-Event-ID: ${message}. Follow its turn by GET /api/desktops/:id/chat/:turnId, or send each message with a key of its own.`,
    [{ path: 'Last-Event-ID', message }],
  )
}

function sendFrames(
  core: Core,
  streams: EventStreams,
  { caller, request, reply }: Pick<Input<'getChatTurn'>, 'caller' | 'request' | 'reply'>,
  message: TaskRow,
): FastifyReply {
  const after = lastEventId(request)
  reply.raw.setHeader(TURN_HEADER, message.id)
  return streams.open(reply, caller, (stream) => {
    stream.write(openingBlock('stream.cursor', after ?? 0))
    return writeFrames(followTurn(core, message, stream.signal, after), stream)
  })
}

/**
 * The turn as JSON, once it is over. A server that stops answers with the turn as it stands; a caller whose
 * key or session ends meanwhile is refused.
 */
function sendAtEnd(
  core: Core,
  streams: EventStreams,
  { caller, reply }: Pick<Input<'sendChat'>, 'caller' | 'reply'>,
  message: TaskRow,
): FastifyReply {
  const over = new AbortController()
  const revoked = new AbortController()
  reply.raw.on('close', () => over.abort())
  streams.wait(caller, over.signal, () => revoked.abort())
  const signal = AbortSignal.any([over.signal, revoked.signal, streams.closing])
  const turn = turnAtEnd(core, message, signal).finally(() => over.abort())
  const body = Readable.from(patiently(turn, revoked.signal))
  return reply.type('application/json; charset=utf-8').header('x-accel-buffering', 'no').send(body)
}

function refuseAnswer(): never {
  return fail(
    'unauthenticated',
    'The key or session has ended, or its role has changed, before the answer came. The message was sent.',
  )
}

/**
 * JSON may begin with blanks: one now and then keeps proxies and clients, which give up after a minute
 * or five of silence, on the line.
 */
async function* patiently(turn: Promise<ChatTurn>, revoked: AbortSignal): AsyncGenerator<string> {
  for (;;) {
    const over = await Promise.race([turn, sleep(STILL_HERE_MS, undefined, { ref: false })])
    if (revoked.aborted) refuseAnswer()
    yield over ? JSON.stringify(over) : ' '
    if (over) return
  }
}

function sizeOf({ content, result }: TaskRow): number {
  return 500 + content.length + (result?.length ?? 0)
}
