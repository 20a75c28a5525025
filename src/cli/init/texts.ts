import { sampleTopics, type TopicAnswer } from './topics.ts';

// What the files say that are made. Each is a function of the answers, and nothing else.

/** The environment variable for the address of a subscription. */
export const variableOf = (id: string): string => `PAPERBOY_${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

/** The first line of a YAML file: where editors find its schema. */
const schemaLine = (schema: string): string => `# yaml-language-server: $schema=${schema}`;

/** @param schema path of the schema as seen from the file. */
export function subscriptionText(
  { id, name, topics }: { id: string; name: string; topics: readonly TopicAnswer[] },
  schema: string,
): string {
  const sample = topics === sampleTopics ? ['# A sample: write here what you want to read about.'] : [];
  return lines(
    schemaLine(schema),
    '',
    `name: ${scalar(name)}`,
    '',
    '# The environment variable with the address, so that this file can be public. Without it there are previews, and no mail.',
    `address: env:${variableOf(id)}`,
    '',
    '# A heading, and its keywords: a paper that has one of them in its title or abstract is in the digest. Capitals, plurals',
    '# and hyphens make no difference. There is more: exclusions, queries, weights.',
    ...sample,
    'topics:',
    ...topics.map((topic) => `  ${scalar(topic.name)}: [${topic.keywords.map(scalar).join(', ')}]`),
    '',
    '# The first digest may have so many papers from before this subscription.',
    'backfill: 5',
    '',
    '# cadence: weekly           # daily, weekdays, weekly, monthly or instant; daily when left out',
    '# weekday: friday           # of a weekly digest',
    '# time-zone: Europe/Vienna  # UTC when left out',
    '# max-papers: 20            # in one digest; the others roll over to the next',
    '# public: true              # feeds and pages of this subscription in out/public/',
  );
}

/** @param siteUrl where `out/public/` is published, or `null`. */
export function settingsText(siteUrl: string | null, schema: string): string {
  return lines(
    schemaLine(schema),
    '',
    '# Everything here may be left out. A flag wins over the environment, the environment over this file.',
    '# Passwords and addresses do not belong here: they come from the environment (.env).',
    '',
    '# The address under which out/public/ is published: mails and feeds link to it.',
    siteUrl === null ? '# site-url: https://example.github.io/papers' : `site-url: ${scalar(siteUrl)}`,
    '',
    '# Files and folders to read, where a command names none.',
    '# dumps: [dumps]',
    '',
    '# A run that would take in more new papers than this stops before anything is sent.',
    '# max-new: 500',
  );
}

/** The file of secrets, which git ignores. Shells, systemd and `node --env-file` read it. */
export function secretsText(id: string): string {
  return lines(
    '# Secrets and addresses for Paperboy, one a line. Git ignores this file; keep it so.',
    '# Load it before a command:  set -a; . ./.env; set +a',
    '',
    '# Where the digests go:',
    `#${variableOf(id)}=reader@example.org`,
    '',
    '# The sender, and the server that takes the mail:',
    '#PAPERBOY_FROM="Paperboy <papers@example.org>"',
    '#SMTP_URL=smtps://user@mail.example.org:465',
    '#SMTP_PASSWORD=',
  );
}

export const dumpsText = (): string =>
  lines(
    '# Dumps',
    '',
    'Put saved lists of papers here, one file a day. `paperboy run` takes in what is new, whatever the names; a date in the name',
    '(`2026-02-05.txt`) says which day it is of. This page is not read.',
    '',
    '- **By hand**: open <https://huggingface.co/papers>, select all (Ctrl-A), copy (Ctrl-C), and save the text here.',
    '- **As a page**: save it in your browser (Ctrl-S) as "HTML only".',
    '- **By command**: `paperboy fetch` saves today’s list here; `paperboy fetch --since 2026-02-01` what was missed.',
  );

/** What git must not see. */
const ignored: readonly { line: string; covers: readonly string[] }[] = [
  { line: 'out/mail/', covers: ['out', 'out/mail'] },
  { line: 'out/cache/', covers: ['out', 'out/cache'] },
  { line: '.env', covers: ['.env', '.env*'] },
  { line: 'node_modules/', covers: ['node_modules'] },
];

/** What is to be added to a `.gitignore`; empty when it has everything. */
export function ignoreText(existing: string): string {
  const rules = new Set(existing.split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, '')));
  const missing = ignored.filter(({ covers }) => !covers.some((rule) => rules.has(rule))).map(({ line }) => line);
  if (missing.length === 0) return '';
  const gap = existing === '' ? '' : existing.endsWith('\n') ? '\n' : '\n\n';
  return `${gap}${lines('# Paperboy: mails, caches and secrets are private.', ...missing)}`;
}

/** Text as YAML, in quotes where it could mean something else. JSON's strings are YAML's (YAML 1.2, 1.2). */
function scalar(text: string): string {
  const plain = /^[A-Za-z][\w.-]*(?: [\w.-]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain || /^https?:\/\/[\w./~-]+$/.test(text) ? text : JSON.stringify(text);
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
