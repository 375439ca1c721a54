import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { labelOf, SHORTCUTS, type ShortcutName } from './shortcut-table.ts'

const words = text.shortcuts
const names = Object.keys(SHORTCUTS) as ShortcutName[]
const groups = Object.keys(words.groups) as (keyof typeof words.groups)[]

/** Every shortcut there is. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={words.title} description={words.about}>
      <div className="columns-1 gap-8 overflow-y-auto px-5 pt-3 pb-4 desk:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-xs text-dim">{words.groups[group]}</h3>
            <dl>
              {names
                .filter((name) => SHORTCUTS[name].group === group)
                .map((name) => (
                  <Row key={name} name={name} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Row({ name }: { name: ShortcutName }) {
  return (
    <div className="flex items-baseline gap-3 py-[3px]">
      <dt className="min-w-0 flex-1">{words.names[name]}</dt>
      <dd className="flex items-center gap-1 text-xs whitespace-nowrap text-faint">
        {SHORTCUTS[name].chords.map((chord, index) => (
          <span key={chord} className="flex items-center gap-1">
            {index > 0 && words.or}
            <Kbd said>{labelOf(chord)}</Kbd>
          </span>
        ))}
      </dd>
    </div>
  )
}
