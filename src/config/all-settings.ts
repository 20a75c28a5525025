import { type Setting, variable } from './setting.ts';
import { table } from './settings-table.ts';

/** What only the environment says: secrets, and what differs between machines. Each is read where it is used. */
const environmentOnly: readonly Setting<null>[] = [
  variable('PAPERBOY_CONFIG', {
    group: 'files',
    description: 'The file of settings, as `--config` names it.',
    fallbackText: 'paperboy.yaml, where there is one',
  }),
  variable('PAPERBOY_SUBSCRIBERS', {
    group: 'sending',
    secret: true,
    description: 'Addresses by subscription, or whole subscriptions, as YAML.',
  }),
  variable('PAPERBOY_KEY', {
    group: 'sending',
    secret: true,
    description:
      'The keys under which addresses are remembered: suppressions. Several, with a comma between: the first is used, all are known.',
  }),
  variable('PAPERBOY_CLAIM_NAME', {
    group: 'sending',
    description: 'Who claims the right to send.',
    fallbackText: 'the name of the machine, and of the clone',
  }),
  variable('SMTP_URL', {
    group: 'the mail server',
    secret: true,
    description: 'The mail server: `smtps://user@host:465`, or `smtp://user@host:587` for STARTTLS.',
  }),
  variable('SMTP_PASSWORD', {
    group: 'the mail server',
    secret: true,
    description: 'The password of the user in SMTP_URL.',
  }),
  variable('PAPERBOY_METRICS_TOKEN', {
    group: 'publishing',
    secret: true,
    description: 'Lets who has it read `/metrics` of `paperboy serve` from elsewhere.',
  }),
  variable('IMAP_URL', {
    group: 'the mailbox',
    secret: true,
    description: 'The mailbox that `paperboy inbox --imap` reads: `imaps://user@host`.',
  }),
  variable('IMAP_PASSWORD', {
    group: 'the mailbox',
    secret: true,
    description: 'The password of the user in IMAP_URL.',
  }),
  variable('IMAP_DONE', {
    group: 'the mailbox',
    description: 'The folder to which mails that were read are moved.',
    fallbackText: 'they stay, as seen',
  }),
  variable('DKIM_KEY', {
    group: 'the mail server',
    secret: true,
    description: 'The private RSA key that signs, in PEM.',
  }),
  variable('WEBHOOK_URL', {
    group: 'other ways out',
    secret: true,
    description: 'Where the channel webhook posts to.',
  }),
  variable('WEBHOOK_SECRET', { group: 'other ways out', secret: true, description: 'Signs what the webhook posts.' }),
  variable('PAPERBOY_NOW', {
    group: 'the run',
    description: 'The instant to take for now, as `--now` gives it.',
    fallbackText: 'the clock',
  }),
];

/** All settings. */
export const allSettings: readonly Setting[] = [...(Object.values(table) as Setting[]), ...environmentOnly];
