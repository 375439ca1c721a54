import { lazyRouteComponent } from '@tanstack/react-router'
import { type ComponentType, lazy } from 'react'

/** Between two attempts while the server is away, in ms. */
const AGAIN = 1000
/** An answer that takes longer is none, in ms. */
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
 * Fetches code. While the server is away it waits for it: React takes the first answer for the last. Code
 * that a server which is there doesn't have is gone: it was updated since this page was opened.
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
