import type { Member } from '@mission-control/protocol'
import { useState } from 'react'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'

const words = text.people

/** For somebody who has lost the phone. The server's owner alone may do it, and everybody else is told so. */
export function ResetFactors({ member }: { member: Member }) {
  const { client } = useCore()
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const { id, name } = member
  return (
    <>
      <Button size="small" aria-label={words.factorsOf(name)} onClick={() => setAsking(true)}>
        {words.factors}
      </Button>
      {asking && (
        <Question
          title={words.factorsQuestion(name)}
          about={words.factorsAbout}
          verb={words.factors}
          stay={text.actions.cancel}
          act={async () => {
            await client.users.resetFactors(id)
            say(words.factorsOff(name))
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
