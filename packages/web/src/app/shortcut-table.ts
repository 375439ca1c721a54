/**
 * Every key that does something, once: what is bound, what buttons show and what the sheet lists all
 * come from here. `Mod` is ⌘ on a Mac and Ctrl elsewhere.
 */
export const SHORTCUTS = {
  palette: { group: 'everywhere', chords: ['Mod+k'] },
  newTask: { group: 'everywhere', chords: ['n'] },
  filter: { group: 'everywhere', chords: ['/'] },
  close: { group: 'everywhere', chords: ['escape'] },
  sheet: { group: 'everywhere', chords: ['?'] },
  next: { group: 'move', chords: ['j', 'arrowdown'] },
  previous: { group: 'move', chords: ['k', 'arrowup'] },
  nextColumn: { group: 'move', chords: ['l', 'arrowright'] },
  previousColumn: { group: 'move', chords: ['h', 'arrowleft'] },
  open: { group: 'task', chords: ['enter'] },
  select: { group: 'task', chords: ['x'] },
  run: { group: 'task', chords: ['r'] },
  editAgain: { group: 'task', chords: ['e'] },
  approve: { group: 'task', chords: ['a'] },
  reject: { group: 'task', chords: ['Shift+R'] },
  cancel: { group: 'task', chords: ['c'] },
  delete: { group: 'task', chords: ['delete'] },
  search: { group: 'output', chords: ['Mod+f'] },
  nextMatch: { group: 'output', chords: ['enter'] },
  previousMatch: { group: 'output', chords: ['Shift+enter'] },
  createAndRun: { group: 'newTask', chords: ['Mod+enter'] },
} as const satisfies Record<string, { group: string; chords: readonly string[] }>

export type ShortcutName = keyof typeof SHORTCUTS
export type Chord = (typeof SHORTCUTS)[ShortcutName]['chords'][number]

export const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent)

const NAMES: Record<string, string> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  enter: '⏎',
  escape: 'Esc',
  delete: 'Del',
  arrowdown: '↓',
  arrowup: '↑',
  arrowright: '→',
  arrowleft: '←',
}

/** How a key is written on a button. Made only here, so that no button can show a key that does nothing. */
export type KeyLabel = string & { readonly kind: 'key' }

/** `N`, `Shift R`, `⌘K`. */
export function labelOf(chord: Chord): KeyLabel {
  const keys = chord
    .split('+')
    .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key))
  return keys.join(isMac && keys[0] === NAMES.Mod ? '' : ' ') as KeyLabel
}

/** The key to show for it; there may be others. */
export function keysOf(name: ShortcutName): KeyLabel {
  return labelOf(SHORTCUTS[name].chords[0])
}
