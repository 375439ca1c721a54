import { GLANCE_MAX } from '@mission-control/protocol'
import { useState } from 'react'
import { useRefusal } from '../account/may.tsx'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { ReadFirst } from '../reading/read-first.tsx'
import { text } from '../strings/index.ts'
import { exactTime, ticking } from '../time/format.ts'
import { useTold } from '../time/use-now.ts'
import { useSay } from '../toasts/toasts.tsx'
import { ToolInput } from '../transcript/tool-input.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { type Answer, hiddenIn, useAnswer } from './use-answer.ts'
import { type Permission, usePermissions } from './use-permissions.ts'

const words = text.permissions

/** What the task's agent asks for, the oldest first: one decision after the other. */
export function PermissionBox({ taskId }: { taskId: string }) {
  const asked = usePermissions().filter((permission) => permission.taskId === taskId)
  const [first] = asked
  return first && <Question key={first.id} permission={first} more={asked.length - 1} />
}

function Question({ permission, more }: { permission: Permission; more: number }) {
  const say = useSay()
  const { id, request } = permission
  const [feedback, setFeedback] = useState('')
  const [all, setAll] = useState(false)
  const rest = all ? 0 : hiddenIn(request)
  const note = feedback.trim()
  const answer = useAnswer(id)
  const tell = (decision: Answer) => answer.mutate({ answer: decision, note })
  // The box stays until the event has come, so that nothing is answered twice.
  const able = !answer.isPending && !answer.isSuccess
  const mayAllow = able && rest === 0
  const allow = () => (rest === 0 ? tell('once') : say(text.reading.first))
  const why = useRefusal()('approvals')
  useShortcuts({ a: allow, 'Shift+R': () => tell('no') }, able && why === null)
  return (
    <section
      aria-label={words.title}
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 border-review/50 bg-review-ground p-3.5 @max-4xl:max-h-[46dvh] @max-4xl:overflow-y-auto @max-4xl:border-b @4xl:mb-4 @4xl:rounded-xl @4xl:border"
    >
      <h3 className="font-semibold">
        {words.title}
        {more > 0 && <span className="font-normal text-dim"> {words.more(more)}</span>}
      </h3>
      <div
        className={classNames(
          'grid grid-cols-[minmax(0,1fr)] gap-1.5 overflow-y-auto',
          all ? 'max-h-[50dvh]' : 'max-h-60',
        )}
      >
        <p className="font-mono text-xs [overflow-wrap:anywhere]">
          <VisibleText text={request.title} />
        </p>
        <ToolInput
          input={request.input}
          title={request.title}
          limit={all ? Number.POSITIVE_INFINITY : GLANCE_MAX}
          onAll={() => setAll(true)}
        />
      </div>
      <p className="text-xs text-pretty text-dim">
        {words.tool} <VisibleText text={request.tool} />. <Expiry at={request.expiresAt} />
      </p>
      {why !== null && <p className="text-dim">{why}</p>}
      {why === null && (
        <>
          <textarea
            aria-label={words.note}
            placeholder={words.note}
            rows={1}
            value={feedback}
            onChange={(event) => setFeedback(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape')
                event.currentTarget.closest<HTMLElement>('[data-panel]')?.focus()
            }}
            className="field-sizing-content max-h-32 w-full resize-none rounded-[7px] border border-line-strong bg-panel px-2.5 py-1.5 placeholder:text-faint"
          />
          {rest > 0 && <ReadFirst rest={rest} onShow={() => setAll(true)} />}
          <div className="grid grid-cols-2 gap-2">
            <Button look="main" keys={keysOf('approve')} disabled={!mayAllow} onClick={allow}>
              {words.once}
            </Button>
            <Button keys={keysOf('reject')} disabled={!able} onClick={() => tell('no')}>
              {words.no}
            </Button>
            {request.options.includes('always') && (
              <Button className="col-span-2" disabled={!mayAllow} onClick={() => tell('always')}>
                {words.always}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}

function Expiry({ at }: { at: string }) {
  const until = Date.parse(at)
  const left = useTold((now) => ticking(Math.max(0, until - now)))
  return (
    <time dateTime={at} title={exactTime(until)}>
      {words.expires(left)}
    </time>
  )
}
