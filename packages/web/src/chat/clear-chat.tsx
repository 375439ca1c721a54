import type { Desktop } from '@mission-control/protocol'
import { useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'

const words = text.chat

/** Forgets the conversation, after a question. */
export function ClearChat({ desktop, onCleared }: { desktop: Desktop; onCleared: () => void }) {
  const { client } = useCore()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button needs="tasks" size="small" look="quiet" icon="trash" onClick={() => setAsking(true)}>
        {words.clear}
      </Button>
      {asking && (
        <Question
          title={words.clearTitle}
          about={words.clearAbout}
          verb={words.clearIt}
          act={async () => {
            await client.desktops.chat.clear(desktop.id)
            onCleared()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
