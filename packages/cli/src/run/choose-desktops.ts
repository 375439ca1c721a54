import type { Desktop } from '@mission-control/protocol'
import { CommandError } from '../command-error.ts'
import { desktopIn } from '../kit/desktop-named.ts'
import { visible } from '../screen/visible.ts'

export interface Wanted {
  desktop?: string[]
  label?: string[]
  all?: true
}

/** The desktops that are meant; `last`: what `@last` means. */
export function chooseDesktops(
  all: Desktop[],
  wanted: Wanted,
  last: string | undefined,
): Desktop[] {
  const named = (wanted.desktop ?? []).map((each) => desktopIn(all, each, last))
  const labels = wanted.label ?? []
  if (named.length > 0 && (labels.length > 0 || wanted.all)) {
    throw new CommandError('usage', 'Expected either --desktop, or --label, or --all.')
  }
  if (named.length > 0) return [...new Set(named)]
  if (labels.length > 0) return labelled(all, labels)
  if (wanted.all) return running(all)
  if (all.length === 1) return all
  const names = all.map(({ name }) => visible(name)).join(', ')
  throw new CommandError(
    'usage',
    all.length === 0
      ? 'There is no desktop yet: `mission-control runner --help` says how a machine becomes one.'
      : `Say where: -d NAME, -l LABEL or --all. There are ${names}.`,
  )
}

function labelled(all: Desktop[], labels: string[]): Desktop[] {
  const found = all.filter((each) => labels.every((label) => each.labels.includes(label)))
  if (found.length > 0) return found
  throw new CommandError(
    'notFound',
    `No desktop has ${labels.join(' and ')}. \`mission-control desktops list\` shows their labels.`,
  )
}

function running(all: Desktop[]): Desktop[] {
  const found = all.filter(({ status }) => status === 'running')
  if (found.length > 0) return found
  throw new CommandError('conflict', 'No desktop is running: start the runner on one.')
}
