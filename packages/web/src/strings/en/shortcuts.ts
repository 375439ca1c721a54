import type { SHORTCUTS, ShortcutName } from '../../app/shortcut-table.ts'
import { spoken } from '../spoken.ts'

type Group = (typeof SHORTCUTS)[ShortcutName]['group']

const names: Record<ShortcutName, string> = {
  palette: 'Search or run a command',
  newTask: 'New Task',
  filter: 'Filter what is listed, search the output, or else search all tasks',
  close: 'Close, or clear the selection',
  sheet: 'Keyboard shortcuts',
  next: 'Next',
  previous: 'Previous',
  nextColumn: 'Next column',
  previousColumn: 'Previous column',
  open: 'Open',
  select: 'Select, for several at once',
  run: 'Run',
  editAgain: 'Edit and run again',
  approve: 'Approve',
  reject: 'Reject',
  cancel: 'Cancel',
  delete: 'Delete',
  search: 'Search',
  nextMatch: 'Next match',
  previousMatch: 'Previous match',
  createAndRun: 'Create & Run',
}

const groups: Record<Group, string> = {
  everywhere: 'Everywhere',
  move: 'Move',
  task: 'On a task',
  output: 'In the output',
  newTask: 'In New Task',
}

/** What the keys do. */
export const shortcuts = spoken({
  title: 'Keyboard shortcuts',
  about: 'Keys shown on buttons work wherever the button is.',
  or: 'or',
  names,
  groups,
})
