import type { JoinToken } from '@mission-control/protocol'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { exactTime } from '../time/format.ts'
import { Button } from '../ui/button.tsx'

const words = text.desktops.add

/** The tokens by which machines can still join, each with a button that revokes it. */
export function JoinTokens() {
  const { client } = useCore()
  const queries = useQueryClient()
  const queryKey = ['join-tokens']
  const tokens = useQuery({ queryKey, queryFn: () => client.desktops.joinTokens.list() })
  const revoke = useMutation({
    mutationFn: (id: string) => client.desktops.joinTokens.delete(id),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  const open = tokens.data?.filter(({ used, uses }) => used < uses) ?? []
  const error = tokens.error ?? revoke.error
  return (
    <>
      {error && (
        <p role="alert" className="text-failed">
          {explain(error)}
        </p>
      )}
      {open.length > 0 && (
        <section aria-label={words.tokens} className="grid gap-1">
          <h3 className="text-xs text-dim">{words.tokens}</h3>
          <ul className="grid gap-1">
            {open.map((token) => (
              <li key={token.id} className="flex items-center gap-2">
                <Told token={token} />
                <Button
                  size="small"
                  look="danger"
                  aria-label={words.revokeNamed(token.last4)}
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate(token.id)}
                >
                  {words.revoke}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Told({ token }: { token: JoinToken }) {
  const { last4, name, labels, used, uses, expiresAt } = token
  return (
    <span className="min-w-0 flex-1 text-xs text-dim">
      <span className="font-mono">mcj_…{last4}</span>{' '}
      <VisibleText text={[name, ...labels].filter(Boolean).join(', ')} /> {words.usesOf(used, uses)}{' '}
      · {words.until(exactTime(Date.parse(expiresAt)))}
    </span>
  )
}
