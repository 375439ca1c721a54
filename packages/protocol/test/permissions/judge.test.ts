import assert from 'node:assert/strict'
import test from 'node:test'
import {
  judge,
  type PermissionDecision,
  type PermissionRule,
  type PermissionSubject,
  ruleFor,
} from '../../src/index.ts'

const rule = (decision: PermissionDecision, tool: string, pattern?: string): PermissionRule => ({
  tool,
  ...(pattern !== undefined && { pattern }),
  decision,
})
const of = (kind: PermissionSubject['kind'], tool: string) => {
  return (...forms: string[]) => ({ tool, subject: { kind, forms } })
}
const shell = of('command', 'shell')
const file = of('path', 'write_file')
const url = of('address', 'fetch_url')

const allows = async (pattern: string, wish: ReturnType<typeof shell>) =>
  (await judge([rule('allow', wish.tool, pattern)], wish)) === 'allow'
const stops = async (pattern: string, wish: ReturnType<typeof shell>) =>
  (await judge([rule('never', wish.tool, pattern)], wish)) === 'never'

test('the first rule that matches decides; where none does, there is no decision', async () => {
  const rules = [
    rule('allow', 'shell', 'npm test'),
    rule('never', 'shell', 'rm *'),
    rule('ask', 'shell'),
    rule('never', '*', '**'),
  ]
  assert.equal(await judge(rules, shell('npm test')), 'allow')
  assert.equal(await judge(rules, shell('rm -r build')), 'never')
  assert.equal(await judge(rules, shell('make')), 'ask')
  assert.equal(await judge(rules, file('a')), 'never')
  assert.equal(await judge(rules.slice(0, 3), file('a')), null)
  assert.equal(await judge([], shell('make')), null)
})

test('a tool is named as a whole, by a glob', async () => {
  const decide = (glob: string, tool: string) => judge([rule('ask', glob)], { tool, subject: null })
  for (const glob of ['write_file', '*_file', 'write*', '*', 'w*_*e']) {
    assert.equal(await decide(glob, 'write_file'), 'ask', glob)
  }
  for (const glob of ['write', 'file', 'Write_File', 'write_file ', '*_files', 'write.file']) {
    assert.equal(await decide(glob, 'write_file'), null, glob)
  }
})

test('an allowed command may have other arguments', async () => {
  for (const command of [
    'npm run build',
    'npm run',
    'npm run build -- --fast',
    'npm run "a b"',
    "npm run 'it is' x",
    'npm run "don\'t"',
    'npm run src/*.js ~/x [ab]?',
    'npm run größe',
  ]) {
    assert.ok(await allows('npm run*', shell(command)), command)
  }
})

test('an allowed command is one command: no operator, expansion, comment or control character', async () => {
  for (const rest of [
    '; rm -rf /',
    ' && rm -rf /',
    ' || rm -rf /',
    ' & rm -rf /',
    ' | sh',
    '\nrm -rf /',
    '\r\nrm -rf /',
    ' $(rm -rf /)',
    ' `rm -rf /`',
    ' "$(rm -rf /)"',
    ' "`rm -rf /`"',
    ' $HOME',
    ' > /etc/passwd',
    ' < /etc/shadow',
    ' <(rm x)',
    ' (rm x)',
    ' \\\nrm',
    ' a\\ b',
    ' "a; rm x"',
    ' # --dry-run',
    ' \u0000 x',
    ' \u001b[2K',
    ' "unclosed',
    " 'unclosed",
    ' "a" \'b',
  ]) {
    assert.ok(!(await allows('npm run*', shell(`npm run${rest}`))), JSON.stringify(rest))
    // Of a plain list each command is judged by itself, and two stars go over any.
    const isList = /^(;| &&| \|\|| &| \||\n)/.test(rest)
    assert.equal(await allows('**', shell(`npm run${rest}`)), isList, JSON.stringify(rest))
  }
})

test('what has to follow cannot be hidden in a quote or behind a comment', async () => {
  const pattern = 'deploy * --dry-run *'
  assert.ok(await allows(pattern, shell('deploy "to prod" --dry-run now')))
  assert.ok(!(await allows(pattern, shell('deploy prod " --dry-run " x'))))
  assert.ok(!(await allows(pattern, shell("deploy prod ' --dry-run ' x"))))
  assert.ok(!(await allows(pattern, shell('deploy prod # --dry-run now'))))
})

test('operators that the pattern itself has are allowed, and no others', async () => {
  const pattern = 'npm test 2>&1 | tee *'
  assert.ok(await allows(pattern, shell('npm test 2>&1 | tee log.txt')))
  assert.ok(!(await allows(pattern, shell('npm test 2>&1 | tee log.txt; rm x'))))
  assert.ok(!(await allows(pattern, shell('npm test 2>&1 | tee log.txt | sh'))))
})

test('a forbidden command is found wherever in the line it stands', async () => {
  for (const command of [
    'rm -rf /',
    '  rm -rf /',
    'rm  -rf   /',
    'rm\t-rf /',
    'cd / && rm -rf x',
    'cd /;rm -rf x',
    'true\nrm -rf x',
    'true\r\nrm -rf x',
    'true | rm -rf x',
    'true & rm -rf x &',
    '(rm -rf x)',
    '{ rm -rf x; }',
    'echo `rm -rf x`',
    'echo "$(rm -rf x)"',
    'rm a; rm -rf x',
  ]) {
    assert.ok(await stops('rm *', shell(command)), JSON.stringify(command))
    const asks = await judge([rule('ask', 'shell', 'rm *'), rule('allow', 'shell')], shell(command))
    assert.equal(asks, 'ask', command)
  }
  for (const command of ['rmdir x', 'echo rm -rf x', 'npm run rm x']) {
    assert.ok(!(await stops('rm *', shell(command))), command)
  }
  assert.ok(await stops('*rm *', shell('echo rm -rf x')))
})

