import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Subscription } from '../model/index.ts';
import { checkAddress, type Mailbox } from '../model/mailbox.ts';
import { Secret } from './secret.ts';
import { expectedOf, type Setting } from './setting.ts';
import { table } from './settings-table.ts';

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
  /** What is read when a run is given nothing. */
  dumps: readonly string[];
  outDir: string;
  subscriptionsDir: string;
  templatesDir: string;
  /** Absolute http(s) address of the published `out/public/`, without a trailing slash; `null`: unpublished. */
  siteUrl: string | null;
  /** Absolute http(s) address under which `paperboy serve` answers, without a trailing slash; `null`: there is no server. */
  serverUrl: string | null;
  /** The language of feeds and site. */
  language: string;
  /** The sender; `null`: not stated, which is enough for previews only. */
  from: Mailbox | null;
  /** The address that takes unsubscribe mails; `null`: the sender's. */
  unsubscribe: string | null;
  /** The way out for all; `null`: each subscription's own, or smtp. */
  channel: string | null;
  inDoubt: 'resend' | 'skip';
  /** The git remote to claim the right to send on; `null`: this machine is the only one. */
  claim: string | null;
  smtp: SmtpSettings | null;
  /** The fuse: a run that would add more new papers than this stops. */
  maxNew: number;
  /** `null`: a run refuses an empty archive when there are signs that it was lost. */
  requireState: boolean | null;
}

type Flag =
  | 'outDir'
  | 'subscriptionsDir'
  | 'templatesDir'
  | 'siteUrl'
  | 'serverUrl'
  | 'language'
  | 'from'
  | 'unsubscribe'
  | 'channel'
  | 'inDoubt'
  | 'claim';

/** Flags of the command line; absent or `undefined`: not given. */
export type SettingFlags = { [Key in Flag]?: string | undefined } & {
  dumps?: readonly string[] | undefined;
  maxNew?: number | string | undefined;
  requireState?: boolean | undefined;
};

export type Environment = Record<string, string | undefined>;

/**
 * Settings from flags, then the environment, then defaults; an empty variable counts as not set, since CI systems pass
 * missing secrets on as empty. What `paperboy.yaml` says is part of the environment given (`settings-file.ts`). Secrets come
 * from the environment only. Throws a `UserError` (exit code 2) with one `setting-invalid` for each bad value.
 */
export function resolveSettings({ flags, env }: { flags: SettingFlags; env: Environment }): Settings {
  const diagnostics: Diagnostic[] = [];
  const wrong = (name: string, reason: string, hint: string | null = null, expected: string | null = null) =>
    diagnostics.push(diagnostic('setting-invalid', { message: `${name} ${reason}`, expected, hint }));
  const get = <T>(
    { key, variable, form, fallback, read }: Setting<T>,
    flag: string | number | boolean | undefined,
  ): T => {
    const text = flag !== undefined ? String(flag) : (env[variable] ?? '');
    const name = flag !== undefined ? `--${key}` : variable;
    const expected = form === null ? null : expectedOf(form);
    if (text === '') {
      if (flag !== undefined) wrong(name, 'is empty', null, expected);
      return fallback;
    }
    const result = read(text);
    if ('value' in result) return result.value;
    wrong(name, result.wrong, null, expected);
    return fallback;
  };
  const settings: Settings = {
    dumps: flags.dumps?.length ? flags.dumps : get(table.dumps, undefined),
    outDir: get(table.out, flags.outDir),
    subscriptionsDir: get(table.subscriptions, flags.subscriptionsDir),
    templatesDir: get(table.templates, flags.templatesDir),
    siteUrl: get(table.siteUrl, flags.siteUrl),
    serverUrl: get(table.serverUrl, flags.serverUrl),
    language: get(table.language, flags.language),
    from: get(table.from, flags.from),
    unsubscribe: get(table.unsubscribe, flags.unsubscribe),
    channel: get(table.channel, flags.channel),
    inDoubt: get(table.inDoubt, flags.inDoubt),
    // `--claim=`: none, whatever else is said.
    claim: flags.claim === '' ? null : get(table.claim, flags.claim),
    smtp: readSmtp(env, wrong),
    maxNew: get(table.maxNew, flags.maxNew),
    requireState: get(table.requireState, flags.requireState),
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
