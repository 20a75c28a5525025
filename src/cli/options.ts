/** Options of the commands that send. */
export const sendingOptions = (channels: readonly string[]) =>
  ({
    channel: {
      choices: channels,
      describe: "The way out for all; without it each subscription's own, or smtp",
    },
    'in-doubt': {
      choices: ['resend', 'skip'],
      describe: 'What to do about a mail that may have arrived (resend)',
    },
    claim: {
      type: 'string',
      requiresArg: true,
      describe: 'Claim the right to send with a commit on this git remote first, where several machines send',
    },
    ...placeOptions,
    templates: { type: 'string', requiresArg: true, describe: 'A folder of templates of your own' },
    'site-url': {
      type: 'string',
      requiresArg: true,
      describe: 'The address under which out/public is published',
    },
    from: { type: 'string', requiresArg: true, describe: 'The sender, "Name <address>"' },
  }) as const;

/** Where things are. */
export const placeOptions = {
  out: { type: 'string', requiresArg: true, describe: 'The output folder (out)' },
  subscriptions: { type: 'string', requiresArg: true, describe: 'The folder of subscriptions (subscriptions)' },
} as const;
