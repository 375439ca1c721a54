import type { SignInWay } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Refusal } from './refusal.tsx'

interface Props {
  providers: SignInWay[]
  /** Where to come back to; left out: to the page where one is. */
  returnTo?: string
}

/** The providers through which one can sign in: they lead away, and back. */
export function ProviderButtons({ providers, returnTo = hereIn() }: Props) {
  const { client } = useCore()
  const start = useMutation({
    mutationFn: async ({ id }: SignInWay) => {
      const { url } = await client.account.startSso({ provider: id, returnTo })
      location.assign(url)
      // The page is about to be left: no second click meanwhile.
      return await new Promise<never>(() => undefined)
    },
  })
  return (
    <div className="grid gap-2">
      {providers.map((provider) => (
        <Button
          key={provider.id}
          className="min-w-0"
          disabled={start.isPending}
          onClick={() => start.mutate(provider)}
        >
          <VisibleText text={text.signIn.through(provider.name)} className="truncate" />
        </Button>
      ))}
      {start.error && <Refusal error={start.error} />}
    </div>
  )
}

/** The page's address within the dashboard. */
function hereIn(): string {
  const base = new URL('.', document.baseURI).pathname
  const { pathname, search, hash } = location
  const path = pathname.startsWith(base) ? `/${pathname.slice(base.length)}` : '/'
  return path.startsWith('/sign-in') ? '/' : path + search + hash
}
