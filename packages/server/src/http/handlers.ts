import type { RouteName, Routes } from '@mission-control/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { AuthenticatedCaller } from '../core.ts'
import type { Later } from './later.ts'

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
type Part<N extends RouteName, P extends string> = P extends keyof Routes[N]
  ? Output<Routes[N][P]>
  : undefined

/** What a handler gets: validated by the route's schemas. */
export interface Input<N extends RouteName> {
  caller: AuthenticatedCaller
  params: Record<string, string>
  query: Part<N, 'query'>
  body: Part<N, 'body'>
  request: FastifyRequest
  reply: FastifyReply
  /** The same request was made before with its key, was answered {@link Later}, and has made this. */
  effect?: string | undefined
}

/** What a handler gives: the body of success, or the reply where it answers by itself, now or later. */
export type Answer<N extends RouteName> = Part<N, 'response'> | FastifyReply | Later

export type Handler<N extends RouteName> = (input: Input<N>) => Promise<Answer<N>>

export type Handlers<N extends RouteName = RouteName> = { [K in N]: Handler<K> }
