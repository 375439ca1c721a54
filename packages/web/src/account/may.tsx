import { isApprover, leastRole, type Role, type Scope } from '@mission-control/protocol'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSession } from './session.ts'

interface Rights {
  may: (scope: Scope) => boolean
  /** Why not, in words; null: they may. */
  refusal: (scope: Scope) => string | null
}

/** Before anybody is signed in, pages offer what they have. */
const EVERYTHING: Rights = { may: () => true, refusal: () => null }

const RightsContext = createContext(EVERYTHING)

/**
 * What the person's role lets them do in this workspace. Everything that the dashboard offers asks this,
 * and nothing else. It is a courtesy: the server decides.
 */
export function RightsProvider({ children }: { children: ReactNode }) {
  const { workspace } = useSession()
  const least = useLive((live) => live.settings.approverRole)
  const rights = useMemo<Rights>(() => {
    if (!workspace) return EVERYTHING
    const { role, scopes } = workspace
    const may = (scope: Scope) =>
      scopes.includes(scope) && (scope !== 'approvals' || isApprover(role, least))
    const { roles, refusal } = text.may
    return {
      may,
      refusal: (scope) => (may(scope) ? null : refusal(roles[role], roles[needed(scope, role)])),
    }
  }, [workspace, least])
  return <RightsContext value={rights}>{children}</RightsContext>
}

export const useMay = () => useContext(RightsContext).may
export const useRefusal = () => useContext(RightsContext).refusal

/** Shows it only to those who may do it. */
export function Offered({ needs, children }: { needs: Scope; children: ReactNode }) {
  return useMay()(needs) ? children : null
}

/** What everybody sees and not everybody changes: for the others its controls are off, and it says why. */
export function Changeable({ needs, children }: { needs: Scope; children: ReactNode }) {
  const why = useRefusal()(needs)
  if (why === null) return children
  return (
    <>
      <Why>{why}</Why>
      <fieldset disabled className="min-w-0">
        {children}
      </fieldset>
    </>
  )
}

/** What not everybody sees: the others read why. */
export function Readable({ needs, children }: { needs: Scope; children: ReactNode }) {
  const why = useRefusal()(needs)
  return why === null ? children : <Why>{why}</Why>
}

function Why({ children }: { children: string }) {
  return (
    <p role="note" className="text-dim">
      {children}
    </p>
  )
}

/** Where approvers are refused, only admins decide. */
const needed = (scope: Scope, role: Role): Role =>
  scope === 'approvals' && role === 'approver' ? 'admin' : leastRole(scope)
