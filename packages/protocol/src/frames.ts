import { z } from 'zod'
import { DESKTOP_EVENT_TYPES } from './desktop-event-types.ts'
import {
  ApprovalPayload,
  DesktopPayload,
  DesktopState,
  OutputSkipped,
  TaskOutput,
  TaskPayload,
  typesWith,
} from './events.ts'
import { ChatTurn } from './resources/chat.ts'
import { OutputChunk, Task } from './resources/task.ts'
import { Timestamp } from './resources/text.ts'
import { TranscriptRecordSchema } from './transcript/schema.ts'

/*
 * What the blocks of an event stream hold, for readers of the API's document. Nothing is checked by
 * these schemas, so they are made only when somebody asks for the document.
 */

export const activityFrames = once((): z.ZodType => {
  return z
    .union([
      durable('TaskFrame', TaskPayload),
      durable('ApprovalFrame', ApprovalPayload),
      durable('DesktopFrame', DesktopPayload),
      frame('OutputFrame', ['task.output'], TaskOutput, 'Live output, sent once.'),
      frame('SkippedFrame', ['output.skipped'], OutputSkipped, 'Output was left out.'),
      streamFrame(),
      ...desktopEvents(),
    ])
    .meta({
      id: 'ActivityFrame',
      description: 'What a block of the activity stream holds. Durable events have an id.',
    })
})

export const desktopFrames = once((): z.ZodType => {
  return z.union([...desktopEvents(), streamFrame()]).meta({
    id: 'DesktopStreamFrame',
    description: 'What a block of the stream of desktops holds.',
  })
})

export const chatFrames = once((): z.ZodType => {
  const record = TranscriptRecordSchema()
  return z
    .union([
      frame('ChatTurnFrame', ['chat.turn'], ChatTurn, 'The turn, first and at each change.'),
      frame('ChatRecordFrame', ['chat.record'], record, 'What the agent does meanwhile.'),
      streamFrame(),
    ])
    .meta({ id: 'ChatFrame', description: 'What a block of a streamed chat turn holds.' })
})

export const taskFrames = once((): z.ZodType => {
  return z
    .union([
      frame('TaskStateFrame', ['task.state'], Task, 'The task, first and at each change.'),
      frame('TaskChunkFrame', ['task.chunk'], OutputChunk, 'What it has printed meanwhile.'),
      streamFrame(),
    ])
    .meta({ id: 'FollowedTaskFrame', description: 'What a block of a followed task holds.' })
})

const desktopEvents = once(() => {
  const turn = ChatTurn.nullable().describe('The turn; null: the conversation was cleared.')
  const desktopId = z.string().meta({ description: 'The desktop.', example: 'desktop_01kgs8x3m4' })
  return [
    frame('DesktopStateFrame', DESKTOP_EVENT_TYPES, DesktopState, 'A desktop has changed.'),
    frame(
      'DesktopChatFrame',
      ['desktop.chat'],
      z.object({ desktopId, turn }),
      "A turn of a desktop's conversation is new or has changed.",
    ),
  ]
})

const streamFrame = once(() => {
  const about =
    'stream.cursor only moves the cursor. stream.reset: the cursor cannot be continued, so take a new snapshot and follow from this block on.'
  return frame('StreamFrame', ['stream.cursor', 'stream.reset'], z.object({}), about)
})

/** A schema's name may be given only once, however many ask for it. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function durable(id: string, payload: z.ZodType) {
  const at = Timestamp.describe('When it happened.')
  const about = "A durable event; the block's id is its number in the log."
  return framed(typesWith(payload), payload).extend({ at }).meta({ id, description: about })
}

function frame(id: string, types: readonly string[], payload: z.ZodType, description: string) {
  return framed(types, payload).meta({ id, description })
}

function framed(types: readonly string[], payload: z.ZodType) {
  return z.object({
    type: z.enum(types as [string]).describe('What kind of block it is.'),
    payload: payload.describe('What it holds.'),
  })
}
