import { limitsFrom } from '../../../deliver/smtp/limits.ts';
import type { SmtpProbe } from '../../../deliver/smtp/probe.ts';
import { channelNamed } from '../../sending.ts';
import { about, type CheckId, type Finding } from '../check.ts';
import type { Setup } from '../setup.ts';
import { diagnosticsOf, lineOf, many, remedyOf } from '../words.ts';
import type { World } from '../world.ts';

const setUp = 'PAPERBOY_FROM, SMTP_URL and SMTP_PASSWORD set it up: docs/sending.md';

/** Addresses of these providers go out by their own servers only: others fail their checks. */
const freemail: Readonly<Record<string, RegExp>> = {
  'gmail.com': /\.(?:gmail|google)\.com$/,
  'googlemail.com': /\.(?:gmail|google)\.com$/,
  'outlook.com': /\.(?:outlook|office365)\.com$/,
  'hotmail.com': /\.(?:outlook|office365)\.com$/,
  'yahoo.com': /\.yahoo\.com$/,
  'icloud.com': /\.me\.com$/,
  'gmx.net': /\.gmx\.(?:net|com)$/,
  'gmx.de': /\.gmx\.(?:net|com)$/,
  'web.de': /\.web\.de$/,
};

export function sender({ settings: { from, smtp }, settingFaults, sending }: Setup): Finding[] {
  const { ok, skipped, warning, problem } = about('sender');
  if (!sending) return [skipped('nothing is set up for sending: digests are previews', setUp)];
  if (from === null) {
    if (settingFaults.some(({ message }) => message.startsWith('PAPERBOY_FROM'))) return [skipped('it cannot be used')];
    return [problem('no sender is set', 'set PAPERBOY_FROM, for instance "Paperboy <papers@example.org>"')];
  }
  const domain = domainOf(from.address);
  const servers = freemail[domain];
  if (servers !== undefined && smtp !== null && !servers.test(`.${smtp.host}`)) {
    return [
      warning(
        `the sender is of ${domain}, and the mail goes out by ${smtp.host}: receivers will hide it`,
        "send by the provider's own server, or as an address of a domain that your server signs for",
      ),
    ];
  }
  return [ok(`an address of ${domain}`)];
}

/** The domain of an address; the address itself is not shown. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The server, TLS and the log-in are looked at in one conversation. */
export async function smtp({ settings, settingFaults, sending }: Setup, world: World): Promise<Finding[]> {
  const all = (['smtp', 'smtp-tls', 'smtp-login'] as const).map(about);
  const skip = (why: string): Finding[] => all.map(({ skipped }) => skipped(why));
  const server = settings.smtp;
  if (!sending) return skip('nothing is set up for sending');
  if (settingFaults.some(({ message }) => message.startsWith('SMTP_')))
    return skip('SMTP_URL or SMTP_PASSWORD cannot be used');
  if (server === null) {
    if (world.env.WEBHOOK_URL) return skip('SMTP_URL is not set; the webhook is');
    const remedy = 'set SMTP_URL, for instance smtps://user@mail.example.org:465, and SMTP_PASSWORD';
    return [about('smtp').problem('SMTP_URL is not set', remedy), ...skip('SMTP_URL is not set').slice(1)];
  }
  if (world.network === null) return skip('--offline');
  try {
    const limits = limitsFrom({ variable: (name) => world.env[name] || null });
    const place = `${server.host}:${server.port}`;
    return findingsOf(await world.network.smtp(server, limits), place, server.secure, world.now);
  } catch (error) {
    const findings = diagnosticsOf(error).map((fault) => about('smtp').problem(lineOf(fault), remedyOf(fault)));
    return [...findings, ...skip('the settings of the server cannot be used').slice(1)];
  }
}

/** A certificate that ends sooner than in so many days should have been replaced by now. */
const SOON = 14;

