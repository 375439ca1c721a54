import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'

export interface AgentTesting {
  ask: () => void
  isAsking: boolean
  /** What came of it, in words; null: nobody has asked. */
  answer: { ready: boolean; message: string } | null
}

/** Asks the desktop's agent whether it is ready. */
export function useAgentTest(desktopId: string): AgentTesting {
  const { client } = useCore()
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: async () => await client.agents.test(desktopId),
  })
  return {
    ask: () => mutate(),
    isAsking: isPending,
    answer: error ? { ready: false, message: explain(error) } : (data ?? null),
  }
}
