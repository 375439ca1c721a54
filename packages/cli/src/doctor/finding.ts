/** What one check has found; `advice`: what to do about it, null where there is nothing to do. */
export interface Finding {
  id: string
  status: 'ok' | 'warning' | 'problem'
  message: string
  advice: string | null
}

export function well(id: string, message: string): Finding {
  return { id, status: 'ok', message, advice: null }
}

export function warning(id: string, message: string, advice: string): Finding {
  return { id, status: 'warning', message, advice }
}

export function problem(id: string, message: string, advice: string): Finding {
  return { id, status: 'problem', message, advice }
}
