import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { ToolError } from '../inside.ts'
import { isInside } from './is-inside.ts'

type Answer = Parameters<LookupFunction>[2]

/** Throws {@link ToolError} where the host is the address of a place inside. */
export function refuseInside(hostname: string): void {
  const address = hostname.replaceAll(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && isInside(address)) throw refusal(address)
}

/**
 * Looks a name up for a connection, which then goes to what was checked and nowhere else: a name that
 * stands for another address a moment later changes nothing.
 */
export function lookupOutside(hostname: string, options: LookupOptions, answer: Answer): void {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const inside = found?.find(({ address }) => isInside(address))
    const [first] = found ?? []
    if (error) answer(error, '')
    else if (inside || !first) answer(refusal(inside?.address ?? 'nowhere'), '')
    else if (options.all) answer(null, found)
    else answer(null, first.address, first.family)
  })
}

function refusal(address: string): ToolError {
  return new ToolError(
    `it leads to ${address}, which is this machine or its network. Only a permission rule that allows this host by its name opens that.`,
  )
}
