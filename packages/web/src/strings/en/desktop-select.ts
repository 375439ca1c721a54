import { spoken } from '../spoken.ts'

/** The choice of one desktop, or of all. */
export const desktopSelect = spoken({
  oneOrAll: 'Desktop',
  all: 'All desktops',
})
