import type { Desktop } from '@mission-control/protocol'
import { explain } from '../app/explain.ts'
import { FollowingList } from '../rows/following-list.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ChatEmpty } from './chat-empty.tsx'
import { ClearChat } from './clear-chat.tsx'
import { Composer } from './composer.tsx'
import { runningTurn } from './conversation.ts'
import { TurnView } from './turn-view.tsx'
import { useConversation } from './use-conversation.ts'
import { useReply } from './use-reply.ts'

const words = text.chat

/** A turn's height in px until it has been seen. */
const ESTIMATE = 120

/** The conversation with the agent of a desktop. */
export function ChatPart({ desktop }: { desktop: Desktop }) {
  const { turns, error, retry, put, forget } = useConversation(desktop.id)
  const running = turns && runningTurn(turns)
  const reply = useReply(desktop.id, running?.id, put)
  if (!turns) {
    if (!error) return <Skeleton className="m-4 h-36 rounded-lg" />
    return (
      <div role="alert" className="grid justify-items-start gap-2 p-4">
        <p>{words.refused}</p>
        <p className="text-dim">{explain(error)}</p>
        <Button onClick={retry}>{text.actions.retry}</Button>
      </div>
    )
  }
  return (
    <section aria-labelledby="chat" className="flex min-h-0 flex-1 flex-col">
      <h2 id="chat" className="sr-only">
        {words.title}
      </h2>
      {turns.length === 0 ? (
        <ChatEmpty desktop={desktop} />
      ) : (
        <>
          <div className="mx-auto flex w-full max-w-[860px] flex-none justify-end px-4 pt-2">
            <ClearChat desktop={desktop} onCleared={forget} />
          </div>
          <FollowingList
            label={words.label(turns.length)}
            count={turns.length}
            version={reply ?? turns}
            estimate={ESTIMATE}
            toEnd={() => words.toEnd}
          >
            {(row) => {
              const turn = turns[row]!
              const isTold = reply?.turnId === turn.id
              return <TurnView turn={turn} reply={isTold ? reply : null} />
            }}
          </FollowingList>
        </>
      )}
      <Composer desktop={desktop} running={running} onSent={put} />
    </section>
  )
}
