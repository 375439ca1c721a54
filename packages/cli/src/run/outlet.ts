import type { Writable } from 'node:stream'
import type { OutputChunk, Task } from '@mission-control/protocol'

/** Where what a task prints goes; the data of a chunk is in base64. */
export interface Outlet {
  write(chunk: OutputChunk): Promise<void>
  /** The task has ended: nothing more comes. */
  end(task: Task): Promise<void>
}

/** Byte for byte, to the stream that it came from. */
export const plainOutlet: Outlet = {
  async write({ stream, data }) {
    await written(streamFor(stream), Buffer.from(data, 'base64'))
  },
  async end() {
    // All that came is written.
  },
}

/** Only the command's standard output is the result; everything else goes to standard error. */
export function streamFor(stream: OutputChunk['stream']): Writable {
  return stream === 'stdout' ? process.stdout : process.stderr
}

/** Resolves when the bytes have been taken, so that a slow reader slows down the output. */
export async function written(stream: Writable, bytes: Uint8Array | string): Promise<void> {
  await new Promise<void>((resolve) => stream.write(bytes, () => resolve()))
}
