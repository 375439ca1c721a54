import { useMutation } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { restOf } from '../reading/seen.tsx'
import { useSay } from '../toasts/toasts.tsx'
import { fieldsOf } from '../transcript/tool-input.tsx'
import type { Permission } from './use-permissions.ts'

export type Answer = 'once' | 'always' | 'no'

/** Answers what an agent asks for. */
export function useAnswer(id: string) {
  const { client } = useCore()
  const say = useSay()
  return useMutation({
    mutationFn: ({ answer, note = '' }: { answer: Answer; note?: string }) =>
      client.approvals.resolve(id, {
        decision: answer === 'no' ? 'reject' : 'approve',
        ...(answer === 'always' && { remember: true }),
        ...(note !== '' && { feedback: note }),
      }),
    onError: (error) => say(explain(error), { bad: true }),
  })
}

/** Characters that the first look leaves out. */
export function hiddenIn({ input, title }: Permission['request']): number {
  return fieldsOf(input, title).reduce((sum, [, shown]) => sum + restOf(shown), 0)
}
