import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { Health, Ready, StorageReport } from '../resources/storage.ts'
import type { RouteTable } from './route.ts'

export const serviceRoutes = {
  getStorage: {
    ...endpoints.getStorage,
    needs: 'owner',
    tag: 'Service',
    summary: 'Where the server keeps its data, how much is free, and what takes the room',
    status: 200,
    response: StorageReport,
    errors: [],
  },
  getHealth: {
    ...endpoints.getHealth,
    tag: 'Service',
    summary: 'Answers 200 as soon as the server can serve; status says whether something is wrong',
    status: 200,
    response: Health,
    open: true,
    errors: [],
  },
  getReady: {
    ...endpoints.getReady,
    tag: 'Service',
    summary: 'Whether a load balancer should send requests here; 503 says in words why not',
    status: 200,
    response: Ready,
    open: true,
    errors: ['not_ready'],
  },
  getOpenApi: {
    ...endpoints.getOpenApi,
    tag: 'Service',
    summary: 'This document',
    status: 200,
    response: z.looseObject({
      openapi: z.string().meta({ description: 'The version of OpenAPI.', example: '3.1.0' }),
    }),
    open: true,
    errors: [],
  },
} as const satisfies RouteTable
