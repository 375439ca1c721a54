import { APPEARANCES, setAppearance, useAppearance } from '../app/appearance.ts'
import { text } from '../strings/index.ts'
import { RadioCards } from '../ui/radio-cards.tsx'

const words = text.settings.appearance

export function AppearanceSettings() {
  const appearance = useAppearance()
  return (
    <RadioCards
      legend={words.theme}
      name="appearance"
      choices={APPEARANCES}
      chosen={appearance}
      onChoose={setAppearance}
      columns="grid-cols-3"
      layout="grid gap-2 rounded-lg p-2"
    >
      {(each) => (
        <>
          <Sample of={each} />
          <span className="px-0.5">{text.accountMenu[each]}</span>
        </>
      )}
    </RadioCards>
  )
}

const HALVES = {
  light: ['scheme-light'],
  dark: ['scheme-dark'],
  system: ['scheme-light', 'scheme-dark'],
}

/** A board in small, in its own colours. */
function Sample({ of }: { of: keyof typeof HALVES }) {
  return (
    <span aria-hidden="true" className="flex h-16 overflow-hidden rounded-md border border-line">
      {HALVES[of].map((scheme) => (
        <Half key={scheme} scheme={scheme} />
      ))}
    </span>
  )
}

function Half({ scheme }: { scheme: string }) {
  return (
    <span className={`${scheme} flex min-w-0 flex-1 gap-1.5 bg-bg p-1.5`}>
      <span className="w-2 rounded-sm bg-sunk" />
      <span className="grid flex-1 content-start gap-1">
        <span className="h-4 rounded-sm border border-line bg-panel" />
        <span className="h-4 rounded-sm border border-accent bg-selected" />
      </span>
    </span>
  )
}
