import { AgentFailure } from '../failure.ts'

/** More than any sensible frame: an endless line must not fill the memory. */
const LONGEST_FRAME = 64 * 1024 * 1024

/** The data of each event of a `text/event-stream`. A frame that the end cuts off is left out. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let pieces: string[] = []
  let size = 0
  for await (const bytes of body) {
    const text = decoder.decode(bytes, { stream: true })
    pieces.push(text)
    size += text.length
    if (size > LONGEST_FRAME)
      throw new AgentFailure('agent_error', "The endpoint sent a line that doesn't end.")
    if (!/[\r\n]/.test(text)) continue
    const frames = pieces.join('').split(/\r\n\r\n|\n\n|\r\r/)
    const rest = frames.pop() as string
    pieces = [rest]
    size = rest.length
    for (const frame of frames) {
      const data = dataOf(frame)
      if (data !== null) yield data
    }
  }
}

function dataOf(frame: string): string | null {
  const lines = frame.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'))
  if (lines.length === 0) return null
  return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n')
}
