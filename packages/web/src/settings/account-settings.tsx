import { useSession } from '../account/session.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { ChangePassword } from './change-password.tsx'
import { Sessions } from './sessions.tsx'

const words = text.settings.account

export function AccountSettings() {
  const { user } = useSession()
  return (
    <>
      <div className="flex gap-6 rounded-lg border border-line bg-panel px-4 py-3">
        <span className="text-dim">{words.email}</span>
        <VisibleText text={user.email} className="min-w-0 truncate" />
      </div>
      <ChangePassword email={user.email} />
      <Sessions />
    </>
  )
}
