import { spoken } from '../spoken.ts'

/** Long texts that are to be read before something is decided about them. */
export const reading = spoken({
  loading: 'Loading the task …',
  showRest: (characters: number) =>
    `Show the rest (${characters.toLocaleString()} ${characters === 1 ? 'character' : 'characters'})`,
  first: 'Show the rest before you approve.',
  approve: (count: number) =>
    count === 1 ? 'Approve this result?' : `Approve ${count.toLocaleString()} results?`,
  approveLong: 'The content is too long to show at once. Show the rest, then approve.',
})
