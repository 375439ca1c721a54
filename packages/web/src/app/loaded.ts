import { lazyRouteComponent } from '@tanstack/react-router'
import { type ComponentType, lazy } from 'react'

/** The pause between attempts while the server is away, in ms. */
const AGAIN = 1000
/** How long to wait for an answer, in ms. */
const PATIENCE = 5000

// biome-ignore lint/suspicious/noExplicitAny: components of any properties.
type Parts<Name extends string> = Record<Name, ComponentType<any>>

/** A part that is fetched when it is first shown. */
export function lazily<Name extends string, P extends Parts<Name>>(
  load: () => Promise<P>,
  name: Name,
) {
  return lazy(async (): Promise<{ default: P[Name] }> => ({ default: (await loaded(load))[name] }))
}

/** A page that is fetched when it is first opened. */
export function pageOf<Name extends string, P extends Parts<Name>>(
  load: () => Promise<P>,
  name: Name,
) {
  return lazyRouteComponent(() => loaded(load), name)
}

/**
 * Fetches code. Waits while the server is away, because React never asks a second time. If the server answers
 * but doesn't have the code, it was updated since this page was opened.
 */
async function loaded<T>(load: () => Promise<T>): Promise<T> {
  let isThere = false
  for (;;) {
    try {
      return await load()
    } catch (error) {
      if (isThere) throw error
      isThere = await answers()
      if (!isThere) await new Promise((resolve) => setTimeout(resolve, AGAIN))
    }
  }
}

/** Fetches code, or a font, before it is used. If that fails, whoever uses it is told. */
export function ahead(load: () => Promise<unknown>): void {
  loaded(load).catch(() => undefined)
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('api/health', { signal: AbortSignal.timeout(PATIENCE) })).ok
  } catch {
    return false
  }
}
