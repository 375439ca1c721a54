/** What an agent can change itself doesn't decide what its reviewer sees, and looking runs nothing. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../setup/folder.ts'
import { told, Watched } from '../setup/watched.ts'

const PERSON = 'git -c user.name=x -c user.email=x@x'

/** In a repository with `a` (1), `b` (1) and `.gitignore` (`*.log`): what is done, and what is told. */
const WAYS: readonly [way: string, command: string, expected: string[]][] = [
  [
    'the repository is removed',
    'rm -rf .git; echo z > z.txt; echo 2 > a',
    [
      'deleted .git/',
      'deleted .git/config',
      'deleted .git/info/exclude',
      'modified a',
      'created z.txt',
    ],
  ],
  [
    'everything is ignored from now on',
    "echo '*' > .gitignore; echo evil > z.txt; mkdir d; echo evil > d/e",
    ['modified .gitignore', 'created d/e', 'created z.txt'],
  ],
  [
    'the exclude file',
    "echo '*' >> .git/info/exclude; echo evil > z",
    ['modified .git/info/exclude', 'created z'],
  ],
  [
    'an exclude file of the configuration',
    "echo '*' > ~/x; git config core.excludesFile ~/x; echo evil > z",
    ['modified .git/config', 'created z'],
  ],
  [
    'the configuration of the user',
    "git config --global core.excludesFile ~/x; echo '*' > ~/x; echo evil > z",
    ['created z'],
  ],
  [
    'attributes',
    "echo '* -diff binary' > .gitattributes; echo 2 > a",
    ['modified a', 'created .gitattributes'],
  ],
  ['assumed to be unchanged', 'git update-index --assume-unchanged a; echo 2 > a', ['modified a']],
  ['not in the working tree', 'git update-index --skip-worktree a; echo 2 > a', ['modified a']],
  [
    'out of the index',
    'git rm --quiet --cached a; echo a >> .gitignore; echo 2 > a',
    ['modified .gitignore', 'modified a'],
  ],
  ['the index is removed', 'rm .git/index; echo 2 > a', ['modified a']],
  [
    'the times are not looked at',
    'git config core.trustctime false; git config core.checkStat minimal; touch -r a t; printf "2\\n" > a; touch -r t a; rm t',
    ['modified .git/config', 'modified a'],
  ],
  [
    'committed',
    `echo 2 > a; echo n > n; git add .; ${PERSON} commit --quiet -m x`,
    ['modified a', 'created n'],
  ],
  [
    'on another branch',
    `git checkout --quiet -b other; git rm --quiet b; ${PERSON} commit --quiet -m x`,
    ['deleted b'],
  ],
  [
    'another history',
    // The new folder may get the number of the old one.
    `rm -rf .git; git init --quiet; echo 2 > a; git add .; ${PERSON} commit --quiet -m x`,
    ['modified .git/', 'modified a'],
  ],
  [
    'the object is replaced',
    'echo 2 > a; o=$(git rev-parse HEAD:a); n=$(git hash-object -w a); git replace $o $n',
    ['modified a'],
  ],
  [
    'sparse',
    'git config core.sparseCheckout true; echo /b > .git/info/sparse-checkout; git read-tree -mu HEAD',
    [
      'deleted a',
      'modified .git/config',
      'created .git/info/sparse-checkout',
      'deleted .gitignore',
    ],
  ],
  [
    'another working tree',
    'git config core.worktree /tmp; echo 2 > a',
    ['modified .git/config', 'modified a'],
  ],
  [
    'a repository in between',
    "mkdir in; cd in; git init --quiet; echo '*' > .git/info/exclude; echo evil > z",
    ['created in/.git/', 'created in/.git/config', 'created in/.git/info/exclude', 'created in/z'],
  ],
  [
    'a hook',
    'echo evil > .git/hooks/post-commit; chmod +x .git/hooks/post-commit',
    ['created .git/hooks/post-commit'],
  ],
  ['what was ignored before', 'echo evil > z.log', ['created z.log (ignored)']],
  ['a link in the place of a folder', 'mkdir ~/o; echo e > ~/o/e; ln -s ~/o o', ['created o']],
]

for (const [way, command, expected] of WAYS) {
  test(`it is told all the same: ${way}`, async (t) => {
    const place = new Watched(t, { a: '1\n', b: '1\n', '.gitignore': '*.log\n' })
    place.commitAll()
    const env = { ...process.env, HOME: temporaryFolder(t) }
    const evidence = await place.during(() => {
      execFileSync('/bin/sh', ['-ec', command], { cwd: place.dir, env })
    })
    assert.equal(evidence.problem, null)
    assert.deepEqual(told(evidence)?.toSorted(), expected.toSorted())
    const changed = evidence.files!.find(
      ({ path, change }) => path === 'a' && change === 'modified',
    )
    if (changed) assert.match(changed.diff!, /^-1\n\+2$/m)
  })
}

