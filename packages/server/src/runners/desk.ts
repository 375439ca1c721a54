import type { Hello } from '@mission-control/protocol/runner'
import type { Bucket } from './bucket.ts'
import type { Connection } from './connection.ts'
import type { Heartbeats } from './heartbeats.ts'
import type { LargeFrames } from './large-frames.ts'

/** What a connection asks of its gateway. */
export interface Desk {
  /** All connections share it and take turns. */
  largeFrames: LargeFrames
  /** All connections of one desktop share it. */
  pace: Bucket
  /** All connections share it. */
  heartbeats: Heartbeats
  /**
   * Lets the connection speak for its desktop: first ends the desktop's earlier connection. False:
   * another one speaks for the desktop, and this one's runner was told so.
   */
  takeOver(connection: Connection, hello: Hello): Promise<boolean>
  /** Cuts off a runner that broke the protocol. */
  cutOff(connection: Connection, why: string): Promise<void>
}
