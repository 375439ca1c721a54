import { text } from '../strings/index.ts'
import { CopyLine } from '../ui/copy-line.tsx'

/** How the owner of the server's machine gets a new link. */
export function FreshLink({ about }: { about: string }) {
  return (
    <div className="grid gap-1.5 border-t border-line pt-3 text-xs text-dim">
      <p>{about}</p>
      <CopyLine line={text.signIn.linkCommand} />
    </div>
  )
}
