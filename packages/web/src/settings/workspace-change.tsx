import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../account/session.ts'
import { useWorkspaces } from '../app/use-workspaces.ts'
import { openWorkspace } from '../app/workspace.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'
import { ByName } from './by-name.tsx'

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
