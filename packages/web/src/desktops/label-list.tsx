import { VisibleText } from '../log/visible-text.tsx'
import { Pill } from '../ui/pill.tsx'

export function Labels({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null
  return (
    <span className="flex flex-wrap gap-1">
      {labels.map((label) => (
        <Pill key={label}>
          <VisibleText text={label} />
        </Pill>
      ))}
    </span>
  )
}
