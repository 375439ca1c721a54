import type { ApiKey } from '@mission-control/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Question } from '../ui/question.tsx'

const words = text.settings.apiKeys

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  return (
    <Question
      title={words.revokeQuestion(apiKey.name)}
      about={words.revokeConsequence}
      verb={words.revoke}
      act={async () => {
        await client.apiKeys.delete(apiKey.id)
        say(words.revoked(apiKey.name))
        void queries.invalidateQueries({ queryKey: ['api-keys'] })
      }}
      onClose={onClose}
    />
  )
}
