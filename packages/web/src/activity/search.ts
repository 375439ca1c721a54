import { type ActivityFilter, KINDS } from './filter.ts'

/** The activity page's part of its address. */
export interface ActivitySearch {
  /** Kinds, joined by dots. */
  kinds?: string
  desktop?: string
  words?: string
  view?: 'metrics'
}

/** Takes from an address what can be understood. */
export function activitySearch(given: Record<string, unknown>): ActivitySearch {
  const { view } = given
  const { kinds, desktopId, words } = filterOf({
    kinds: `${given.kinds ?? ''}`,
    desktop: `${given.desktop ?? ''}`,
    words: `${given.words ?? ''}`,
  })
  return {
    ...(view === 'metrics' && { view }),
    ...searchOf({ kinds, desktopId, words }),
  }
}

export function filterOf({ kinds = '', desktop = '', words = '' }: ActivitySearch): ActivityFilter {
  const named = kinds.split('.')
  return { kinds: KINDS.filter((kind) => named.includes(kind)), desktopId: desktop, words }
}

export function searchOf({ kinds, desktopId, words }: ActivityFilter): ActivitySearch {
  return {
    ...(kinds.length > 0 && { kinds: kinds.join('.') }),
    ...(desktopId !== '' && { desktop: desktopId }),
    ...(words !== '' && { words }),
  }
}
