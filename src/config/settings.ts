import { fileURLToPath } from 'node:url';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Subscription } from '../model/index.ts';
import { checkAddress, checkMailbox, type Mailbox } from '../model/mailbox.ts';
import { Secret } from './secret.ts';

/** The server that `SMTP_URL` and `SMTP_PASSWORD` name. */
interface SmtpSettings {
  host: string;
  port: number;
  /** `smtps:`, TLS from the first byte. */
  secure: boolean;
  user: string | null;
  password: Secret | null;
}

/** What a run works with, whatever it was told by. Paths are as given. */
export interface Settings {
  outDir: string;
  subscriptionsDir: string;
  templatesDir: string;
  /** Absolute http(s) address of the published `out/public/`, without a trailing slash; `null`: unpublished. */
  siteUrl: string | null;
  /** Absolute http(s) address under which `paperboy serve` answers, without a trailing slash; `null`: there is no server. */
  serverUrl: string | null;
  /** The sender; `null`: not stated, which is enough for previews only. */
  from: Mailbox | null;
  /** The address that takes unsubscribe mails; `null`: the sender's. */
  unsubscribe: string | null;
  smtp: SmtpSettings | null;
  /** The fuse: a run that would add more new papers than this stops. */
  maxNew: number;
}

/** Flags of the command line, as strings or numbers; absent or `undefined`: not given. */
export type SettingFlags = {
  [Key in 'outDir' | 'subscriptionsDir' | 'templatesDir' | 'siteUrl' | 'serverUrl' | 'from' | 'unsubscribe']?:
    | string
    | undefined;
} & { maxNew?: number | string | undefined };

export type Environment = Record<string, string | undefined>;

/** One setting: its flag, its environment variable, how to read it. */
interface Reader<T> {
  flag: keyof SettingFlags;
  variable: string;
  fallback: T;
  /** Gives the value, or what is wrong with it as a phrase that does not repeat it. */
  read(text: string): { value: T } | { wrong: string };
}

const path = (flag: keyof SettingFlags, variable: string, fallback: string): Reader<string> => ({
  flag,
  variable,
  fallback,
  read: (text) => (text.includes('\0') ? { wrong: 'is not a path' } : { value: text }),
});

const LONGEST_SITE = 900;

const urlReader = (flag: 'siteUrl' | 'serverUrl', variable: string): Reader<string | null> => ({
  flag,
  variable,
  fallback: null,
  read(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      return { wrong: 'is not an absolute http(s) address' };
    if (url.username !== '' || url.password !== '') return { wrong: 'contains a user name or a password' };
    if (url.search !== '' || url.hash !== '')
      return { wrong: 'contains "?" or "#"; only the start of an address fits' };
    // It stands in a header of every mail, whose lines have at most 998 bytes (RFC 5322, 2.1.1).
    if (url.href.length > LONGEST_SITE) return { wrong: `is longer than ${LONGEST_SITE} characters` };
    return { value: url.href.replace(/\/+$/, '') };
  },
});

const from: Reader<Mailbox | null> = {
  flag: 'from',
  variable: 'PAPERBOY_FROM',
  fallback: null,
  read(text) {
    const gate = checkMailbox(text);
    return gate.ok ? gate : { wrong: `is not an address or "Name <address>": it ${gate.reason}` };
  },
};

const unsubscribe: Reader<string | null> = {
  flag: 'unsubscribe',
  variable: 'PAPERBOY_UNSUBSCRIBE',
  fallback: null,
  read(text) {
    const gate = checkAddress(text.replace(/^mailto:/i, ''));
    return gate.ok ? gate : { wrong: `is not an address: it ${gate.reason}` };
  },
};

const maxNew: Reader<number> = {
  flag: 'maxNew',
  variable: 'PAPERBOY_MAX_NEW',
  fallback: 500,
  read: (text) => (/^[1-9]\d{0,8}$/.test(text) ? { value: Number(text) } : { wrong: 'is not a whole number above 0' }),
};

/** The templates that ship. Works from src/config and from dist/config: both lie two levels below the package. */
export const ownTemplates = fileURLToPath(new URL('../../templates', import.meta.url));

/**
 * Settings from flags, then the environment, then defaults; an empty variable counts as not set, since CI systems pass
 * missing secrets on as empty. Secrets come from the environment only. Throws a `UserError` (exit code 2) with one
 * `setting-invalid` for each bad value.
 */
