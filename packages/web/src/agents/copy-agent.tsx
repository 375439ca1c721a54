import type { AgentCopyOutcome, Desktop } from '@mission-control/protocol'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { explain } from '../app/explain.ts'
import { DesktopChoice, Obstacle } from '../desktops/desktop-choice.tsx'
import { useCore, useLive } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

const words = text.agents.copy

interface Props {
  desktop: Desktop
  onClose: () => void
}

/** Copies this desktop's agent to others. Those that refuse it stay chosen, with the reasons. */
export function CopyAgent({ desktop, onClose }: Props) {
  const { client } = useCore()
  const say = useSay()
  const desktops = [...useLive((live) => live.desktops).values()]
  const others = desktops.filter(({ id }) => id !== desktop.id)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isChecked, setChecked] = useState(false)
  const copy = useMutation({
    mutationFn: async () => await client.agents.copy(desktop.id, [...chosen]),
    onSuccess: (outcomes) => {
      const refused = outcomes.filter(({ error }) => error !== null)
      const count = outcomes.length - refused.length
      if (count > 0) say(words.copied(count))
      if (refused.length === 0) onClose()
      else setChosen(refused.map(({ id }) => id))
    },
  })
  const isNoneChosen = isChecked && chosen.length === 0
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (chosen.length > 0 && !copy.isPending) copy.mutate()
  }
  return (
    <Dialog open onOpenChange={onClose} title={words.title} description={words.about}>
      <form onSubmit={onSubmit} className="flex min-h-0 flex-col">
        <div className="grid gap-3 overflow-y-auto px-5 pt-3 pb-4">
          <DesktopChoice
            legend={words.targets}
            hint={isNoneChosen ? words.chooseOne : words.hint}
            isWrong={isNoneChosen}
            desktops={others}
            chosen={chosen}
            onChange={setChosen}
            all={words.all}
            isOpen={() => true}
            isReady={() => true}
            obstacle={({ agent }) => agent && <Obstacle>{words.hasAgent}</Obstacle>}
          />
          {copy.error && (
            <p role="alert" className="text-failed">
              {explain(copy.error)}
            </p>
          )}
          <Refusals outcomes={copy.data ?? []} />
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          <Link
            to="/settings/{-$section}"
            params={{ section: 'new-desktops' }}
            onClick={onClose}
            className="mr-auto text-xs text-accent hover:underline"
          >
            {words.newOnes}
          </Link>
          <Button onClick={onClose}>{text.actions.close}</Button>
          <Button look="main" type="submit" disabled={copy.isPending}>
            {words.copy}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function Refusals({ outcomes }: { outcomes: readonly AgentCopyOutcome[] }) {
  return (
    <ul role="alert" className="grid gap-1 text-failed [overflow-wrap:anywhere] empty:hidden">
      {outcomes.map(
        ({ id, error }) =>
          error && (
            <li key={id}>
              <VisibleText text={error.detail} />
            </li>
          ),
      )}
    </ul>
  )
}
