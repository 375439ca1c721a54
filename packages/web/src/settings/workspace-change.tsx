import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useWorkspaces } from '../app/use-workspaces.ts'
import { openWorkspace } from '../app/workspace.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Question } from '../ui/question.tsx'

const words = text.people

/** Another workspace, and the end of this one for oneself or for everybody. */
export function WorkspaceChange({ isAdmin }: { isAdmin: boolean }) {
  const { client } = useCore()
  const { workspace } = useSession()
  const home = () => location.assign(new URL('.', document.baseURI).href)
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h2 className="font-semibold">{words.workspace}</h2>
      {isAdmin && workspace && <Rename id={workspace.id} />}
      <ByName
        label={words.createName}
        submit={words.create}
        act={async (name) => openWorkspace(await client.workspaces.create(name))}
      />
      {workspace && !workspace.personal && (
        <>
          {isAdmin && (
            <ByName
              label={words.deleteName}
              hint={words.deleteAbout}
              submit={words.deleteIt}
              danger
              act={async (name) => {
                await client.workspaces.delete(name)
                home()
              }}
            />
          )}
          <Leave
            act={async () => {
              await client.workspaces.leave()
              home()
            }}
          />
        </>
      )}
    </section>
  )
}

function Rename({ id }: { id: string }) {
  const { client } = useCore()
  const queries = useQueryClient()
  const say = useSay()
  const now = useWorkspaces().data?.find((each) => each.id === id)?.name
  if (now === undefined) return null
  return (
    <ByName
      key={now}
      label={words.renameName}
      submit={words.rename}
      now={now}
      act={async (name) => {
        await client.workspaces.rename(name)
        say(words.renamed(name))
        await queries.invalidateQueries({ queryKey: ['workspaces'] })
      }}
    />
  )
}

interface ByNameProps {
  label: string
  hint?: string
  submit: string
  danger?: boolean
  /** What stands there at first. */
  now?: string
  act: (name: string) => Promise<void>
}

function ByName({ label, hint, submit, danger, now = '', act }: ByNameProps) {
  const [name, setName] = useState(now)
  const run = useMutation({ mutationFn: act })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !run.isPending) run.mutate(name.trim())
  }
  return (
    <form noValidate onSubmit={onSubmit} className="flex items-start gap-2 phone:flex-col">
      <div className="min-w-0 flex-1 phone:w-full">
        <TextField
          label={label}
          hint={hint}
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={run.error ? explain(run.error) : undefined}
        />
      </div>
      <Button
        type="submit"
        look={danger ? 'danger' : 'plain'}
        className="mt-[23px] phone:mt-0"
        disabled={run.isPending}
      >
        {submit}
      </Button>
    </form>
  )
}

function Leave({ act }: { act: () => Promise<void> }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button className="justify-self-start" onClick={() => setAsking(true)}>
        {words.leave}
      </Button>
      {asking && (
        <Question
          title={words.leaveQuestion}
          about={words.leaveAbout}
          verb={words.leave}
          stay={text.actions.cancel}
          act={act}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
