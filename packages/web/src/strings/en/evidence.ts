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
    denied: 'not run',
    deniedCount: (count: number) => `${count.toLocaleString()} not allowed and not run`,
    failedCount: (count: number) => `${count.toLocaleString()} failed`,
    counts: (added: number, removed: number) => `${lines(added)} added, ${lines(removed)} removed`,
    line: { added: 'added', removed: 'removed' },
    diffOf: (path: string) => `Changes of ${path}`,
    showAll: (count: number) => `Show all ${lines(count)}`,
    size: (bytes: number) =>
      bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024).toLocaleString()} KiB`,
    noDiff:
      'There is no line to show: it is no text, too large, not known as it was before, or may hold keys.',
    ignored: 'ignored',
    ignoredWhy: 'A .gitignore left it out before the agent began: only that it changed is shown.',
    kindLabel: 'Kind',
    kind: {
      file: 'file',
      link: 'link',
      folder: 'folder',
      pipe: 'pipe',
      socket: 'socket',
      device: 'device',
    },
    target: 'Leads to',
    mode: 'Permissions',
    nothing: 'nothing any more',
    noFiles: 'No file has changed.',
    filesUnknown: 'Which files changed is known when the agent has ended.',
    moreFiles: (shown: number, total: number | null) =>
      total !== null && total > shown
        ? `${shown.toLocaleString()} of ${files(total)} are shown, those that were there before first. Look at the desktop itself for the rest.`
        : 'More has changed than is kept here, or could be looked at. Look at the desktop itself.',
    moreCommands: 'More commands were run than are kept here; the transcript has them all.',
    loading: 'Loading the changes',
  },
}
