import { isIP } from 'node:net'

/** What one party is counted by: its address; of IPv6 the /64, which a party has as a whole. */
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
