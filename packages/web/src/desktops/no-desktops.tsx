import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'

/** What a desktop is, where there is none yet. */
export function NoDesktops({ onAdd }: { onAdd: () => void }) {
  const { none, add } = text.desktops
  return (
    <section className="mx-auto mt-16 grid w-[min(460px,calc(100%-32px))] justify-items-start gap-3 rounded-xl border border-line bg-panel p-5 shadow-card">
      <Icon name="desktop" className="size-6 text-dim" />
      <h2 className="text-lg font-semibold">{none.title}</h2>
      <p className="text-dim">{none.about}</p>
      <Button needs="desktops" look="main" onClick={onAdd}>
        {add.button}
      </Button>
    </section>
  )
}
