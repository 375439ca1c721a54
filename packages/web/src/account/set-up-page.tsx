import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { EntryFrame } from './entry-frame.tsx'
import { FreshLink } from './fresh-link.tsx'
import { SetUpForm } from './set-up-form.tsx'

/** The page of a one-time link: choose e-mail and password, and you are signed in. */
export function SetUpPage() {
  usePageTitle(text.setUp.title)
  const [token] = useState(() => location.hash.slice(1))
  const [used, setUsed] = useState(false)
  // The token works like a password: take it out of the address and the history before anybody sees
  // it.
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname)
  }, [])

  if (token === '' || used) {
    return (
      <EntryFrame title={text.setUp.noLink}>
        <p role={used ? 'alert' : undefined}>{used ? text.setUp.used : text.setUp.incomplete}</p>
        <FreshLink about={text.setUp.freshLink} />
        <Link to="/" className="justify-self-start text-accent hover:underline">
          {text.setUp.toSignIn}
        </Link>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title={text.setUp.title}>
      <p className="text-dim">{text.setUp.about}</p>
      <SetUpForm token={token} onUsed={() => setUsed(true)} />
    </EntryFrame>
  )
}
