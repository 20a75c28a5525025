/** Options of the commands that send. */
export const sendingOptions = (channels: readonly string[]) =>
  ({
    channel: {
      group: 'Sending',
      choices: channels,
      describe: "The way out for all; without it each subscription's own, or smtp",
    },
    'in-doubt': {
      group: 'Sending',
      choices: ['resend', 'skip'],
      describe: 'What to do about a mail that may have arrived (resend)',
    },
    claim: {
      group: 'Sending',
      type: 'string',
      requiresArg: true,
      describe: 'Claim the right to send with a commit on this git remote first, where several machines send',
    },
    ...placeOptions,
    templates: { group: 'Places', type: 'string', requiresArg: true, describe: 'A folder of templates of your own' },
    'site-url': {
      group: 'Places',
      type: 'string',
      requiresArg: true,
      describe: 'The address under which out/public is published',
    },
    from: { group: 'Sending', type: 'string', requiresArg: true, describe: 'The sender, "Name <address>"' },
  }) as const;

/** Where things are. */
export const placeOptions = {
  out: { group: 'Places', type: 'string', requiresArg: true, describe: 'The output folder; default: out' },
  subscriptions: {
    group: 'Places',
    type: 'string',
    requiresArg: true,
    describe: 'The folder of subscriptions; default: subscriptions',
  },
} as const;
