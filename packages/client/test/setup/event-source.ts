import type { ServerResponse } from 'node:http'
import { setImmediate as tick } from 'node:timers/promises'

/** Answers an event stream and sends the pieces as separate chunks; it stays open. */
export async function stream(
  response: ServerResponse,
  ...pieces: (string | Uint8Array)[]
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.socket?.setNoDelay(true)
  for (const piece of pieces) {
    await new Promise<void>((sent) => response.write(piece, () => sent()))
    await tick()
  }
}

/** The same, then the connection breaks in the middle of the answer. */
export async function cutStream(
  response: ServerResponse,
  ...pieces: (string | Uint8Array)[]
): Promise<void> {
  await stream(response, ...pieces)
  response.destroy()
}

/** A durable event about a task, as the server frames it. */
export function taskFrame(id: number, status = 'running', taskId = 'task_1'): string {
  const type = status === 'pending' ? 'task.created' : `task.${status}`
  return `id: ${id}\ndata: ${JSON.stringify({ type, payload: { taskId, desktopId: 'desktop_1', status } })}\n\n`
}

/** The first frame of a stream: its place, and nothing that has happened. */
export function cursorFrame(id: number): string {
  return `id: ${id}\ndata: {"type":"stream.cursor","payload":{}}\n\n`
}

/** Keeps tests quick: reconnect at once. */
export const AT_ONCE = 'retry: 1\n\n'

/** The first `count` things that an iterator yields, closing it then; default all. */
export async function take<T>(source: AsyncIterable<T>, count?: number): Promise<T[]> {
  const taken: T[] = []
  for await (const each of source) {
    taken.push(each)
    if (taken.length === count) break
  }
  return taken
}
