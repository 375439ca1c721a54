import { useQueryClient } from '@tanstack/react-query'
import { useSession } from '../account/session.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { ByName } from './by-name.tsx'

const words = text.settings.account

/** How the person is shown to the others. */
export function OwnName() {
  const { client } = useCore()
  const { user } = useSession()
  const queries = useQueryClient()
  const say = useSay()
  return (
    <ByName
      key={user.name}
      label={words.name}
      hint={words.nameHint}
      submit={words.changeName}
      now={user.name}
      autoComplete="name"
      act={async (name) => {
        await client.account.changeName(name)
        say(words.nameChanged(name))
        await Promise.all(
          ['session', 'members'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
        )
      }}
    />
  )
}