export function resolveSettings({ flags, env }: { flags: SettingFlags; env: Environment }): Settings {
  const diagnostics: Diagnostic[] = [];
  const wrong = (name: string, reason: string, hint: string | null = null) =>
    diagnostics.push(diagnostic('setting-invalid', { message: `${name} ${reason}`, hint }));
  const get = <T>({ flag, variable, fallback, read }: Reader<T>): T => {
    const flagged = flags[flag];
    const text = flagged !== undefined ? String(flagged) : (env[variable] ?? '');
    const name =
      flagged !== undefined
        ? `--${flag.replace(/Dir$/, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`
        : variable;
    if (text === '') {
      if (flagged !== undefined) wrong(name, 'is empty');
      return fallback;
    }
    const result = read(text);
    if ('value' in result) return result.value;
    wrong(name, result.wrong);
    return fallback;
  };
  const settings: Settings = {
    outDir: get(path('outDir', 'PAPERBOY_OUT', 'out')),
    subscriptionsDir: get(path('subscriptionsDir', 'PAPERBOY_SUBSCRIPTIONS', 'subscriptions')),
    templatesDir: get(path('templatesDir', 'PAPERBOY_TEMPLATES', ownTemplates)),
    siteUrl: get(urlReader('siteUrl', 'PAPERBOY_SITE_URL')),
    serverUrl: get(urlReader('serverUrl', 'PAPERBOY_SERVER_URL')),
    from: get(from),
    unsubscribe: get(unsubscribe),
    smtp: readSmtp(env, wrong),
    maxNew: get(maxNew),
  };
  if (diagnostics.length > 0) throw new UserError(diagnostics, 2);
  return settings;
}

/** `smtp://user@host:587` or `smtps://...`; the password comes from `SMTP_PASSWORD`, or stands in the address. */
function readSmtp(env: Environment, wrong: (name: string, reason: string, hint?: string) => void): SmtpSettings | null {
  const text = env.SMTP_URL ?? '';
  if (text === '') return null;
  const example = 'for instance smtps://user@mail.example.org:465';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    wrong('SMTP_URL', 'is not an smtp: or smtps: address', example);
    return null;
  }
  // Options in the address could switch the demand for TLS off, so there are none.
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    wrong('SMTP_URL', 'has something after the host and port', example);
    return null;
  }
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      wrong('SMTP_URL', 'has a "%" in its user or password that is not an escape', 'write %25 for a percent sign');
      return '';
    }
  };
  const secure = url.protocol === 'smtps:';
  const user = decode(url.username);
  const password = env.SMTP_PASSWORD || decode(url.password);
  if (user !== '' && password === '') wrong('SMTP_PASSWORD', 'is not set, but SMTP_URL names a user');
  if (user === '' && password !== '') wrong('SMTP_URL', 'names no user, but there is a password', example);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    // 587 is for submission (RFC 6409); 465 for submission over TLS (RFC 8314).
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    user: user === '' ? null : user,
    password: password === '' ? null : new Secret(password),
  };
}

/**
 * Where a subscription's mail goes. Without an address in the file both parts are `null`: that subscriber reads the
 * feed. A variable that is not set (`address-unset`) or does not hold one address (`address-invalid`) is a diagnostic,
 * which names the variable and never its value.
 */
export function resolveAddress(
  subscription: Pick<Subscription, 'address' | 'name' | 'source'>,
  env: Environment,
): { mailbox: Mailbox | null; diagnostic: Diagnostic | null } {
  const { address, name, source: file } = subscription;
  if (address === null) return { mailbox: null, diagnostic: null };
  const text = address.kind === 'literal' ? address.address : (env[address.name] ?? '');
  const where = address.kind === 'literal' ? 'the address' : `the address in ${address.name}`;
  if (text === '' && address.kind === 'env') {
    const message = `the environment variable ${address.name} is not set`;
    const hint = `set it, for instance ${address.name}=reader@example.org`;
    return { mailbox: null, diagnostic: diagnostic('address-unset', { message, file, hint }) };
  }
  const gate = checkAddress(text);
  if (gate.ok) return { mailbox: { address: gate.value, name }, diagnostic: null };
  return { mailbox: null, diagnostic: diagnostic('address-invalid', { message: `${where} ${gate.reason}`, file }) };
}
