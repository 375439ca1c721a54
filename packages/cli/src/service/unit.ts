/** The line by which a unit of ours is known: others are never touched. */
export const OURS = '# Written by mission-control runner install.'

export const UNIT = 'mission-control-runner.service'

/**
 * What systemd is told of a folder's runner. Nothing in it limits commands, which inherit whatever does:
 * what hardens a service would keep them from their work.
 */
export function unitText(command: readonly string[], isUsers: boolean): string {
  return `${OURS}
[Unit]
Description=Mission Control runner
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=${command.map(quoted).join(' ')}
# Only the runner is stopped: the keeper and the commands go on, and the next runner adopts them.
KillMode=process
Restart=always
RestartSec=2
# The server has refused it, and would again.
RestartPreventExitStatus=3
# A command that the system ends for its memory ends alone.
OOMPolicy=continue
TasksMax=infinity
LimitNOFILE=65536

[Install]
WantedBy=${isUsers ? 'default.target' : 'multi-user.target'}
`
}

/** As systemd reads a word of a command. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w@%+=:,./$-]+$/.test(escaped)
    ? escaped
    : `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
