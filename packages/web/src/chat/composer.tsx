import type { ChatTurn, Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type SubmitEvent, useEffect, useRef } from 'react'
import { useRefusal } from '../account/may.tsx'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { useDrop } from './use-drop.ts'

const words = text.chat

interface Props {
  desktop: Desktop
  running: ChatTurn | undefined
  onSent: (turn: ChatTurn) => void
}

/** Writes a message, which waits its turn while the agent is busy. Without an agent it says why. */
export function Composer({ desktop, running, onSent }: Props) {
  const { client } = useCore()
  const why = useRefusal()('tasks')
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useStored<string>(`chat.${desktop.id}`, '')
  const stop = useDrop(running)
  const send = useMutation({
    mutationFn: async (message: string) => {
      // Follow the stream only until the server has accepted the message: everyone who watches gets the rest
      // by events.
      for await (const frame of client.desktops.chat.stream(desktop.id, message)) {
        if (frame.type === 'chat.turn') return onSent(frame.payload)
      }
    },
    onError: (_, message) => setDraft(message),
  })
  useEffect(() => {
    field.current?.focus({ preventScroll: true })
  }, [])
  const submit = () => {
    const message = draft.trim()
    if (message === '' || send.isPending) return
    setDraft('')
    send.mutate(message)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form onSubmit={onSubmit} className="flex-none border-t border-line bg-panel">
      <div className="mx-auto grid max-w-[860px] grid-cols-1 gap-2 px-4 py-3">
        {why !== null && <p className="text-dim">{why}</p>}
        {!desktop.agentReady && <NotReady desktop={desktop} />}
        {send.error && (
          <p role="alert" className="text-failed">
            {explain(send.error)}
          </p>
        )}
        <div className={classNames('flex items-end gap-2', why !== null && 'hidden')}>
          <textarea
            ref={field}
            aria-label={words.message}
            placeholder={words.placeholder(desktop.name)}
            rows={2}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={onKeyDown}
            className="field-sizing-content max-h-[40vh] min-h-[52px] min-w-0 flex-1 resize-none rounded-[7px] border border-line-strong bg-panel px-2.5 py-1.5 placeholder:text-faint"
          />
          {running && (
            <Button icon="stop" onClick={stop}>
              {words.stop}
            </Button>
          )}
          <Button
            look="main"
            type="submit"
            disabled={!desktop.agentReady || draft.trim() === '' || send.isPending}
          >
            {words.send}
          </Button>
        </div>
      </div>
    </form>
  )
}

function NotReady({ desktop: { id, status, agent } }: { desktop: Desktop }) {
  const reason =
    status === 'running'
      ? agent
        ? (agent.problem ?? text.agents.waits)
        : words.noAgent
      : words.offline
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-line-strong bg-bg px-3 py-2"
    >
      <Icon name="warning" className="text-review" />
      <p className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <VisibleText text={reason} />
      </p>
      <Link
        to="/desktops/$desktopId"
        params={{ desktopId: id }}
        search={{ view: 'agent' }}
        className="font-[550] text-accent hover:underline"
      >
        {agent ? words.lookAtAgent : words.setUpAgent}
      </Link>
    </div>
  )
}
