import type { LargeFrames, Sender } from './large-frames.ts'

interface Socket {
  pause(): void
  resume(): void
}

interface Owner {
  desktopId: string
  /** It is read again. */
  resumed(): void
  drop(): void
}

/** Whether one connection is read: not while its inbox is full, nor before its large frame has a place. */
export class Flow {
  readonly #socket: Socket
  readonly #frames: LargeFrames
  readonly #owner: Owner
  readonly #sender: Sender
  readonly #pauses = new Set<'inbox' | 'frame'>()
  /** Bytes of a frame that is on its way in, at most. */
  #arrived = 0

  constructor(socket: Socket, frames: LargeFrames, owner: Owner) {
    this.#socket = socket
    this.#frames = frames
    this.#owner = owner
    this.#sender = {
      desktopId: owner.desktopId,
      hold: () => this.pause('frame'),
      goOn: () => this.resume('frame'),
      drop: () => owner.drop(),
    }
  }

  /** Counts bytes that arrived, whether or not they are a whole message yet. */
  arrived(bytes: number): void {
    this.#arrived += bytes
    this.#frames.grow(this.#sender, this.#arrived)
  }

  /** The frame has arrived whole. */
  gotMessage(): void {
    this.#arrived = 0
  }

  /** The connection holds nothing large any more. */
  leave(): void {
    this.#frames.leave(this.#sender)
  }

  get waitsForPlace(): boolean {
    return this.#pauses.has('frame')
  }

  pause(why: 'inbox' | 'frame'): void {
    this.#pauses.add(why)
    this.#socket.pause()
  }

  resume(why: 'inbox' | 'frame'): void {
    if (!this.#pauses.delete(why) || this.#pauses.size > 0) return
    this.#owner.resumed()
    this.#socket.resume()
  }
}
