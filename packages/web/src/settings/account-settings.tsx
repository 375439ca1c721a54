import { useSession } from '../account/session.ts'
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
        <bdi className="min-w-0 truncate">{user.email}</bdi>
      </div>
      <ChangePassword email={user.email} />
      <Sessions />
    </>
  )
}
