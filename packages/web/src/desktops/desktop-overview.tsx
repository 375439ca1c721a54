import type { Desktop } from '@mission-control/protocol'
import type { ReactNode } from 'react'
import { text } from '../strings/index.ts'
import { DesktopCharts } from './desktop-charts.tsx'
import { DesktopFacts } from './desktop-facts.tsx'
import { RecentTasks } from './recent-tasks.tsx'
import { RunsHere } from './runs-here.tsx'
import { WayBack } from './way-back.tsx'

const words = text.desktops.detail

/** How the machine is, what runs there and what ran. */
export function DesktopOverview({ desktop }: { desktop: Desktop }) {
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_300px]">
      <WayBack desktop={desktop} />
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
