import { networkInterfaces } from 'node:os'

/** The machine's first IPv4 address that others may reach; null without any. */
export function ipAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const inner = all.filter(({ family }) => family === 'IPv4')
  return (inner.find(({ internal }) => !internal) ?? inner[0])?.address ?? null
}
