import type { FastifyRequest } from 'fastify'

/** The task or desktop that a request's path names. */
export function idsOfPath({ routeOptions, params }: FastifyRequest): {
  taskId?: string
  desktopId?: string
} {
  const { id } = (params ?? {}) as { id?: string }
  const [, what] = /\/(tasks|desktops)\/:id\b/.exec(routeOptions.url ?? '') ?? []
  if (id === undefined || what === undefined) return {}
  return what === 'tasks' ? { taskId: id } : { desktopId: id }
}
