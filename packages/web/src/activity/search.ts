import { type ActivityFilter, KINDS } from './filter.ts'

/** The activity page's part of its address. */
export interface ActivitySearch {
  /** Kinds, joined by dots. */
  kinds?: string
  desktop?: string
  words?: string
  mine?: true
  view?: 'metrics'
}

/** Takes from an address what can be understood. */
export function activitySearch(given: Record<string, unknown>): ActivitySearch {
  const { view } = given
  const { kinds, desktopId, words, mine } = filterOf({
    kinds: `${given.kinds ?? ''}`,
    desktop: `${given.desktop ?? ''}`,
    words: `${given.words ?? ''}`,
    ...(given.mine === true && { mine: true as const }),
  })
  return {
    ...(view === 'metrics' && { view }),
    ...searchOf({ kinds, desktopId, words, ...(mine && { mine }) }),
  }
}

export function filterOf({
  kinds = '',
  desktop = '',
  words = '',
  mine,
}: ActivitySearch): ActivityFilter {
  const named = kinds.split('.')
  const chosen = KINDS.filter((kind) => named.includes(kind))
  return { kinds: chosen, desktopId: desktop, words, ...(mine && { mine }) }
}

export function searchOf({ kinds, desktopId, words, mine }: ActivityFilter): ActivitySearch {
  return {
    ...(kinds.length > 0 && { kinds: kinds.join('.') }),
    ...(desktopId !== '' && { desktop: desktopId }),
    ...(words !== '' && { words }),
    ...(mine && { mine }),
  }
}
