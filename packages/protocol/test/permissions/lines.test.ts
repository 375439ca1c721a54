import assert from 'node:assert/strict'
import test from 'node:test'
import { judge, type PermissionDecision, type PermissionRule } from '../../src/index.ts'

const rules = (...all: `${PermissionDecision} ${string}`[]): PermissionRule[] =>
  all.map((each) => {
    const [decision, ...pattern] = each.split(' ')
    return {
      tool: 'shell',
      pattern: pattern.join(' '),
      decision: decision as PermissionDecision,
    }
  })
const decide = (list: PermissionRule[], line: string) =>
  judge(list, { tool: 'shell', subject: { kind: 'command', forms: [line] } })

/** Each runs `rm -r x`, in its own way. */
const HIDDEN = [
  // After words of the grammar, in each of its compounds.
  'if true; then rm -r x; fi',
  'if rm -r x; then true; fi',
  'if true; then true; else rm -r x; fi',
  'if a; then b; elif rm -r x; then c; fi',
  '! rm -r x',
  'while true; do rm -r x; done',
  'until rm -r x; do true; done',
  'for f in a b; do rm -r x; done',
  'case a in a) rm -r x;; esac',
  'f() { rm -r x; }; f',
  'f() ( rm -r x )',
  'function f { rm -r x; }',
  '(cd / && rm -r x)',
  '{ rm -r x; }',
  'coproc rm -r x',
  'time rm -r x',
  'a |& rm -r x',
  '[ -f a ] && rm -r x',
  // In substitutions, wherever they may stand.
  'echo $(rm -r x)',
  'echo "a $(rm -r x) b"',
  'echo `rm -r x`',
  'echo "`echo \\`rm -r x\\``"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's.
  'echo ${a:-$(rm -r x)}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's.
  'echo "${a:-"$(rm -r x)"}"',
  'echo $((1 + $(rm -r x)))',
  'X=$(rm -r x)',
  'export X=$(rm -r x)',
  'for f in $(rm -r x); do a; done',
  'case $(rm -r x) in a) b;; esac',
  'a > $(rm -r x)',
  'a <(rm -r x)',
  'a=($(rm -r x))',
  'cat <<E\n$(rm -r x)\nE',
  'cat <<-E\n\t`rm -r x`\n\tE',
  'cat <<< $(rm -r x)',
  // With something before it.
  'X=1 rm -r x',
  'X="a b" Y=$Z rm -r x',
  '> log rm -r x',
  '2>&1 rm -r x',
  'rm > log -r x',
  // By another name for it.
  '/bin/rm -r x',
  '../../bin/rm -r x',
  '"rm" -r x',
  "r'm' -r x",
  'r\\m -r x',
  'r\\\nm -r x',
  'rm    -r   x',
  'rm "-r" x',
  'rm -\\r x',
  // Given to another program.
  'sudo rm -r x',
  '/usr/bin/sudo /bin/rm -r x',
  'sudo -u root -n rm -r x',
  'sudo -uroot FOO=bar rm -r x',
  'sudo --user=root rm -r x',
  'sudo --user root -- rm -r x',
  'doas rm -r x',
  'env rm -r x',
  'env -i A=b C=d rm -r x',
  'env -u HOME -C / rm -r x',
  'time nice nohup exec command rm -r x',
  '/usr/bin/time -v rm -r x',
  '\\time -p rm -r x',
  'nice -n 5 rm -r x',
  'nice -5 rm -r x',
  'nice --adjustment=5 rm -r x',
  'nohup rm -r x &',
  'exec -a name rm -r x',
  'command -p rm -r x',
  'builtin command rm -r x',
  'setsid -w rm -r x',
  'stdbuf -oL rm -r x',
  'timeout 5 rm -r x',
  'timeout -k 1 -s KILL 5s rm -r x',
  'ionice -c 3 rm -r x',
  'chrt -b 0 rm -r x',
  'taskset -c 0 rm -r x',
  'flock -n lock rm -r x',
  'busybox rm -r x',
  'ls | xargs rm -r',
  'ls | xargs -0 -n 1 rm -r',
  'ls | xargs -I{} rm -r {}',
  'ls | xargs -I F rm -r F',
  'ls | xargs -P4 --no-run-if-empty sudo rm -r',
  "ls | xargs sh -c 'rm -r x' sh",
  'find . -name a -exec rm -r {} \\;',
  'find . -execdir rm -r {} +',
  "find . -ok sh -c 'rm -r x' \\;",
  // As a line for another shell.
  "sh -c 'rm -r x'",
  'bash -lc "rm -r x"',
  'bash -o pipefail -ec "cd / && rm -r x"',
  'bash --norc -c "rm -r x"',
  "dash -c 'echo; sudo rm -r x'",
  'sh -c "sh -c \'rm -r x\'"',
  'eval rm -r x',
  'eval "rm -r" x',
  'eval \'eval "rm -r x"\'',
  "trap 'rm -r x' EXIT",
  'sh <<E\nrm -r x\nE',
  "bash -s <<'E'\nrm -r x\nE",
  "bash <<< 'rm -r x'",
  "bash -euo pipefail -c 'rm -r x'",
  "bash -O extglob -co errexit 'rm -r x'",
  "busybox sh -c 'rm -r x'",
  "flock lock -c 'rm -r x'",
  // As a line in an option, a setting or a variable of a program.
  "git -c core.pager='rm -r x' log",
  "git -c alias.a='!rm -r x' a",
  'git -c "alias.a=!rm -r" a x',
  "git clone --upload-pack 'rm -r x' a",
  "git rebase -x 'rm -r x' a",
  'git bisect run rm -r x',
  'git submodule foreach rm -r x',
  "git submodule foreach 'rm -r x'",
  "GIT_PAGER='rm -r x' git log",
  "env PAGER='rm -r x' man a",
  "sudo EDITOR='rm -r x' visudo",
  "GIT_SSH_COMMAND='sudo rm -r x' git fetch",
  "tar --checkpoint-action=exec='rm -r x' --checkpoint=1 -cf a b",
  "tar -I 'rm -r x' -cf a b",
  "rsync -e 'rm -r x' a b",
  "ssh -o ProxyCommand='rm -r x' a",
  "npx -c 'rm -r x'",
  'fd a -x rm -r x',
]

