import { GRACE_SECONDS_MAX, type Task } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { readLength } from '../time/length.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { TextArea, TextField } from '../ui/field.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { AgainNote } from './again-note.tsx'
import { approvalSent } from './approval-choices.ts'
import { ApprovalFields } from './approval-fields.tsx'
import { contentProblem } from './content-problem.ts'
import { type Draft, readDraft, sentDraft, writeDraft } from './draft.ts'
import { sayCreated } from './say-created.ts'
import { TargetDesktops } from './target-desktops.tsx'
import { TypeChoice } from './type-choice.tsx'

interface Props {
  /** The desktops of the page that it was opened from. */
  desktopIds?: readonly string[] | undefined
  /** The task of which this is another try. */
  again?: Task
  onDone: () => void
}

export function NewTaskForm({ desktopIds, again, onDone }: Props) {
  const { client } = useCore()
  const navigate = useNavigate()
  const say = useSay()
  const desktops = useLive((live) => live.desktops)
  const always = useLive((live) => live.settings.requireApproval)
  const [written, setDraft] = useState(() => ({
    ...readDraft(again),
    ...(desktopIds && { desktopIds }),
  }))
  // Until something is chosen the list may still be on its way.
  const draft = withOnlyDesktop(written, [...desktops.values()])
  const [checked, setChecked] = useState(false)

  const change = (changes: Partial<Draft>) => {
    const next = { ...draft, ...changes }
    setDraft(next)
    writeDraft(next, again)
  }

  const chosen = draft.desktopIds.filter((id) => desktops.get(id)?.status === 'running')
  const timeoutSeconds = readLength(draft.limit) ?? undefined
  const isLimitRead = timeoutSeconds !== undefined || draft.limit.trim() === ''
  const graceSeconds = readGrace(draft.grace)
  const isGraceRead = graceSeconds !== undefined || draft.grace.trim() === ''
  const create = useMutation({
    mutationFn: async (run: boolean) => {
      const { type, content } = draft
      const approval = approvalSent(draft, always)
      const rerunOf = again?.id
      const task = { type, content, ...approval, timeoutSeconds, graceSeconds, rerunOf }
      const tasks = chosen.map((desktopId) => ({ ...task, desktopId }))
      return await client.tasks.createBatch({ tasks, run })
    },
    onSuccess: (tasks, run) => {
      sentDraft(draft, again)
      sayCreated(say, tasks, run)
      onDone()
      const [task] = tasks
      if (again && task) void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } })
    },
  })

  const unfit = contentProblem(draft.content)
  const isComplete = unfit === null && chosen.length > 0 && isLimitRead && isGraceRead
  const send = (run: boolean) => {
    setChecked(true)
    if (isComplete && !create.isPending) create.mutate(run)
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    send(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    send(true)
  }

  return (
    <form onSubmit={onSubmit} onKeyDown={onKeyDown} className="flex min-h-0 flex-col">
      <div className="grid gap-4 overflow-y-auto px-5 pt-3 pb-4">
        {again && (
          <AgainNote
            task={again}
            content={draft.content}
            onContent={(content) => change({ content })}
          />
        )}
        <TypeChoice type={draft.type} onChange={(type) => change({ type })} />
        <TextArea
          label={draft.type === 'prompt' ? text.newTask.prompt : text.newTask.command}
          hint={draft.type === 'prompt' ? text.newTask.promptTip : text.newTask.commandTip}
          error={(checked && unfit) || undefined}
          placeholder={
            draft.type === 'prompt'
              ? text.newTask.promptPlaceholder
              : text.newTask.commandPlaceholder
          }
          rows={5}
          autoFocus
          spellCheck={draft.type === 'prompt'}
          className={classNames('max-h-[40vh]', draft.type === 'command' && 'font-mono text-sm')}
          value={draft.content}
          onChange={(event) => change({ content: event.target.value })}
        />
        <TargetDesktops
          type={draft.type}
          chosen={draft.desktopIds}
          onChange={(desktopIds) => change({ desktopIds })}
          onLeave={onDone}
          error={checked && chosen.length === 0 ? text.newTask.chooseDesktop : undefined}
        />
        <ApprovalFields draft={draft} onChange={change} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={text.newTask.limit}
            hint={text.newTask.limitHint}
            error={checked && !isLimitRead ? text.time.notALength : undefined}
            placeholder={text.newTask.limitPlaceholder}
            autoComplete="off"
            value={draft.limit}
            onChange={(event) => change({ limit: event.target.value })}
            className="max-w-40"
          />
          <TextField
            label={text.newTask.grace}
            hint={text.newTask.graceHint}
            error={checked && !isGraceRead ? text.newTask.notAGrace : undefined}
            placeholder={text.newTask.gracePlaceholder}
            autoComplete="off"
            value={draft.grace}
            onChange={(event) => change({ grace: event.target.value })}
            className="max-w-40"
          />
        </div>
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        {create.error && (
          <p role="alert" className="min-w-0 flex-1 basis-full text-failed">
            {explain(create.error)}
          </p>
        )}
        <Button type="submit" disabled={create.isPending}>
          {text.newTask.create}
        </Button>
        <Button look="main" disabled={create.isPending} onClick={() => send(true)}>
          {text.newTask.createAndRun}
          <Kbd onAccent>{keysOf('createAndRun')}</Kbd>
        </Button>
      </footer>
    </form>
  )
}

/** In seconds; undefined: what was typed is no such time. */
function readGrace(typed: string): number | undefined {
  const seconds = /^0( ?s)?$/i.test(typed.trim()) ? 0 : readLength(typed)
  return seconds === null || seconds > GRACE_SECONDS_MAX ? undefined : seconds
}

/** If there is only one desktop, it is selected. */
function withOnlyDesktop(draft: Draft, desktops: readonly { id: string; status: string }[]): Draft {
  const running = desktops.filter(({ status }) => status === 'running')
  if (running.some(({ id }) => draft.desktopIds.includes(id))) return draft
  return running.length === 1 ? { ...draft, desktopIds: [running[0]!.id] } : draft
}
