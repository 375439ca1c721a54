import type { Member } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'

const words = text.people

/** Lets somebody in nowhere, or in again. The server's owner alone may, and everybody else is told so. */
export function DisableUser({ member, onDone }: { member: Member; onDone: () => void }) {
  const { id, name, disabled } = member
  const { client } = useCore()
  const say = useSay()
  const [asking, setAsking] = useState(false)
  const enable = useMutation({
    mutationFn: () => client.users.disable(id, false),
    onError: (error) => say(explain(error), { bad: true }),
    onSettled: onDone,
  })
  return (
    <>
      <Button
        size="small"
        aria-label={disabled ? words.enableNamed(name) : words.disableNamed(name)}
        disabled={enable.isPending}
        onClick={() => (disabled ? enable.mutate() : setAsking(true))}
      >
        {disabled ? words.enable : words.disable}
      </Button>
      {asking && (
        <Question
          title={words.disableQuestion(name)}
          about={words.disableAbout}
          verb={words.disable}
          stay={text.actions.cancel}
          act={async () => {
            await client.users.disable(id, true)
            onDone()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
