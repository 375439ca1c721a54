import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'

/** How often a page that is looked at asks whether the server's disk takes what is written, in ms. */
const EVERY = 5000
const WHILE_IT_DOES_NOT = 1000

/** While the server can store nothing: why, where, and how to go on. */
export function StorageBanner() {
  const { client } = useCore()
  const { data: problem } = useQuery({
    queryKey: ['storage'],
    queryFn: async ({ signal }) => {
      const { status, problem } = await client.health({ signal })
      return status === 'ok' ? null : ((await client.storage({ signal })).message ?? problem)
    },
    refetchInterval: ({ state }) => (state.data ? WHILE_IT_DOES_NOT : EVERY),
  })
  if (!problem) return null
  return (
    <p
      role="alert"
      className="flex-none border-b border-line bg-failed-ground px-4 py-1.5 text-failed"
    >
      <VisibleText text={problem} />
    </p>
  )
}
