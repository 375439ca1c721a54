/** What a task has printed, and what can be done with it. */
export const log = {
  log: {
    label: (lines: number) =>
      `Output, ${lines === 1 ? '1 line' : `${lines.toLocaleString()} lines`}`,
    stream: { stdout: 'stdout', stderr: 'stderr', agent: 'agent', system: 'Mission Control' },
    tools: 'Output tools',
    following: 'Following',
    followingHint: 'It stays at the end while more is printed. Scroll up to stop.',
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
    notFound: 'Not found',
    searching: 'Searching',
    next: 'Next match',
    previous: 'Previous match',
    closeSearch: 'Close the search',
    wrap: 'Wrap',
    times: 'Times',
    copied: (lines: number) =>
      lines === 1
        ? 'The line is in the clipboard.'
        : `${lines.toLocaleString()} lines are in the clipboard.`,
    download: 'Download',
    showBefore: (count: number) => `Show what is before, ${count.toLocaleString()} characters`,
    showAfter: (count: number) => `Show more, ${count.toLocaleString()} characters`,
    loading: 'Loading the output',
    nothingYet: 'Nothing printed yet.',
    nothing: 'It printed nothing.',
    notRun: 'This task hasn’t run. What it prints will be here.',
    neverRan: 'This task never ran.',
    removed: (day: string) => `Its output was removed on ${day}: it was older than output is kept.`,
    refused: 'The output could not be loaded.',
  },
}
