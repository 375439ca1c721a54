import type { FastifyRequest } from 'fastify'
import { eventBlock } from '../event-block.ts'
import type { EventStream } from './event-stream.ts'

/** No library asks for an event stream unless its user does. */
export function wantsFrames({ method, headers }: FastifyRequest): boolean {
  return method !== 'HEAD' && /\btext\/event-stream\b/.test(headers.accept ?? '')
}

/** Sends each frame as a block of its own, at the reader's pace. */
export async function writeFrames(
  frames: AsyncIterable<{ id?: number; type: string; payload: unknown }>,
  stream: EventStream,
): Promise<void> {
  for await (const { id, ...frame } of frames) {
    stream.write(eventBlock(JSON.stringify(frame), id))
    await stream.drained()
  }
}
