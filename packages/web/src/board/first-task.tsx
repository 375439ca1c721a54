import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../account/may.tsx'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'

const EXAMPLE = 'for i in 1 2 3 4 5; do echo "step $i of 5"; sleep 1; done; uname -a'

/** The first minute: one desktop, and a task to try on it. */
export function FirstTask() {
  const { client } = useCore()
  const navigate = useNavigate()
  const may = useMay()
  const desktop = useLive((live) =>
    [...live.desktops.values()].find(({ status }) => status === 'running'),
  )
  const create = useMutation({
    mutationFn: async (desktopId: string) => {
      const task = { type: 'command' as const, content: EXAMPLE, desktopId, requiresApproval: true }
      return await client.tasks.run((await client.tasks.create(task)).id)
    },
    onSuccess: ({ id }) => navigate({ to: '/tasks/$taskId', params: { taskId: id } }),
  })
  return (
    <div className="absolute inset-x-0 top-32 mx-auto grid w-[min(460px,calc(100%-32px))] justify-items-start gap-3 rounded-xl border border-line bg-panel p-5 shadow-card">
      <h2 className="text-lg font-semibold">{text.board.first.title}</h2>
      <p className="text-dim">{desktop ? text.board.first.about : text.board.first.noDesktop}</p>
      {desktop && may('tasks') && (
        <>
          <code className="w-full rounded-md bg-sunk px-2.5 py-2 font-mono text-xs">{EXAMPLE}</code>
          <Button look="main" disabled={create.isPending} onClick={() => create.mutate(desktop.id)}>
            {text.board.first.try}
          </Button>
          {create.error && <p className="text-failed">{explain(create.error)}</p>}
        </>
      )}
    </div>
  )
}
