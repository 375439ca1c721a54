import { spoken } from '../spoken.ts'

/** The choice of desktops. */
export const desktopSelect = spoken({
  oneOrAll: 'Desktop',
  all: 'All desktops',
  chosen: (count: number) => `${count.toLocaleString()} chosen`,
  narrow: 'Filter by name or label',
  noneFound: 'No desktop matches that name or label.',
})
