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
  /**
   * Set when the same request came before with its key and was answered {@link Later}: the id of
   * what it made.
   */
  effect?: string | undefined
}

/**
 * What a handler returns: the body of the answer, or the reply if it answers by itself, now or
 * later.
 */
export type Answer<N extends RouteName> = Part<N, 'response'> | FastifyReply | Later

export type Handler<N extends RouteName> = (input: Input<N>) => Promise<Answer<N>>

export type Handlers<N extends RouteName = RouteName> = { [K in N]: Handler<K> }
