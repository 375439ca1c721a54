import type { PermissionDecision, PermissionRule } from '@mission-control/protocol'
import { Changeable } from '../account/may.tsx'
import { explain } from '../app/explain.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { NewRule } from './new-rule.tsx'
import { useRules } from './use-rules.ts'

const words = text.permissions

/** What the agent of a desktop may do, has to ask for, and may never do. */
export function RulesPart({ desktopId }: { desktopId: string }) {
  const { rules, error, retry, put } = useRules(desktopId)
  return (
    <section aria-labelledby="rules" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h2 id="rules" className="font-semibold">
        {words.rules}
      </h2>
      <p className="text-dim">{words.rulesAbout}</p>
      {error && (
        <p role="alert" className="flex items-center gap-2 text-failed">
          {explain(error)}
          <Button size="small" onClick={retry}>
            {text.actions.retry}
          </Button>
        </p>
      )}
      {!rules && !error && <Skeleton className="h-20 rounded-lg" />}
      {rules && (
        <Changeable needs="desktops">
          {rules.length > 0 && <RuleList rules={rules} onChange={put} />}
          <NewRule onAdd={(rule) => put([...rules, rule])} />
        </Changeable>
      )}
    </section>
  )
}

const INK: Record<PermissionDecision, string> = {
  allow: 'text-done',
  ask: 'text-review',
  never: 'text-failed',
}

interface ListProps {
  rules: readonly PermissionRule[]
  onChange: (rules: PermissionRule[]) => void
}

/** In their order: the first that matches decides. */
function RuleList({ rules, onChange }: ListProps) {
  return (
    <ol
      aria-label={words.rules}
      className="divide-y divide-line rounded-lg border border-line bg-panel"
    >
      {rules.map(({ tool, pattern, decision }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same rule may stand there twice.
        <li key={place} className="flex items-center gap-2 py-1 pr-1.5 pl-3">
          <span className={`w-20 flex-none font-[550] ${INK[decision]}`}>
            {words.decision[decision]}
          </span>
          <span className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">
            <VisibleText text={tool} />
            {pattern !== undefined && (
              <span className="text-dim">
                {' '}
                <VisibleText text={pattern} />
              </span>
            )}
          </span>
          {place > 0 && (
            <IconButton
              icon="up"
              label={words.moveUp(tool)}
              onClick={() => onChange(movedUp(rules, place))}
            />
          )}
          <IconButton
            icon="trash"
            label={words.removeRule(tool)}
            onClick={() => onChange(rules.filter((_, index) => index !== place))}
          />
        </li>
      ))}
    </ol>
  )
}

function movedUp(rules: readonly PermissionRule[], place: number): PermissionRule[] {
  const rule = rules[place]!
  return rules.toSpliced(place, 1).toSpliced(place - 1, 0, rule)
}