test('of a run before, nothing is believed: not its ignore rules, not its index', async (t) => {
  const place = new Watched(t, { a: '1\n' })
  place.commitAll()
  await place.during(() => {
    place.write({ '.gitignore': '*\n', 'hidden/b': '1', a: '2\n' })
    place.git('update-index', '--assume-unchanged', 'a')
  })
  const evidence = await place.during(() => place.write({ 'hidden/b': '2', c: '1', a: '1\n' }))
  assert.deepEqual(told(evidence), [
    'modified a',
    'modified hidden/b (ignored)',
    'created c (ignored)',
  ])
  assert.match(evidence.files![0]!.diff!, /^-2\n\+1$/m)
})

test('looking runs no program that a repository, its attributes or the user’s configuration name', async (t) => {
  const outside = temporaryFolder(t)
  const canary = join(outside, 'canary')
  const program = join(outside, 'program')
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${canary}'\ncat\n`)
  chmodSync(program, 0o755)
  // More than is kept in memory, so that the repository is asked.
  const large = Object.fromEntries(
    Array.from({ length: 70 }, (_, at) => [
      `large-${at}`,
      `${at}\n`.padEnd(250_000, `${'x'.repeat(499)}\n`),
    ]),
  )
  const place = new Watched(t, { a: '1\n', ...large })
  place.commitAll()
  place.write({
    included: `[core]\n\tfsmonitor = ${program}\n`,
    '.gitattributes': '* filter=x diff=x merge=x ident\n',
  })
  const global = `[core]\n\tfsmonitor = ${program}\n\tpager = ${program}\n[alias]\n\tls-files = !${program}\n`
  writeFileSync(join(outside, '.gitconfig'), global)
  const settings = [
    'filter.x.clean',
    'filter.x.smudge',
    'filter.x.process',
    'diff.x.textconv',
    'diff.x.command',
    'diff.external',
    'core.fsmonitor',
    'core.pager',
    'core.sshCommand',
    'core.gitProxy',
    'core.askPass',
    'core.editor',
    'core.alternateRefsCommand',
    'credential.helper',
    'gpg.program',
    'uploadpack.packObjectsHook',
    'merge.x.driver',
  ]
  const config = () => {
    for (const setting of settings) place.git('config', setting, program)
    place.git('config', 'filter.x.required', 'true')
    place.git('config', 'alias.cat-file', `!${program}`)
    place.git('config', 'include.path', '../included')
    place.git('config', 'core.hooksPath', outside)
    place.git('config', 'remote.o.url', `ext::${program}`)
    place.git('config', 'remote.o.promisor', 'true')
    place.git('config', 'extensions.partialClone', 'o')
    for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction']) {
      writeFileSync(join(outside, hook), `#!/bin/sh\n${program} ${hook}\n`, { mode: 0o755 })
    }
  }
  config()
  rmSync(canary, { force: true })
  const { HOME } = process.env
  process.env.HOME = outside
  t.after(() => {
    process.env.HOME = HOME
  })
  const evidence = await place.during(() => {
    place.write({ a: '2\n' })
    for (const name of Object.keys(large)) appendFileSync(place.at(name), '\nmore\n')
  })
  assert.ok(
    !existsSync(canary),
    existsSync(canary) ? execFileSync('cat', [canary], { encoding: 'utf8' }) : '',
  )
  assert.equal(evidence.files?.length, 71)
  const unknown = evidence.files.filter(({ diff }) => !diff?.match(/^\+(?:more|2)$/m))
  assert.deepEqual(unknown, [])
  // The trap works: git's own way of looking would have sprung it.
  execFileSync('/bin/sh', ['-c', 'git status > /dev/null 2>&1 || true'], { cwd: place.dir })
  assert.ok(existsSync(canary))
})

test('a work tree elsewhere, a submodule, and one of another owner are looked into', async (t) => {
  const main = new Watched(t, { a: '1\n', '.gitignore': '*.log\n' })
  main.commitAll()
  const dir = join(temporaryFolder(t), 'tree')
  main.git('worktree', 'add', '--quiet', dir)
  const tree = new Watched(t)
  Object.assign(tree, { dir })
  const evidence = await tree.during(() =>
    tree.write({ a: '2\n', 'x.log': '', '.git': 'gitdir: /nowhere\n' }),
  )
  assert.equal(evidence.source, 'git')
  assert.deepEqual(told(evidence), ['modified .git', 'modified a', 'created x.log (ignored)'])

  const outer = new Watched(t, { a: '1\n' })
  outer.commitAll()
  outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', main.dir, 'sub')
  const inside = await outer.during(() => outer.write({ 'sub/a': '2\n', 'sub/n': '' }))
  assert.deepEqual(told(inside), ['modified sub/a', 'created sub/n'])
  assert.match(inside.files![0]!.diff!, /^-1\n\+2$/m)
})
