import { GLANCE_MAX } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useCore } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { ReadFirst } from '../reading/read-first.tsx'
import { restOf } from '../reading/seen.tsx'
import { text } from '../strings/index.ts'
import { exactTime, ticking } from '../time/format.ts'
import { useTold } from '../time/use-now.ts'
import { useSay } from '../toasts/toasts.tsx'
import { fieldsOf, ToolInput } from '../transcript/tool-input.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { type Permission, usePermissions } from './use-permissions.ts'

const words = text.permissions

/** What the task's agent asks for, the oldest first: one decision after the other. */
export function PermissionBox({ taskId }: { taskId: string }) {
  const asked = usePermissions().filter((permission) => permission.taskId === taskId)
  const [first] = asked
  return first && <Question key={first.id} permission={first} more={asked.length - 1} />
}

type Answer = 'once' | 'always' | 'no'

function Question({ permission, more }: { permission: Permission; more: number }) {
  const { client } = useCore()
  const say = useSay()
  const { id, request } = permission
  const [feedback, setFeedback] = useState('')
  const [all, setAll] = useState(false)
  const rest = all ? 0 : hiddenIn(request)
  const note = feedback.trim()
  const answer = useMutation({
    mutationFn: (answer: Answer) =>
      client.approvals.resolve(id, {
        decision: answer === 'no' ? 'reject' : 'approve',
        ...(answer === 'always' && { remember: true }),
        ...(note !== '' && { feedback: note }),
      }),
    onError: (error) => say(explain(error), { bad: true }),
  })
  // Until the news of it has come the box stays, so that nothing is answered twice.
  const able = !answer.isPending && !answer.isSuccess
  const mayAllow = able && rest === 0
  const allow = () => (rest === 0 ? answer.mutate('once') : say(text.reading.first))
  useShortcuts({ a: allow, 'Shift+R': () => answer.mutate('no') }, able)
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
      <p className="text-xs text-dim">
        {words.tool} <VisibleText text={request.tool} />. <Expiry at={request.expiresAt} />
      </p>
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
        <Button keys={keysOf('reject')} disabled={!able} onClick={() => answer.mutate('no')}>
          {words.no}
        </Button>
        {request.options.includes('always') && (
          <Button
            className="col-span-2"
            disabled={!mayAllow}
            onClick={() => answer.mutate('always')}
          >
            {words.always}
          </Button>
        )}
      </div>
    </section>
  )
}

/** Characters that the first look leaves out. */
function hiddenIn({ input, title }: Permission['request']): number {
  return fieldsOf(input, title).reduce((sum, [, shown]) => sum + restOf(shown), 0)
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
