import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from './setup/folder.ts'
import { KEY, startServer } from './setup/server.ts'
import { startShell } from './setup/shell.ts'
import { waitFor } from './setup/wait.ts'

const ROOT = join(import.meta.dirname, '..')

interface Block {
  language: string
  text: string
  /** The command doesn't end by itself. */
  keepsRunning: boolean
}

function blocksOf(markdown: string): Block[] {
  const fences = /(<!-- keeps running -->\s*)?^```(\w+)\n(.*?)^```$/gms
  return [...markdown.matchAll(fences)].map(([, keeps, language = '', text = '']) => ({
    language,
    text,
    keepsRunning: keeps !== undefined,
  }))
}

/** What differs from run to run is its kind only. */
function normalise(json: string): unknown {
  return JSON.parse(
    json
      .replace(/"(task|desktop|approval|user|key)_[0-9a-z]{26}"/g, '"$1"')
      .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"time"')
      .replace(/("\w+Ms": ?)\d+/g, '$1"duration"'),
  )
}

test("what it is, how one starts it and what one sees fit in the README's first window", () => {
  const [first = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n## ')
  assert.match(first, /^# .*^git clone .*^npm start$.*<img width="720"/ms)
  const words = first.replace(/<picture>.*<\/picture>/s, '')
  assert.ok(words.length < 700, `expected fewer than 700 characters of text, got ${words.length}`)
  // A line takes 120 characters.
  const above = first.slice(0, first.indexOf('<picture>'))
  const lines = above.split('\n').reduce((sum, line) => sum + Math.ceil(line.length / 120 || 1), 0)
  assert.ok(lines <= 24, `expected 24 lines above the picture at most, got ${lines}`)
})

test('every command of the README does what the README says', async (t) => {
  const blocks = blocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8'))
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text.trim())
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  // These two are what runs here: the clone with the server below, and the tests that this is one of.
  assert.match(commands[0]!, /^git clone <.*> mission-control\ncd mission-control\nnpm start$/)
  assert.equal(commands.at(-1), 'npm test')
  assert.match(scripts.start, /packages\/cli\/src\/main\.ts serve$/)

  const server = await startServer(t)
  const shell = startShell(t, ROOT, {
    MISSION_CONTROL_DATA_DIR: server.dataDir,
    XDG_STATE_HOME: temporaryFolder(t),
  })
  let answer = ''
  for (const { language, text, keepsRunning } of blocks) {
    if (language === 'sh' && text.trim() !== commands[0] && text.trim() !== 'npm test') {
      const command = text.replace('http://127.0.0.1:3000', server.url).replace('mc_...', KEY)
      answer = keepsRunning ? await shell.start(command, /connected/) : await shell.run(command)
      assert.doesNotMatch(answer, /"type":"urn:/, text)
      // A reader is slower than a command that prints one line.
      await waitFor('what runs to end', async () => {
        const running = await server.client.tasks.list({ status: 'running' })
        return running.length === 0
      })
    } else if (language === 'json') {
      assert.deepEqual(normalise(answer), normalise(text))
    } else if (language === 'text') {
      assert.equal(answer, text)
    }
  }
  const { status } = await server.client.tasks.get(
    /task_\w+/.exec(await shell.run('echo $TASK'))![0],
  )
  assert.equal(status, 'done')
})
