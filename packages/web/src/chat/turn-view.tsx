import { adviceFor, type ChatTurn } from '@mission-control/protocol'
import { memo } from 'react'
import { Offered } from '../account/may.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { Somebody } from '../people/initials.tsx'
import { text } from '../strings/index.ts'
import { Age } from '../time/times.tsx'
import { TurnWork } from './turn-work.tsx'
import { useDrop } from './use-drop.ts'
import type { Reply } from './use-reply.ts'

const words = text.chat

interface Props {
  turn: ChatTurn
  /** The turn as it is now; a new object after each change. */
  reply: Reply | null
}

/** A message and the agent's reply. */
export const TurnView = memo(function TurnView({ turn, reply }: Props) {
  return (
    <article aria-label={words.turn} className="mx-auto grid max-w-[860px] gap-2.5 px-4 py-3">
      <Message turn={turn} />
      {turn.status !== 'queued' && <TurnWork turn={turn} reply={reply} />}
      {turn.reply !== null && <Markdown text={turn.reply} />}
      <Outcome turn={turn} />
    </article>
  )
})

function Message({ turn }: { turn: ChatTurn }) {
  const drop = useDrop(turn)
  return (
    <div className="grid justify-items-end gap-1">
      <h3 className="sr-only">{words.youSaid}</h3>
      <p className="max-w-[85%] rounded-xl rounded-br-sm border border-line bg-selected px-3 py-2 [overflow-wrap:anywhere] whitespace-pre-wrap">
        <VisibleText text={turn.message} />
      </p>
      <p className="flex items-center gap-2 text-xs text-faint">
        <Somebody actor={turn.createdBy} />
        {turn.status === 'queued' ? (
          <>
            {words.queued}
            <Offered needs="tasks">
              <button
                type="button"
                onClick={drop}
                className="text-dim hover:text-text hover:underline"
              >
                {words.drop}
              </button>
            </Offered>
          </>
        ) : (
          <Age at={turn.createdAt} />
        )}
      </p>
    </div>
  )
}

function Outcome({ turn: { status, error } }: { turn: ChatTurn }) {
  if (status === 'cancelled') return <p className="text-dim">{words.stopped}</p>
  if (status !== 'failed' || !error) return null
  return (
    <div
      role="alert"
      className="grid gap-0.5 rounded-lg border border-failed/40 bg-failed-ground px-3 py-2"
    >
      <p className="font-semibold text-failed">{text.failure(error.code)}</p>
      <p className="[overflow-wrap:anywhere]">
        <VisibleText text={error.message} />
      </p>
      <p className="text-dim">{adviceFor(error.code)}</p>
    </div>
  )
}
