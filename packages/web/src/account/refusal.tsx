import { ApiError } from '@mission-control/client'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { text } from '../strings/index.ts'
import { useNow } from '../time/use-now.ts'

/** Why the server refused a sign-in, in its words; after too many attempts, when the next is allowed. */
export function Refusal({ error }: { error: unknown }) {
  return (
    <p role="alert" className="[overflow-wrap:anywhere] text-failed">
      {error instanceof ApiError && error.status === 429 && error.retryAfter !== null ? (
        <Countdown key={error.message} seconds={error.retryAfter} />
      ) : (
        explain(error)
      )}
    </p>
  )
}

function Countdown({ seconds }: { seconds: number }) {
  const [until] = useState(() => Date.now() + seconds * 1000)
  const left = Math.ceil((until - useNow()) / 1000)
  return text.signIn.tooMany(Math.max(0, left))
}
