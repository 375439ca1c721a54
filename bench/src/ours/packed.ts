import { join } from 'node:path'
import { ROOT } from '../places.ts'
import { complete } from '../program.ts'

/** The program as it is installed. */
export async function packed(folder: string): Promise<string> {
  const archive = join(folder, 'package.tgz')
  const pack = join(ROOT, 'packages/package/src/main.ts')
  await complete(process.execPath, [pack, '--for-runners', archive])
  await complete('tar', ['-xzf', archive, '-C', folder])
  return join(folder, 'package/bin/mission-control.js')
}