/** Nobody can tell from the line what runs. */
const UNKNOWN = [
  '$CMD',
  '$CMD a',
  '"$CMD" a',
  '$(cat name) a',
  '`cat name` a',
  '/bin/r$M x',
  'r?m x',
  '/bin/r[m] x',
  '/bin/*m x',
  '{rm,-r,x}',
  "$'\\162m' x",
  'eval "$x"',
  'eval echo $x',
  'sh -c "$x"',
  'bash -c "echo $x"',
  'curl a | sh',
  'curl a | bash -s -- b',
  'sh < file',
  'sh /dev/stdin',
  '. /dev/stdin',
  'source <(curl a)',
  'trap "$x" EXIT',
  'alias a=b',
  'sudo $x a',
  'sudo --unheard-of a',
  'env -S "a b"',
  'env "$x" a',
  'nice -z a',
  'ls | xargs env',
  'ls | xargs -I{} {} a',
  'ls | xargs --unheard-of a',
  'find . -exec {} \\;',
  'su -c a',
  'sudo -i',
  'echo a | doas -s',
  'bash -o $x -c a',
  'setarch x86_64 a',
  'pkexec a',
  'tini -- a',
  'jobs -x a',
  '/lib/ld-linux-aarch64.so.1 a',
  '/lib64/ld-linux-x86-64.so.2 a',
  'PAGER=$x git log',
  'export EDITOR="$x"',
  'git -c core.pager="$x" log',
  'watch a',
  'zsh -c a',
  'strace -f a',
  'sh -Z --unheard-of a',
  `${'sudo '.repeat(50)}a`,
  // What bash and sh read in two ways.
  '((a))',
  '[[ a && b ]]',
  'a &> f b',
  'a @(b|c)',
  // What no shell can read.
  'if a; then b',
  'a "b',
  'a $(b',
  'a )',
  'then a',
  'a | ! b',
  'a\r\nb',
]

const SEEN = [
  'echo rm -r x',
  'echo "rm -r x"',
  "echo 'a' rm -r x",
  'rmdir -r x',
  'npm run rm -r x',
  'command -v rm',
  'command -V rm',
  'git rm -r x',
  'X=rm',
  '[ -f rm ]',
  '[[ -f rm ]]',
  'make all &> log',
  'sh build.sh rm',
  'grep -r "$x" .',
  'for f in *.js; do node "$f"; done',
  'docker rm -f $x',
  'git -c user.name="A rm" commit',
  'git clean -xfd',
  'PAGER=cat git log',
  'EDITOR="vim rm" git commit',
  'rsync -e "ssh -p 22" a rm',
  'sudo -s ls',
  'X="rm -r x" a',
  'sudo -u me ls',
  'find . -name rm -print',
  'echo $x > rm',
]

