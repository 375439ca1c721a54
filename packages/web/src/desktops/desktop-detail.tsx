import type { Desktop } from '@mission-control/protocol'
import { type ReactNode, useState } from 'react'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { DesktopCharts } from './desktop-charts.tsx'
import { DesktopFacts } from './desktop-facts.tsx'
import { DesktopName } from './desktop-name.tsx'
import { DesktopStatusWord } from './desktop-status.tsx'
import { RecentTasks } from './recent-tasks.tsx'
import { RemoveDesktop } from './remove-desktop.tsx'
import { RunsHere } from './runs-here.tsx'

const words = text.desktops.detail

export function DesktopDetail({ desktop }: { desktop: Desktop }) {
  const [removing, setRemoving] = useState(false)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <header className="flex min-h-[46px] items-center gap-3 px-4 py-2">
        <DesktopName desktop={desktop} />
        <DesktopStatusWord status={desktop.status} />
        <span className="flex-1" />
        <Button look="danger" onClick={() => setRemoving(true)}>
          {words.remove}
        </Button>
      </header>
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 px-4 pt-2 pb-8 lg:grid-cols-[minmax(0,1fr)_300px]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-5">
          <Section title={words.load}>
            <DesktopCharts desktop={desktop} />
          </Section>
          <Section title={words.now}>
            <RunsHere desktopId={desktop.id} />
          </Section>
          <Section title={words.recent}>
            <RecentTasks desktopId={desktop.id} />
          </Section>
        </div>
        <Section title={words.facts} className="max-lg:order-first">
          <DesktopFacts desktop={desktop} />
        </Section>
      </div>
      {removing && <RemoveDesktop desktop={desktop} onClose={() => setRemoving(false)} />}
    </div>
  )
}

interface SectionProps {
  title: string
  className?: string
  children: ReactNode
}

function Section({ title, className, children }: SectionProps) {
  return (
    <section className={className}>
      <h2 className="mb-2 text-[12.5px] font-semibold">{title}</h2>
      {children}
    </section>
  )
}
