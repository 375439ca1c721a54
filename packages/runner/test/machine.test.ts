import assert from 'node:assert/strict'
import { release, type } from 'node:os'
import test from 'node:test'
import { systemName } from '../src/desktop/machine.ts'

test('the system is called as its os-release says, else by its kernel', () => {
  const kernel = `${type()} ${release()}`
  const rows: [osRelease: string, name: string][] = [
    ['ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', 'Debian GNU/Linux 12 (bookworm)'],
    ["PRETTY_NAME='Arch Linux'\n", 'Arch Linux'],
    ['PRETTY_NAME=Void\n', 'Void'],
    ['NAME="Void"\n', kernel],
    ['PRETTY_NAME=""\n', kernel],
    ['', kernel],
  ]
  for (const [osRelease, name] of rows) assert.equal(systemName(osRelease), name, osRelease)
})
