import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { passkeysWork } from '../account/passkeys-work.ts'
import { Refusal } from '../account/refusal.tsx'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { PasskeyRow } from './passkey-row.tsx'

const words = text.passkeys

/** The devices that sign the person in, and one more. */
export function Passkeys() {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  /** Null: it was not opened yet. */
  const [adding, setAdding] = useState<boolean | null>(null)
  const passkeys = useQuery({ queryKey: ['passkeys'], queryFn: () => client.account.passkeys() })
  const ways = useQuery({ queryKey: ['sign-in-ways'], queryFn: () => client.account.ways() })
  const host = ways.data?.passkeys ?? null
  const refresh = () => queries.invalidateQueries({ queryKey: ['passkeys'] })
  if (passkeys.error) return <Refusal error={passkeys.error} />
  // Where people sign in elsewhere there is nothing to add.
  if (!passkeys.data || !ways.data || (!ways.data.password && passkeys.data.length === 0))
    return null
  const works = passkeysWork(host)
  return (
    <section aria-labelledby="passkeys" className="grid gap-3 border-t border-line pt-4">
      <div className="grid gap-1">
        <h2 id="passkeys" className="font-semibold">
          {words.title}
        </h2>
        <p className="text-dim">{words.about}</p>
      </div>
      {passkeys.data.length === 0 && !adding && works && <p className="text-dim">{words.none}</p>}
      {passkeys.data.length > 0 && (
        <ul className="rounded-lg border border-line bg-panel">
          {passkeys.data.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              isElsewhere={passkey.host !== host}
              onChange={refresh}
            />
          ))}
        </ul>
      )}
      {adding && (
        <AddPasskey
          onCancel={() => setAdding(false)}
          onDone={(name) => {
            setAdding(false)
            say(words.added(name))
            void refresh()
          }}
        />
      )}
      {!adding && works && (
        <Button
          className="justify-self-start"
          autoFocus={adding === false}
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
      )}
      {!works && (
        <p className="text-dim">
          {host === null || host === location.hostname ? words.notHere : words.onlyAt(host)}
        </p>
      )}
    </section>
  )
}
