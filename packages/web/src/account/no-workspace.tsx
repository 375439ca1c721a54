import { text } from '../strings/index.ts'
import { EntryFrame } from './entry-frame.tsx'

/** The address names a workspace that isn't there, or that the person who is signed in is no member of. */
export function NoWorkspace() {
  return (
    <EntryFrame title={text.people.noWorkspace}>
      <p className="text-dim">{text.people.noWorkspaceAbout}</p>
      <a
        href={new URL('.', document.baseURI).href}
        className="justify-self-start text-accent hover:underline"
      >
        {text.people.toOwn}
      </a>
    </EntryFrame>
  )
}
