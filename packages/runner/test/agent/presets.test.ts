import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { commandLine, presetsOnPath } from '../../src/agent/presets.ts'

/** A folder with these programs in it. */
function folderOf(t: TestContext, ...programs: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  for (const program of programs) writeFileSync(join(dir, program), '#!/bin/sh\n', { mode: 0o755 })
  return dir
}

test('the known programs are found wherever on the path they are, by what speaks the protocol', (t) => {
  const path = `/nowhere:${folderOf(t, 'opencode', 'ls')}::${folderOf(t, 'claude-code-acp')}`
  assert.deepEqual(presetsOnPath(path), ['claude', 'opencode'])
  assert.deepEqual(presetsOnPath(''), [])
  // Claude Code and Codex themselves don't speak it.
  assert.deepEqual(presetsOnPath(folderOf(t, 'claude', 'codex')), [])
})

test('what is no program for this user is none', (t) => {
  const dir = folderOf(t, 'goose')
  chmodSync(join(dir, 'goose'), 0o644)
  mkdirSync(join(dir, 'opencode'))
  assert.deepEqual(presetsOnPath(dir), [])
})

test('a name stands for the command of its program, the newer adapter first; another is as it is', (t) => {
  const both = folderOf(t, 'claude-agent-acp', 'claude-code-acp', 'gemini')
  assert.equal(commandLine('claude', both), 'claude-agent-acp')
  assert.equal(commandLine('claude', folderOf(t, 'claude-code-acp')), 'claude-code-acp')
  assert.equal(commandLine('gemini', both), 'gemini --acp')
  assert.equal(commandLine('gemini --acp --debug', ''), 'gemini --acp --debug')
  assert.equal(commandLine('toString', ''), 'toString')
})

test('a known program that is not there is a failure that says how to install it', () => {
  assert.throws(() => commandLine('codex', '/nowhere'), {
    name: 'AgentFailure',
    message:
      /^Codex is not on the PATH .*codex-acp.*npm install -g @agentclientprotocol\/codex-acp$/,
  })
})
