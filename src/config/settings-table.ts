import { fileURLToPath } from 'node:url';
import { choice, path, paths, type Setting, text, truth, whole } from './setting.ts';
import { asIs, readFrom, readMirror, readRate, readSiteUrl, readUnsubscribe } from './setting-readers.ts';

/** The templates that ship. Works from src/config and from dist/config: both lie two levels below the package. */
export const ownTemplates = fileURLToPath(new URL('../../templates', import.meta.url));

/** The languages of feeds and site. */
export const languages = ['en', 'de'] as const;

/** The ways out that `deliver/channels/` has; a test holds the two together, for configuration imports no stage. */
export const channels = ['smtp', 'directory', 'webhook'] as const;

/** Every setting there is, in the order of documents. The file, the schema, `paperboy config` and the reference follow it. */
export const table = {
  dumps: paths('dumps', ['dumps'], {
    variable: 'PAPERBOY_DUMPS',
    group: 'files',
    flag: false,
    description: 'Files and folders that `run` reads when it is given none; in the environment one a line.',
  }),
  out: path('out', 'out', {
    variable: 'PAPERBOY_OUT',
    group: 'files',
    description: 'The output folder: `public/`, `mail/` and `state/` are in it.',
  }),
  subscriptions: path('subscriptions', 'subscriptions', {
    variable: 'PAPERBOY_SUBSCRIPTIONS',
    group: 'files',
    description: 'The folder of subscriptions.',
  }),
  templates: path('templates', ownTemplates, {
    variable: 'PAPERBOY_TEMPLATES',
    group: 'files',
    description: 'A folder of templates of your own; what is not in it is taken from those that ship.',
    fallbackText: 'those that ship',
  }),
  siteUrl: text(
    'site-url',
    { expected: 'an http(s) address', example: 'https://papers.example.org' },
    {
      variable: 'PAPERBOY_SITE_URL',
      group: 'publishing',
      description: 'The address under which `out/public` is published. Without it feeds have no link to themselves.',
    },
    readSiteUrl,
  ),
  serverUrl: text(
    'server-url',
    { expected: 'an http(s) address', example: 'https://papers.example.org' },
    {
      variable: 'PAPERBOY_SERVER_URL',
      group: 'publishing',
      description: 'The address under which `paperboy serve` answers; mails link to it.',
      fallbackText: 'there is no server',
    },
    readSiteUrl,
  ),
  language: choice('language', languages, 'en', {
    variable: 'PAPERBOY_LANGUAGE',
    group: 'publishing',
    description: 'The language of feeds and site. Mails follow `locale` of each subscription.',
  }),
  maxNew: whole('max-new', 500, [1, 999_999_999], {
    variable: 'PAPERBOY_MAX_NEW',
    group: 'the run',
    description: 'The fuse: a run that would add more new papers than this stops.',
  }),
  requireState: truth('require-state', null, {
    variable: 'PAPERBOY_REQUIRE_STATE',
    group: 'the run',
    description: 'Whether a run refuses to begin with an empty archive.',
    fallbackText: 'when there are signs that it was lost',
  }),
  from: text(
    'from',
    { expected: '"Name <address>"', example: 'Paperboy <papers@example.org>' },
    {
      variable: 'PAPERBOY_FROM',
      group: 'sending',
      description: 'The sender of the mails, `Name <address>`. Needed to send.',
    },
    readFrom,
  ),
  unsubscribe: text(
    'unsubscribe',
    { expected: 'an address', example: 'leave@example.org' },
    {
      variable: 'PAPERBOY_UNSUBSCRIBE',
      group: 'sending',
      flag: false,
      description: 'The address that takes unsubscribe mails.',
      fallbackText: 'that of the sender',
    },
    readUnsubscribe,
  ),
  channel: choice('channel', channels, null, {
    variable: 'PAPERBOY_CHANNEL',
    group: 'sending',
    description: 'The way out for all digests.',
    fallbackText: "each subscription's own, or smtp",
  }),
  inDoubt: choice('in-doubt', ['resend', 'skip'], 'resend', {
    variable: 'PAPERBOY_IN_DOUBT',
    group: 'sending',
    description: 'What becomes of a mail that may have arrived: sent again with the same Message-ID, or left.',
  }),
  claim: text(
    'claim',
    { expected: 'a git remote', example: 'origin' },
    {
      variable: 'PAPERBOY_CLAIM',
      group: 'sending',
      description: 'The git remote on which the right to send is claimed first, where several machines send.',
    },
    asIs,
  ),
  baseUrl: text(
    'base-url',
    { expected: 'an https address', example: 'https://mirror.example.org' },
    {
      variable: 'PAPERBOY_BASE_URL',
      group: 'asking the site',
      description: 'A mirror of the site for `fetch`.',
      fallbackText: 'https://huggingface.co',
    },
    readMirror,
  ),
  allowPrivate: truth('allow-private', false, {
    variable: 'PAPERBOY_ALLOW_PRIVATE',
    group: 'asking the site',
    description: 'Lets base-url be on this machine or in a private network.',
  }),
  smtpConnections: whole('smtp-connections', 3, [1, 50], {
    variable: 'SMTP_CONNECTIONS',
    group: 'the mail server',
    flag: false,
    description: 'Connections to the mail server at once.',
  }),
  smtpMessages: whole('smtp-messages-per-connection', 100, [1, 100_000], {
    variable: 'SMTP_MESSAGES_PER_CONNECTION',
    group: 'the mail server',
    flag: false,
    description: 'Mails after which a connection is opened anew.',
  }),
  smtpRate: text(
    'smtp-rate',
    { expected: 'a whole number from 1 to 100000', example: '5' },
    {
      variable: 'SMTP_RATE',
      group: 'the mail server',
      flag: false,
      description: 'Most mails a second.',
      fallbackText: 'no limit',
    },
    readRate,
  ),
  dkimSelector: text(
    'dkim-selector',
    { expected: 'the first part of a name in DNS', example: 'paperboy' },
    {
      variable: 'DKIM_SELECTOR',
      group: 'the mail server',
      flag: false,
      description: 'The selector of the DKIM key in DNS.',
    },
    asIs,
  ),
  dkimDomain: text(
    'dkim-domain',
    { expected: 'a domain', example: 'example.org' },
    {
      variable: 'DKIM_DOMAIN',
      group: 'the mail server',
      flag: false,
      description: 'The domain that signs.',
      fallbackText: 'that of the sender',
    },
    asIs,
  ),
} satisfies Record<string, Setting>;
