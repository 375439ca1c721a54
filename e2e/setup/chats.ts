import type { ChatFrame, ChatTurn } from '@mission-control/protocol'
import type { TestServer } from './server.ts'

type Where = Pick<TestServer, 'client' | 'desktopId'>

/** Says something without waiting for the reply; resolves with the turn as it begins. */
export async function say({ client, desktopId }: Where, message: string): Promise<ChatTurn> {
  for await (const frame of client.desktops.chat.stream(desktopId, message)) {
    if (frame.type === 'chat.turn') return frame.payload
  }
  throw new Error('the stream told no turn')
}

/** The turn once it has ended. */
export async function turnEnded({ client, desktopId }: Where, id: string): Promise<ChatTurn> {
  for await (const frame of client.desktops.chat.follow(desktopId, id)) {
    if (frame.type === 'chat.turn' && frame.payload.completedAt !== null) return frame.payload
  }
  throw new Error('the stream told no end')
}

/** All frames, each in a few words. */
export function inWords(frames: ChatFrame[]): string[] {
  return frames.map(({ type, payload }) => {
    if (type === 'chat.turn') return `turn ${payload.status}`
    return 'text' in payload ? `${payload.type} ${payload.text}` : payload.type
  })
}
