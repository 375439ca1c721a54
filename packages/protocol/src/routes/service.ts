import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import type { RouteTable } from './route.ts'

export const serviceRoutes = {
  getHealth: {
    ...endpoints.getHealth,
    tag: 'Service',
    summary: 'Answers as soon as the server can serve',
    status: 200,
    response: z.object({ status: z.literal('ok'), version: z.string() }),
    open: true,
    errors: [],
  },
  getOpenApi: {
    ...endpoints.getOpenApi,
    tag: 'Service',
    summary: 'This document',
    status: 200,
    response: z.looseObject({ openapi: z.string() }),
    open: true,
    errors: [],
  },
} as const satisfies RouteTable
