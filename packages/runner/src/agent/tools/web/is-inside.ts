import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** Azure's metadata address, which looks like a public one. */
const INSIDE_ALL_THE_SAME = ['168.63.129.16']

/**
 * Does the address lead into this machine, its network or what its cloud tells it: to anything that is
 * not of the public internet? Which addresses are, the library knows by the registries.
 */
export function isInside(address: string): boolean {
  const known = ipaddr.process(address.split('%')[0]!)
  const plain = fromNat64(known)
  if (plain.range() !== 'unicast' || INSIDE_ALL_THE_SAME.includes(`${plain}`)) return true
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return own.some((each) => `${ipaddr.process(each.address.split('%')[0]!)}` === `${plain}`)
}

/** Where a network speaks IPv6 alone, an address of IPv4 stands in the last four bytes of one of its own. */
function fromNat64(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.range() !== 'rfc6052') return address
  return ipaddr.fromByteArray(address.toByteArray().slice(12))
}
