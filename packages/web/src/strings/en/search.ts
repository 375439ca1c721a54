import { spoken } from '../spoken.ts'

/** Searching all tasks. */
export const searchPage = spoken({
  field: 'Search all tasks',
  hint: 'Words, "a phrase", -without, and filters: status:failed desktop:web-* type:prompt label:gpu exit:137 in:output after:7d before:2026-11-20',
  add: (filter: string) => `Add ${filter}`,
  remove: (filter: string) => `Remove ${filter}`,
  results: 'Results',
  none: (query: string) => `No results for “${query}”.`,
  noneYet: 'No results so far.',
  lookedBackTo: (time: string) => `Searched back to ${time}; searching older tasks …`,
  more: 'Show more',
  longOutputs: (count: number) =>
    `${count === 1 ? 'One task has' : `${count.toLocaleString()} tasks have`} more than 1 MiB of output. Only the first and the last 512 KiB of it are searched.`,
  notIndexed: (count: number) =>
    count === 1
      ? 'One task is not in the index yet. It is searched, but more slowly.'
      : `${count >= 10_000 ? 'More than 10,000' : count.toLocaleString()} tasks are not in the index yet. They are searched, but more slowly.`,
  places: {
    content: 'content',
    desktop: 'desktop',
    output: 'output',
    result: 'result',
    feedback: 'feedback',
  },
  line: (place: string, line: number) => `${place}, line ${line.toLocaleString()}`,
  views: 'Saved searches',
  noViews: 'Save a search to find it here again, in this browser. Signing out removes it.',
  save: 'Save this search',
  removeView: (query: string) => `Remove the saved search ${query}`,
  everything: (query: string) => `Search all tasks for “${query}”`,
  inAll: 'In contents and output',
})