function findingsOf(
  { reached, fault, tls, loggedIn }: SmtpProbe,
  place: string,
  secure: boolean,
  now: Date,
): Finding[] {
  const [server, safety, login] = (['smtp', 'smtp-tls', 'smtp-login'] as const).map((id: CheckId) => about(id));
  const later = 'it did not come to that';
  if (reached === 'connect') {
    return [
      server!.problem(
        `${place}: ${fault}`,
        'look at the host and the port in SMTP_URL, and whether a firewall lets it through',
      ),
      ...[safety!.skipped(later), login!.skipped(later)],
    ];
  }
  const answers = server!.ok(`${place} answers`);
  if (reached === 'tls') {
    const other = secure ? 'smtp:// with port 587' : 'smtps:// with port 465';
    const remedy = /certificate/.test(fault ?? '')
      ? 'give the server a certificate for its name, by a known authority; or name it in SMTP_URL as the certificate does'
      : `without TLS nothing is sent, for the password would be readable; try ${other}`;
    return [answers, safety!.problem(`${place}: ${fault}`, remedy), login!.skipped(later)];
  }
  return [answers, safe(tls, safety!, now), loggingIn({ fault, loggedIn }, login!)];
}

function safe(tls: SmtpProbe['tls'], { ok, warning, problem }: ReturnType<typeof about>, now: Date): Finding {
  if (tls.version === null) return ok('not encrypted, as the server is this machine');
  if (/^(?:SSLv|TLSv1(?:\.1)?$)/.test(tls.version))
    return warning(`${tls.version} is out of date (RFC 8996)`, 'let the server offer TLS 1.2 or newer');
  if (tls.validTo === null)
    return ok(`${tls.version}; the certificate is not looked at, as the server is this machine`);
  const days = Math.floor((tls.validTo.getTime() - now.getTime()) / 86_400_000);
  if (days < 0) return problem('the certificate has expired', 'renew it');
  const state = `${tls.version}, the certificate is valid for ${many(days, 'day')}`;
  return days < SOON ? warning(state, 'renew it; look at why that does not happen by itself') : ok(state);
}

function loggingIn(
  { fault, loggedIn }: Pick<SmtpProbe, 'fault' | 'loggedIn'>,
  { ok, skipped, problem }: ReturnType<typeof about>,
): Finding {
  if (loggedIn === null) return skipped('SMTP_URL names no user');
  if (loggedIn) return ok('the user and the password are accepted');
  const remedy =
    'look at the user in SMTP_URL and at SMTP_PASSWORD; some providers want a password of its own for each program';
  return problem(fault ?? 'the user or the password is refused', remedy);
}

export async function webhook({ settings }: Setup, { env, network, asks }: World): Promise<Finding[]> {
  const { ok, skipped, warning, problem } = about('webhook');
  const url = env.WEBHOOK_URL;
  if (!url) return [skipped('WEBHOOK_URL is not set')];
  const channel = channelNamed('webhook', { out: settings.outDir, settings, env });
  try {
    await channel.open();
  } catch (error) {
    return diagnosticsOf(error).map((fault) => problem(lineOf(fault), remedyOf(fault)));
  } finally {
    await channel.close();
  }
  if (network === null) return [skipped('--offline')];
  if (!asks.has('webhook'))
    return [skipped('set; not asked, since the other side would see it', '--ask webhook asks it')];
  const status = await network.head(url).catch(codeOf);
  if (typeof status === 'string')
    return [problem(`it cannot be reached: ${status}`, 'look at WEBHOOK_URL, and at the receiving side')];
  if (status >= 500) return [warning(`it answers with ${status}`, 'look at the receiving side')];
  return [ok(`it answers (${status})`)];
}

export async function site({ settings: { siteUrl } }: Setup, { network, asks }: World): Promise<Finding[]> {
  const { ok, skipped, warning } = about('site-url');
  if (siteUrl === null) return [skipped('no site is named; mails and feeds link to none')];
  if (network === null) return [skipped('--offline')];
  if (!asks.has('site-url')) return [skipped(`${siteUrl}, not asked`, '--ask site-url asks it')];
  const status = await network.head(`${siteUrl}/index.html`).catch(codeOf);
  if (status === 200) return [ok(`${siteUrl} answers`)];
  const fault = typeof status === 'string' ? `cannot be reached: ${status}` : `answers with ${status}`;
  return [warning(`${siteUrl}/index.html ${fault}`, 'publish out/public there, or correct the address')];
}

/** The code of an error of the network, which may be inside another one. */
function codeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: { code?: unknown } };
  return String(cause?.code ?? code ?? name ?? 'unknown error');
}
