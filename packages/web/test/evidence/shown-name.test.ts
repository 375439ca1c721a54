import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandWords } from '../../src/evidence/command-words.ts'
import { shownName } from '../../src/evidence/shown-name.ts'

for (const [path, shown] of [
  ['src/a b.ts', 'src/a b.ts'],
  [' a', '␠a'],
  ['a ', 'a␠'],
  ['  ', '␠␠'],
  ['a\nb', 'a␊b'],
  ['\ta/ b /c\u00a0', '␉a/␠b␠/c⟨U+00A0⟩'],
]) {
  test(`a blank in the name of a file is seen: ${JSON.stringify(path)}`, () => {
    assert.equal(shownName(path!), shown)
  })
}

test('commands that were denied count apart from those that were run', () => {
  const denied = { command: 'rm', exitCode: null, denied: 'No.' }
  const run = (exitCode: number) => ({ command: 'ls', exitCode, denied: null })
  assert.equal(commandWords([run(0), run(1), denied]), '2 commands, 1 failed, 1 denied, not run')
  assert.equal(commandWords([run(0)]), '1 command')
})
