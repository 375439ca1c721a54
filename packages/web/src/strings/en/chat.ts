/** Talking with the agent of a desktop. */
export const chat = {
  chat: {
    title: 'Chat',
    label: (turns: number) => `Conversation, ${turns === 1 ? '1 message' : `${turns} messages`}`,
    turn: 'Message and reply',
    toEnd: 'Jump to the end',
    youSaid: 'Message',
    message: 'Message',
    placeholder: (desktop: string) => `Ask the agent on ${desktop}`,
    send: 'Send',
    stop: 'Stop',
    stopped: 'Stopped.',
    queued: 'Waits until the agent is free.',
    drop: 'Drop it',
    work: 'What it did',
    refused: 'The conversation could not be loaded.',
    empty: (desktop: string) => `Talk with the agent on ${desktop}`,
    emptyAbout:
      'It knows what was said here before, and works in the desktop’s own folder. For work that is to be reviewed, create a prompt task instead.',
    clear: 'Clear',
    clearTitle: 'Clear this conversation?',
    clearAbout:
      'All of its messages are deleted. What the agent is doing now is stopped, and what waits is dropped.',
    clearIt: 'Clear it',
    offline: 'The desktop isn’t connected.',
    noAgent: 'This desktop has no agent yet.',
    setUpAgent: 'Set one up',
    lookAtAgent: 'Look at its set-up',
  },
}
