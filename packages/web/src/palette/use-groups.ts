import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Live } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import type { Entry, Group } from './entry.ts'
import { findEntries, findTasks, isTaskId } from './find.ts'
import { readRecent } from './recent.ts'
import { type ShellDialog, useActions } from './use-actions.ts'
import { useTaskEntries } from './use-task-entries.ts'

const words = text.palette.groups
const TASKS_SHOWN = 12
const DESKTOPS_SHOWN = 8

/** Everything that a query offers, as of the moment it was typed, so that nothing moves under the pointer. */
export function useGroups(
  query: string,
  focused: string | undefined,
  open: (dialog: ShellDialog) => void,
): Group[] {
  const { store } = useCore()
  const navigate = useNavigate()
  const actions = useActions(open)
  const { toOpen, toOpenById, actionsOn } = useTaskEntries()

  const build = (): Group[] => {
    const live = store.get()
    const card = live.cards.get(focused ?? '')
    const recent = readRecent()
    const desktops = desktopEntries(live, (desktopId) =>
      navigate({ to: '/desktops/$desktopId', params: { desktopId } }),
    )
    const onTask = card ? actionsOn(card) : []
    const found = (entries: readonly Entry[]) => findEntries(entries, query, recent)
    if (query.trim() === '') {
      const known = [
        ...actions,
        ...desktops,
        ...[...live.cards.values()].filter(({ id }) => recent.includes(`task:${id}`)).map(toOpen),
      ]
      const used = recent.flatMap((id) => known.find((entry) => entry.id === id) ?? [])
      return shown([
        { title: words.task, entries: onTask },
        { title: words.recent, entries: used },
        { title: words.actions, entries: actions.filter(({ id }) => !recent.includes(id)) },
      ])
    }
    const tasks = findTasks(live, query, TASKS_SHOWN).map(toOpen)
    if (tasks.length === 0 && isTaskId(query)) tasks.push(toOpenById(query.trim()))
    return shown([
      { title: words.task, entries: found(onTask) },
      { title: words.actions, entries: found(actions) },
      { title: words.tasks, entries: tasks },
      { title: words.desktops, entries: found(desktops).slice(0, DESKTOPS_SHOWN) },
    ])
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what one has written changes it.
  return useMemo(build, [query, focused])
}

function shown(groups: Group[]): Group[] {
  return groups.filter(({ entries }) => entries.length > 0)
}

function desktopEntries({ desktops }: Live, open: (id: string) => void): Entry[] {
  return [...desktops.values()].map(({ id, name, labels, status }) => ({
    id: `desktop:${id}`,
    label: name,
    words: labels.join(' '),
    detail: text.desktopStatus[status],
    icon: 'desktop',
    run: () => open(id),
  }))
}
