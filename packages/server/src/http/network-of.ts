import { isIP } from 'node:net'

/**
 * The network by which a client is counted: its IPv4 address, or its IPv6 /64, which one client has
 * as a whole.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  if (isIP(address) !== 6) return address
  const [plain = ''] = address.split('%')
  const [front = [], back = []] = plain.split('::').map((half) =>
    half
      .split(':')
      .filter(Boolean)
      // An IPv4 address at the end stands for two groups.
      .flatMap((group) => (group.includes('.') ? ['0', '0'] : [group])),
  )
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0')
  const groups = [...front, ...zeros, ...back].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
