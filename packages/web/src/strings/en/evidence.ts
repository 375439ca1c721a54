import { spoken } from '../spoken.ts'

const files = (count: number) => (count === 1 ? '1 file' : `${count.toLocaleString()} files`)
const lines = (count: number) => (count === 1 ? '1 line' : `${count.toLocaleString()} lines`)

/** What an agent did, for its reviewer. */
export const evidence = spoken({
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
  deniedCount: (count: number) => `${count.toLocaleString()} denied, not run`,
  failedCount: (count: number) => `${count.toLocaleString()} failed`,
  counts: (added: number, removed: number) => `${lines(added)} added, ${lines(removed)} removed`,
  line: { added: 'added', removed: 'removed' },
  diffOf: (path: string) => `Changes of ${path}`,
  showAll: (count: number) => `Show all ${lines(count)}`,
  size: (bytes: number) =>
    bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024).toLocaleString()} KiB`,
  noDiff:
    'No lines to show: the file is binary, too large, might contain keys, or its earlier content is unknown.',
  ignored: 'ignored',
  ignoredWhy: 'A .gitignore excluded it before the agent started, so its content isn’t shown.',
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
  nothing: 'a missing file',
  noFiles: 'No files changed.',
  filesUnknown: 'The changed files are listed when the agent ends.',
  moreFiles: (shown: number, total: number | null) =>
    total !== null && total > shown
      ? `Showing ${shown.toLocaleString()} of ${files(total)}, existing files first. For the rest, look on the desktop.`
      : 'More files changed than are listed, or some couldn’t be read. For the rest, look on the desktop.',
  moreCommands: 'More commands ran than are listed. The transcript has all of them.',
  loading: 'Loading the changes …',
})
