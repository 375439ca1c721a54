const MACHINES = { x64: 0x3e, arm64: 0xb7 }

/** A program for a kind of machine, as far as its headers go; `says` is somewhere in it. */
export function elf(machine: keyof typeof MACHINES, loader: string, says: string): Buffer {
  const head = Buffer.alloc(64 + 56)
  head.write('\x7fELF\x02\x01\x01', 'latin1')
  head.writeUInt16LE(MACHINES[machine], 18)
  head.writeBigUInt64LE(64n, 32)
  head.writeUInt16LE(56, 54)
  head.writeUInt16LE(1, 56)
  head.writeUInt32LE(3, 64)
  head.writeBigUInt64LE(BigInt(head.length), 64 + 8)
  head.writeBigUInt64LE(BigInt(loader.length), 64 + 32)
  return Buffer.concat([head, Buffer.from(`${loader}\0${says}\0`)])
}
