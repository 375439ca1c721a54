const files = (count: number) => (count === 1 ? '1 file' : `${count.toLocaleString()} files`)
const lines = (count: number) => (count === 1 ? '1 line' : `${count.toLocaleString()} lines`)

/** What an agent's work can be judged by. */
export const evidence = {
  evidence: {
    title: 'What it did',
    changes: (count: number) => (count === 0 ? 'Changes' : `Changes ${count.toLocaleString()}`),
    files: 'Changed files',
    fileCount: (count: number, more: boolean) =>
      more ? `More than ${files(count)} changed` : `${files(count)} changed`,
    furtherFiles: (count: number) => `and ${files(count)} more`,
    commands: 'Commands',
    commandCount: (count: number) =>
      count === 1 ? '1 command' : `${count.toLocaleString()} commands`,
    failedCount: (count: number) => `${count.toLocaleString()} failed`,
    counts: (added: number, removed: number) => `${lines(added)} added, ${lines(removed)} removed`,
    line: { added: 'added', removed: 'removed' },
    diffOf: (path: string) => `Changes of ${path}`,
    showAll: (count: number) => `Show all ${lines(count)}`,
    size: (bytes: number) =>
      bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024).toLocaleString()} KiB`,
    noDiff: 'There is no line to compare: it is no text, too large, or not known as it was before.',
    noFiles: 'No file has changed.',
    filesUnknown: 'Which files changed is known when the agent has ended.',
    moreFiles: 'More has changed than is kept here. Look at the desktop itself.',
    moreCommands: 'More commands were run than are kept here; the transcript has them all.',
    loading: 'Loading the changes',
  },
}