test('an allow in front does not let a forbidden command through behind it', async () => {
  const rules = [rule('allow', 'shell', 'npm *'), rule('never', 'shell', 'rm *')]
  assert.equal(await judge(rules, shell('npm test')), 'allow')
  assert.equal(await judge(rules, shell('npm test; rm -rf /')), 'never')
  assert.equal(await judge(rules, shell('npm test; make')), null)
})

test('a star in an allowed path stays in its folder, two go through all below', async () => {
  assert.ok(await allows('src/*.js', file('src/a.js')))
  assert.ok(!(await allows('src/*.js', file('src/deep/a.js'))))
  assert.ok(await allows('src/**', file('src/deep/a.js')))
  assert.ok(await allows('src/**/a.js', file('src/a.js')))
  assert.ok(await allows('src/**/a.js', file('src/x/y/a.js')))
  assert.ok(!(await allows('src/**/a.js', file('src/xa.js'))))
  assert.ok(await allows('**/*.md', file('README.md')))
  assert.ok(!(await allows('src/**', file('srcs/a.js'))))
  assert.ok(!(await allows('src/*', file('src'))))
})

test('what lies outside of the working directory is allowed only by its whole path', async () => {
  const outside = file('/etc/passwd')
  for (const pattern of ['*', '**', '**/passwd', '*/passwd'])
    assert.ok(!(await allows(pattern, outside)))
  assert.ok(await allows('/etc/*', outside))
  const inside = file('src/a', '/home/me/work/src/a')
  assert.ok(await allows('/home/me/work/**', inside))
  assert.ok(await allows('src/*', inside))
})

test('a forbidden path is found by either of its forms, at any depth', async () => {
  const secret = file('config/.env', '/home/me/work/config/.env')
  for (const pattern of ['*.env', '**/.env', '/home/me/*', 'config/*']) {
    assert.ok(await stops(pattern, secret), pattern)
  }
  assert.ok(await stops('**/.env', file('.env')))
  assert.ok(!(await stops('.env', secret)))
})

test('a star in an allowed address does not leave its part of it', async () => {
  assert.ok(await allows('https://example.com/**', url('https://example.com/a/b?c=d')))
  assert.ok(await allows('https://*.example.com/*', url('https://api.example.com/v1')))
  for (const address of [
    'https://example.com.evil.test/a',
    'https://example.com@evil.test/a',
    'https://evil.test/https://example.com/a',
    'http://example.com/a',
    'https://evil.test/x.example.com/v1',
    'https://evil.test/?.example.com/v1',
  ]) {
    assert.ok(!(await allows('https://example.com/**', url(address))), address)
    assert.ok(!(await allows('https://*.example.com/*', url(address))), address)
  }
  assert.ok(await stops('*://169.254.*', url('http://169.254.169.254/latest/meta-data/')))
})

test('nothing but a star is special, and a backslash takes even that as it is', async () => {
  assert.ok(await allows('echo \\*', shell('echo *')))
  assert.ok(!(await allows('echo \\*', shell('echo x'))))
  assert.ok(await allows('grep [a].? (x|y)', shell('grep [a].? (x|y)')))
  assert.ok(!(await allows('grep [a].?', shell('grep ab'))))
  assert.ok(await allows('a\\\\', shell('a\\')))
  assert.ok(await allows('a\\', shell('a\\')))
})

test('the rule for one thing decides about it and nothing else', async () => {
  for (const wish of [
    shell('npm test'),
    shell('rm *.tmp; echo "\\n" && ls ** | sh\nmake # all'),
    shell('echo 😀 \u0007'),
    file('a*b\\c/d', '/w/a*b\\c/d'),
    file('/etc/hosts'),
    url('https://example.com/?q=*'),
    of('text', 'mcp.*')('{"a":"*"}'),
  ]) {
    for (const decision of ['allow', 'never'] as const) {
      const only = ruleFor(wish, decision)
      assert.equal(await judge([only], wish), decision, JSON.stringify(wish))
      for (const form of [`${wish.subject.forms[0]} `, `x${wish.subject.forms[0]}`, '']) {
        const other = { ...wish, subject: { ...wish.subject, forms: [form] } }
        if (form.trim() === wish.subject.forms[0]) continue
        assert.equal(await judge([only], other), null, form)
      }
      assert.equal(await judge([only], { ...wish, tool: `${wish.tool}s` }), null)
    }
  }
  const star = ruleFor(file('a*'), 'allow')
  assert.equal(await judge([star], file('ab')), null)
})

test('of what is too long to be matched, a rule that could forbid it has it asked', async () => {
  const long = { tool: 'shell', subject: null }
  const allow = rule('allow', 'shell')
  assert.equal(await judge([rule('never', 'shell', 'rm *'), allow], long), 'ask')
  assert.equal(await judge([rule('allow', 'shell', 'npm *'), allow], long), 'allow')
  assert.equal(await judge([rule('never', 'fetch_url', '*'), allow], long), 'allow')
  assert.equal(await judge([rule('never', 'shell')], long), 'never')
})

test('no pattern and no text take for ever, as they would by going back', async () => {
  const text = 'a'.repeat(8_000)
  const pattern = `${'*a'.repeat(20)}b`
  for (const kind of ['command', 'path', 'address', 'text'] as const) {
    assert.ok(!(await allows(pattern, of(kind, 'shell')(text))))
    assert.ok(!(await stops(pattern, of(kind, 'shell')(text))))
  }
})
