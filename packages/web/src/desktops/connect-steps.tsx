import type { CreatedDesktop } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icons.tsx'
import { StatusIcon } from '../ui/status.tsx'
import { connectLine, isLocal, serverUrl } from './connect-line.ts'

const words = text.desktops.add

/** After so long without a connection something may be wrong. */
const SLOW_MS = 60_000

interface Props {
  created: CreatedDesktop
  onClose: () => void
}

/** The line for the other machine, and whether it has worked. */
export function ConnectSteps({ created: { id, name, credential }, onClose }: Props) {
  const url = serverUrl(document.baseURI)
  const line = connectLine(url, credential)
  const connected = useLive((live) => live.desktops.get(id)?.status === 'running')
  return (
    <>
      <div className="grid gap-3 overflow-y-auto px-5 pt-3 pb-4">
        <div className="grid gap-2 rounded-lg border border-line bg-sunk p-2.5">
          <code className="font-mono text-xs [overflow-wrap:anywhere]">{line}</code>
          <CopyButton words={line} className="justify-self-start">
            {words.copy}
          </CopyButton>
        </div>
        <p className="text-dim">{words.once}</p>
        {isLocal(url) && (
          <p className="flex gap-2 text-dim">
            <Icon name="warning" className="mt-0.5" />
            {words.local}
          </p>
        )}
        <Waiting name={name} url={url} connected={connected} />
      </div>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        {connected && (
          <Link
            to="/desktops/$desktopId"
            params={{ desktopId: id }}
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

function Waiting({ name, url, connected }: { name: string; url: string; connected: boolean }) {
  const slow = useSlow() && !connected
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
        {connected ? words.connected(name) : words.waiting(name)}
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
