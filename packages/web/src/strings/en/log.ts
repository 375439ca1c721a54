import { spoken } from '../spoken.ts'

/** What a task has printed, and what can be done with it. */
export const log = spoken({
  label: (lines: number) => `Output, ${lines === 1 ? '1 line' : `${lines.toLocaleString()} lines`}`,
  stream: { stdout: 'stdout', stderr: 'stderr', agent: 'agent', system: 'Mission Control' },
  tools: 'Output tools',
  following: 'Following',
  followingHint: 'Follows the end as more is printed. Scroll up to stop.',
  jumpToEnd: (unseen: number) =>
    unseen === 0
      ? 'Jump to the end'
      : `Jump to the end · ${unseen === 1 ? '1 new line' : `${unseen.toLocaleString()} new lines`}`,
  search: 'Search',
  searchOutput: 'Search the output',
  found: (current: number, count: number) =>
    `${current.toLocaleString()} of ${count.toLocaleString()}`,
  foundSoFar: (current: number, count: number) =>
    `${current.toLocaleString()} of ${count.toLocaleString()} so far`,
  foundMany: (current: number, count: number) =>
    `${current.toLocaleString()} of ${count.toLocaleString()} or more`,
  notFound: 'No results',
  searching: 'Searching …',
  next: 'Next match',
  previous: 'Previous match',
  closeSearch: 'Close the search',
  wrap: 'Wrap',
  times: 'Times',
  elapsed: 'Elapsed',
  firstError: 'First error',
  noError: 'No line looks like an error.',
  link: (line: number) => `Link to line ${line.toLocaleString()}`,
  fold: (line: number) => `Group at line ${line.toLocaleString()}`,
  streams: 'Stream to show',
  allStreams: 'All streams',
  copied: (lines: number) =>
    lines === 1 ? 'Copied 1 line.' : `Copied ${lines.toLocaleString()} lines.`,
  download: 'Download',
  showBefore: (count: number) => `Show ${count.toLocaleString()} characters before`,
  showAfter: (count: number) => `Show ${count.toLocaleString()} characters more`,
  loading: 'Loading the output …',
  nothingYet: 'No output yet.',
  nothing: 'No output.',
  notRun: 'This task hasn’t run yet. Its output will appear here.',
  neverRan: 'This task never ran.',
  removed: (day: string) => `The output was deleted on ${day}, at the end of its retention period.`,
  refused: 'Couldn’t load the output.',
})
