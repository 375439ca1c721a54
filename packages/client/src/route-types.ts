import type { RouteName, Routes } from '@mission-control/protocol'

// Read by the Standard Schema interface, which the route table's schemas implement: the client then
// needs no schema library of its own.
type InputOf<S> = S extends { '~standard': { types?: { input: infer T } | undefined } } ? T : never
type OutputOf<S> = S extends { '~standard': { types?: { output: infer T } | undefined } }
  ? T
  : never

type ParamIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** The names of the path's parameters. */
export type ParamOf<N extends RouteName> = ParamIn<Routes[N]['path']>

/** The output side: the server makes numbers of a query's text, callers give numbers. */
export type QueryOf<N extends RouteName> = Routes[N] extends { query: infer S }
  ? OutputOf<S>
  : never

export type BodyOf<N extends RouteName> = Routes[N] extends { body: infer S } ? InputOf<S> : never

export type ResultOf<N extends RouteName> = Routes[N] extends { response: infer S }
  ? OutputOf<S>
  : undefined
