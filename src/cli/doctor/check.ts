import type { ExitCode } from '../exit.ts';

/** What a problem is of; it decides the exit code. */
type Area = 'configuration' | 'state' | 'sending';

/**
 * Every check: what it looks at, and what it is of. The order is that of the output. To add one: a line here, a function in
 * `checks/`, a section in docs/doctor.md (a test looks for it).
 */
export const checks = {
  node: { about: 'the version of Node', area: 'configuration' },
  settings: { about: 'flags, environment and settings', area: 'configuration' },
  subscriptions: { about: 'the files of subscriptions', area: 'configuration' },
  addresses: { about: 'where their mail goes', area: 'configuration' },
  topics: { about: 'what their topics find in the archive', area: 'configuration' },
  templates: { about: 'templates of your own', area: 'configuration' },
  key: { about: 'PAPERBOY_KEY', area: 'configuration' },
  state: { about: 'the archive', area: 'state' },
  lock: { about: 'whether another run is at work', area: 'state' },
  disk: { about: 'room, and the right to write', area: 'state' },
  ledger: { about: 'what went out, and what is open', area: 'state' },
  git: { about: 'what git knows of the output folder', area: 'configuration' },
  sender: { about: 'who the mail is from', area: 'sending' },
  smtp: { about: 'the mail server answers', area: 'sending' },
  'smtp-tls': { about: 'the connection is encrypted, and the certificate valid', area: 'sending' },
  'smtp-login': { about: 'the user and the password are accepted', area: 'sending' },
  webhook: { about: 'the webhook answers', area: 'sending' },
  dkim: { about: 'the key that signs, and its record in DNS', area: 'sending' },
  spf: { about: 'the record that names who may send', area: 'sending' },
  dmarc: { about: "the record of the sender's policy, and alignment", area: 'sending' },
  mx: { about: "whether the sender's domain takes answers", area: 'sending' },
  'site-url': { about: 'the published site answers', area: 'sending' },
  github: { about: 'secrets and permissions of a workflow', area: 'configuration' },
} as const satisfies Record<string, { about: string; area: Area }>;

export type CheckId = keyof typeof checks;

/** What one check found: a line, and what to do about it. */
export interface Finding {
  id: CheckId;
  status: 'ok' | 'warning' | 'problem' | 'skipped';
  message: string;
  remedy: string | null;
}

/** Findings of one check. */
export const about = (id: CheckId) => ({
  ok: (message: string): Finding => ({ id, status: 'ok', message, remedy: null }),
  skipped: (message: string, remedy: string | null = null): Finding => ({ id, status: 'skipped', message, remedy }),
  warning: (message: string, remedy: string): Finding => ({ id, status: 'warning', message, remedy }),
  problem: (message: string, remedy: string): Finding => ({ id, status: 'problem', message, remedy }),
});

const codes: Readonly<Record<Area, ExitCode>> = { configuration: 2, state: 5, sending: 4 };

/** The exit codes of the problems; none: all is well. */
export const codesOf = (findings: readonly Finding[]): ExitCode[] =>
  findings.flatMap(({ id, status }) => (status === 'problem' ? codes[checks[id].area] : []));
