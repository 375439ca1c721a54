import { routes } from '@mission-control/protocol'

/** Each path of the table as a pattern, with what it can be asked. */
const PATHS = [...Map.groupBy(Object.values(routes), ({ path }) => path)].map(([path, its]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`),
  methods: its.flatMap((route): string[] => {
    const isStream = 'produces' in route && route.produces === 'events'
    return route.method === 'GET' && !isStream ? ['GET', 'HEAD'] : [route.method]
  }),
  open: its.every((route) => 'open' in route && route.open),
}))

/** The methods of a path and whether it can be asked without a key; null: there is no such path. */
export function methodsOf(path: string): { allow: string; open: boolean } | null {
  const known = PATHS.filter(({ pattern }) => pattern.test(path))
  if (known.length === 0) return null
  const methods = new Set(known.flatMap((each) => each.methods))
  return { allow: [...methods].join(', '), open: known.every(({ open }) => open) }
}
