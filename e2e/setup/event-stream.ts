import assert from 'node:assert/strict'
import type { ActivityEvent, DesktopEvent, LiveEvent } from '@mission-control/protocol'
import { cleanUp, type Scope } from './cleanup.ts'
import type { TestServer } from './server.ts'

/** A block of an event stream as it came, undefined what it didn't hold. */
export interface Frame {
  id?: number
  retry?: number
  /** `at`: the time of a durable event. */
  data: (ActivityEvent | LiveEvent | DesktopEvent) & { at?: string }
}

/** One connection of an event stream, read by hand: nothing is reconnected or left out. */
export interface RawStream {
  /** The next block; null once the connection has ended or was cut. */
  next(): Promise<Frame | null>
  /** The next block that tells more than a place. */
  nextData(): Promise<Frame>
  cut(): void
}

export const ACTIVITY = '/api/mission-control/activity/stream'

/** Opens an event stream; `cursor` goes into Last-Event-ID. It is cut at the end of the scope. */
export async function openStream(
  t: Scope,
  server: Pick<TestServer, 'request'>,
  path = ACTIVITY,
  cursor?: number,
): Promise<RawStream> {
  const cutter = new AbortController()
  const response = await server.request(path, {
    signal: cutter.signal,
    headers: cursor === undefined ? {} : { 'last-event-id': `${cursor}` },
  })
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
  const blocks = blocksOf(response)
  cleanUp(t, () => cutter.abort())

  async function next() {
    try {
      const { value } = await blocks.next()
      return value === undefined ? null : toFrame(value)
    } catch (error) {
      if (cutter.signal.aborted) return null
      throw error
    }
  }
  return {
    next,
    async nextData() {
      while (true) {
        const frame = await next()
        assert.ok(frame, 'the stream ended')
        if (frame.data.type !== 'stream.cursor') return frame
      }
    },
    cut: () => cutter.abort(),
  }
}

async function* blocksOf(response: Response): AsyncGenerator<string, void> {
  let rest = ''
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks
  }
}

function toFrame(block: string): Frame {
  const frame: Partial<Frame> = {}
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? []
    if (field === 'id') frame.id = Number(value)
    else if (field === 'retry') frame.retry = Number(value)
    else if (field === 'data') frame.data = JSON.parse(value)
    else assert.equal(field, '', `an unexpected line: ${line}`)
  }
  assert.ok(frame.data, `a block without data: ${block}`)
  return { ...frame, data: frame.data }
}
