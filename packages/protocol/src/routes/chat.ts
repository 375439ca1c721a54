import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { chatFrames } from '../frames.ts'
import { ChatTurn, NewChatMessage } from '../resources/chat.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const chatRoutes = {
  sendChat: {
    ...endpoints.sendChat,
    needs: 'tasks',
    tag: 'Chat',
    summary: "Send a message to a desktop's agent; wait for its reply, or stream it",
    body: NewChatMessage,
    status: 200,
    response: ChatTurn,
    produces: 'frames',
    frames: chatFrames,
    errors: ['desktop_not_found', 'chat_full', 'desktop_unavailable', 'agent_not_ready'],
  },
  listChat: {
    ...endpoints.listChat,
    needs: 'read',
    tag: 'Chat',
    summary: 'The newest turns of the conversation, or those before a given turn, oldest first',
    query: z.object({
      limit: limit(500).meta({
        description:
          'How many turns to answer at most; left out: 100. Long turns may make it fewer: ask for those before the oldest.',
        example: 50,
      }),
      before: z.string().optional().meta({
        description: 'The id of the turn before which to begin.',
        example: 'chat_01kgs8x3m4',
      }),
    }),
    status: 200,
    response: z.array(ChatTurn),
    errors: ['desktop_not_found'],
  },
  clearChat: {
    ...endpoints.clearChat,
    needs: 'tasks',
    tag: 'Chat',
    summary: 'Clear the conversation: a running turn is stopped, waiting messages are dropped',
    status: 204,
    errors: ['desktop_not_found'],
  },
  getChatTurn: {
    ...endpoints.getChatTurn,
    needs: 'read',
    tag: 'Chat',
    summary: 'One turn as it is now, or followed to its end; Last-Event-ID continues',
    status: 200,
    response: ChatTurn,
    produces: 'frames',
    frames: chatFrames,
    errors: ['desktop_not_found', 'chat_turn_not_found'],
  },
} as const satisfies RouteTable
