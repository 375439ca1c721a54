import { spoken } from '../spoken.ts'

/** The form of a new task. */
export const newTask = spoken({
  type: 'Type',
  promptHint:
    'Prompt tasks work well for open-ended work where the agent needs to figure out the approach.',
  promptTip:
    'Specific prompts get better results: “Install nginx and configure a reverse proxy for port 3000” works better than “set up the server.”',
  commandHint:
    'Command tasks work well for deterministic operations where you know the exact command.',
  commandTip:
    'For long-running commands, check the activity stream for real-time progress. To use another interpreter than the shell, begin with a line such as #!/usr/bin/env python3.',
  prompt: 'Prompt',
  command: 'Command',
  promptPlaceholder: 'Install nginx and configure a reverse proxy for port 3000',
  commandPlaceholder: 'npm install',
  desktops: 'Target desktop',
  desktopsHint: 'Choose several to create one task for each.',
  noRunning: 'No desktop is online. You can choose only desktops that are online.',
  notRunning: (status: string) => `${status}: not available`,
  agentNotReady: 'agent not ready: you can create a prompt, but not run it yet',
  noAgent: 'agent not ready',
  setUpAgent: 'Set it up',
  reconnect: 'Reconnect',
  allReady: (count: number) => `All ready, ${count.toLocaleString()}`,
  chooseDesktop: 'Choose at least one desktop.',
  contentMissing: 'Enter what the task should do.',
  contentTooLong: (bytes: number, most: number) =>
    `This is ${bytes.toLocaleString()} bytes long; the limit is ${most.toLocaleString()}. Put it in a file on the desktop and run that file.`,
  contentUnsendable:
    'This contains a character that can’t be sent: a NUL, or half of an emoji. Delete it.',
  requiresApproval: 'Requires Approval',
  requiresApprovalHint: 'Review the result before it is marked done.',
  approvalAlways: 'On for every task: Settings > Task Approval.',
  approvals: 'Approvals needed',
  approvalsHint: (least: number) =>
    least === 1
      ? 'How many people have to approve the result.'
      : `The workspace asks for ${least}; a task can ask for more.`,
  tooFewApprovers: (count: number) =>
    count === 0
      ? 'Nobody here can approve this task.'
      : `Only ${count === 1 ? 'one person' : `${count} people`} here can approve this task.`,
  limit: 'Time limit',
  limitHint: 'Stops the task after this long. Empty: the desktop’s default.',
  limitPlaceholder: '1 h 30 m',
  grace: 'Clean-up time',
  graceHint: 'Time between TERM and KILL when the task is stopped. Empty: 5 s.',
  gracePlaceholder: '5 s',
  notAGrace: 'Enter 0 s to 10 m, such as 30 s.',
  create: 'Create',
  createAndRun: 'Create & Run',
  createdMany: (count: number) => (count === 1 ? 'Task created.' : `${count} tasks created.`),
  startedMany: (count: number) => (count === 1 ? 'Task started.' : `${count} tasks started.`),
  before: 'The earlier try:',
  withContext: 'Tell the agent about the earlier try',
  withContextHint: 'Adds its answer and your feedback to the prompt.',
  context: {
    begin: 'About the earlier try of this task:',
    result: 'Your answer was:',
    feedback: 'It was rejected with this feedback:',
  },
})
