/** The desktop page's part of its address: which part is shown; left out: the desktop itself. */
export interface DesktopSearch {
  view?: 'chat' | 'agent'
}

export function desktopSearch({ view }: Record<string, unknown>): DesktopSearch {
  return view === 'chat' || view === 'agent' ? { view } : {}
}
