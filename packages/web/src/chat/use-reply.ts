import type { ChatTurn } from '@mission-control/protocol'
import { useEffect, useState } from 'react'
import { beforePaint } from '../live/store.ts'
import { useCore } from '../live/use-live.tsx'
import { Transcript } from '../transcript/transcript.ts'

export interface Reply {
  turnId: string
  transcript: Transcript
}

/** What the agent does for the turn that is running, as it does it. */
export function useReply(
  desktopId: string,
  turnId: string | undefined,
  onTurn: (turn: ChatTurn) => void,
): Reply | null {
  const { client } = useCore()
  const [reply, setReply] = useState<Reply | null>(null)
  useEffect(() => {
    if (turnId === undefined) return
    const leaving = new AbortController()
    const transcript = new Transcript()
    let planned = false
    const show = () => {
      planned = false
      if (!leaving.signal.aborted) setReply({ turnId, transcript })
    }
    const follow = async () => {
      const { signal } = leaving
      for await (const frame of client.desktops.chat.follow(desktopId, turnId, { signal })) {
        if (frame.type === 'chat.turn') {
          onTurn(frame.payload)
          continue
        }
        transcript.take(frame.payload)
        if (!planned) beforePaint(show)
        planned = true
      }
    }
    // The stream resumes by itself after a cut. If it is refused, the end of the turn says why.
    follow().catch(() => undefined)
    return () => leaving.abort()
  }, [client, desktopId, turnId, onTurn])
  return reply?.turnId === turnId ? reply : null
}