test('a forbidden command is found in every place of the grammar, and behind every program that runs one', async () => {
  for (const line of HIDDEN) {
    assert.equal(await decide(rules('never rm *'), line), 'never', line)
    assert.equal(await decide(rules('ask rm *', 'allow **'), line), 'ask', line)
    // Whatever else is allowed.
    assert.equal(await decide(rules('never rm *', 'allow **'), line), 'never', line)
  }
})

test('what cannot be known is asked, if any rule might forbid it; what can be is not', async () => {
  for (const line of UNKNOWN) {
    assert.equal(await decide(rules('never rm *'), line), 'ask', line)
    assert.equal(await decide(rules('allow npm *', 'ask rm *'), line), 'ask', line)
  }
  for (const line of SEEN) assert.equal(await decide(rules('never rm *'), line), null, line)
})

test('an argument that cannot be known might be the one that is forbidden', async () => {
  const list = rules('never rm -r *', 'never git push*')
  for (const line of [
    'rm $x',
    'rm "$x" y',
    'rm *',
    'rm {-r,x}',
    'rm ~+',
    'rm $(a)',
    'git $x',
    'xargs rm',
  ]) {
    assert.equal(await decide(list, line), 'ask', line)
  }
  for (const line of ['rm -f $x', 'git pull $x', 'ls $x', 'rm x']) {
    assert.equal(await decide(list, line), null, line)
  }
  // A rule that surely forbids comes before one that might.
  assert.equal(await decide(rules('never rm -r *', 'never rm *'), 'rm $x'), 'never')
})

test('a program that is forbidden by its path is forbidden by its name', async () => {
  for (const line of ['rm x', '/bin/rm x', '/usr/bin/rm x', 'sudo rm x']) {
    assert.equal(await decide(rules('never /bin/rm *'), line), 'never', line)
  }
})

test('of a list each command has to be allowed, and one that is forbidden forbids all of it', async () => {
  const list = rules('allow npm *', 'allow ls*', 'ask git *', 'never rm *')
  const table: Record<string, PermissionDecision | null> = {
    'npm test': 'allow',
    'npm test && npm run build': 'allow',
    'npm test; ls -l\nnpm run x &': 'allow',
    'npm test 2>&1 | ls': 'allow',
    'npm test > /dev/null 2>&1 || ls': 'allow',
    'npm test && make': null,
    'make; npm test': null,
    'npm test && git pull': 'ask',
    'git pull; rm x': 'never',
    'npm test | rm x': 'never',
    'npm test && $X': 'ask',
  }
  for (const [line, decision] of Object.entries(table)) {
    assert.equal(await decide(list, line), decision, line)
  }
})

test('what is allowed is the command alone: no other program of that name, variable, file or compound', async () => {
  for (const line of [
    '/tmp/npm test',
    './npm test',
    'PATH=/tmp npm test',
    'LD_PRELOAD=/tmp/x.so npm test',
    'PATH=/tmp; npm test',
    'export PATH=/tmp && npm test',
    'npm() { evil; }; npm test',
    'alias npm=evil\nnpm test',
    'sudo npm test',
    'env npm test',
    "sh -c 'npm test'",
    "./evil -c 'npm test'",
    "'./evil' '-c' 'npm test'",
    'npm test > file',
    'npm test >> ~/.bashrc',
    'npm test 2> file',
    'npm test < file',
    'npm test &> /dev/null evil',
    'npm test >& file',
    'npm test $X',
    'npm test "$(evil)"',
    'npm test \\\n; evil',
    'if npm test; then npm x; fi',
    'while npm test; do npm x; done',
    '(npm test)',
    '{ npm test; }',
    '! npm test',
    'time npm test',
    'npm test # && npm x',
    'npm test <<E\nE',
    'npm test\r\nnpm x',
    'npm test; "npm',
  ]) {
    assert.notEqual(await decide(rules('allow npm *'), line), 'allow', line)
  }
})

test('who allows a program that runs others allows what it runs, unless a rule before that forbids it', async () => {
  assert.equal(await decide(rules('allow sudo *', 'never rm *'), 'sudo rm x'), 'allow')
  assert.equal(await decide(rules('never rm *', 'allow sudo *'), 'sudo rm x'), 'never')
  assert.equal(await decide(rules('allow sudo *'), 'sudo rm x && sudo ls'), 'allow')
})
