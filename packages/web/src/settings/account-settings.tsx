import { useSession } from '../account/session.ts'
import { lazily } from '../app/loaded.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { ChangePassword } from './change-password.tsx'
import { OwnName } from './own-name.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'

const words = text.settings.account

const Passkeys = lazily(() => import('./passkeys.tsx'), 'Passkeys')

export function AccountSettings() {
  const { user } = useSession()
  return (
    <>
      <OwnName />
      <div className="grid gap-1">
        <h2 className="font-semibold">{words.email}</h2>
        <p className="truncate">
          <VisibleText text={user.email} />
        </p>
      </div>
      <ChangePassword email={user.email} />
      <TwoFactor />
      <Passkeys />
      <Sessions />
    </>
  )
}
