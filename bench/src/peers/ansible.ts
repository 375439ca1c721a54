import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../bench.ts'
import { temporaryFolder } from '../places.ts'
import { complete } from '../program.ts'
import { until } from '../wait.ts'
import { need } from './debian.ts'
import { startSshd, USER } from './sshd.ts'

export const ANSIBLE_SETUP =
  'ansible: ad-hoc, -f 20, pipelining, facts off, Debian’s own; 20 hosts that are one sshd of the bench’s ' +
  'own on a loopback port, each with a warm ControlMaster of its own'

interface Ansible extends AsyncDisposable {
  /** `ansible all -f 20 -m MODULE -a COMMAND`, on as many hosts. */
  run(module: 'shell' | 'raw', command: string): Promise<void>
}

export async function openAnsible(context: Context, hosts: number): Promise<Ansible> {
  await need(context, 'ansible-core', '/usr/bin/ansible')
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder('ansible')).path
  const sshd = await startSshd(context, folder)
  stack.use(sshd.program)
  const remote = join(folder, 'remote')
  mkdirSync(remote, { mode: 0o777 })
  const names = Array.from({ length: hosts }, (_, i) => `h${i}`)
  const options = `-o UserKnownHostsFile=${folder}/known_hosts -o StrictHostKeyChecking=no -o LogLevel=ERROR`
  const inventory = names.map((name) =>
    [
      `${name} ansible_host=127.0.0.1 ansible_port=${sshd.port} ansible_user=${USER}`,
      `ansible_ssh_private_key_file=${sshd.key} ansible_control_path=${join(folder, name)}`,
      `ansible_python_interpreter=/usr/bin/python3 ansible_remote_tmp=${remote}`,
      `ansible_ssh_common_args="${options}"`,
    ].join(' '),
  )
  const file = join(folder, 'inventory')
  writeFileSync(file, `${inventory.join('\n')}\n`)
  const env = {
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_GATHERING: 'explicit',
    ANSIBLE_SSH_ARGS: '-o ControlMaster=auto -o ControlPersist=600s',
    ANSIBLE_LOCAL_TEMP: join(folder, 'local'),
    ANSIBLE_HOME: join(folder, 'home'),
    LC_ALL: 'C.UTF-8',
  }
  const run: Ansible['run'] = (module, command) =>
    complete(
      '/usr/bin/ansible',
      ['all', '-i', file, '-f', `${hosts}`, '-m', module, '-a', command],
      env,
    )
  stack.defer(async () => {
    for (const name of names) {
      await complete('ssh', ['-o', `ControlPath=${join(folder, name)}`, '-O', 'exit', 'h'])
    }
  })
  // The masters open with the first one.
  await until('ansible to reach its hosts', async () => {
    sshd.program.check()
    return await run('raw', 'true').then(
      () => true,
      () => undefined,
    )
  })
  const kept = stack.move()
  return { run, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
