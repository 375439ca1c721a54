import type { CreatedJoinToken } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { exactTime } from '../time/format.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icons.tsx'
import { StatusIcon } from '../ui/status.tsx'
import { isLocal, joinLine, serverUrl } from './connect-line.ts'

const words = text.desktops.add

/** Something may be wrong when no machine has connected for this long, in ms. */
const SLOW_MS = 60_000

interface Props {
  created: CreatedJoinToken
  onClose: () => void
}

/** The line for the other machines, and which have come by it. */
export function ConnectSteps({ created: { token, uses, createdAt, expiresAt }, onClose }: Props) {
  const url = serverUrl(document.baseURI)
  const line = joinLine(url, token)
  const desktops = useLive((live) => live.desktops)
  const joined = [...desktops.values()].filter(
    ({ invitation, status }) => invitation?.at === createdAt && status === 'running',
  )
  const connected = joined.length === uses
  const [first] = joined
  return (
    <>
      <div className="grid gap-3 overflow-y-auto px-5 pt-3 pb-4">
        <div className="grid gap-2 rounded-lg border border-line bg-sunk p-2.5">
          <code className="font-mono text-xs [overflow-wrap:anywhere]">{line}</code>
          <CopyButton words={line} className="justify-self-start">
            {words.copy}
          </CopyButton>
        </div>
        <p className="text-dim">
          {words.once} {words.lasts(uses, exactTime(Date.parse(expiresAt)))}
        </p>
        {isLocal(url) && (
          <p className="flex gap-2 text-dim">
            <Icon name="warning" className="mt-0.5" />
            {words.local}
          </p>
        )}
        <Waiting
          names={joined.map(({ name }) => visible(name))}
          uses={uses}
          url={url}
          connected={connected}
        />
      </div>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        {uses === 1 && first && (
          <Link
            to="/desktops/$desktopId"
            params={{ desktopId: first.id }}
            className="inline-flex h-[30px] items-center rounded-[7px] px-3 font-[550] text-dim hover:bg-sunk hover:text-text"
          >
            {words.openIt}
          </Link>
        )}
        <Button look={connected ? 'main' : 'plain'} onClick={onClose}>
          {connected ? words.done : words.later}
        </Button>
      </footer>
    </>
  )
}

interface WaitingProps {
  names: string[]
  uses: number
  url: string
  connected: boolean
}

function Waiting({ names, uses, url, connected }: WaitingProps) {
  const slow = useSlow() && names.length === 0
  return (
    <>
      <p
        role="status"
        className={`flex items-center gap-2 rounded-lg border px-3 py-2 ${connected ? 'border-done/40 text-done' : 'border-line text-dim'}`}
      >
        <StatusIcon
          status={connected ? 'done' : 'running'}
          {...(!connected && { className: 'animate-spin' })}
        />
        {words.arrived(names, uses)}
      </p>
      {slow && (
        <div className="text-dim">
          <p className="text-text">{words.slow}</p>
          <ul className="mt-1 list-disc pl-5 [overflow-wrap:anywhere]">
            {words.checks(url).map((check) => (
              <li key={check}>{check}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function useSlow(): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return slow
}
