import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checks, codesOf, type Finding } from '../../../src/cli/doctor/check.ts';
import { examine } from '../../../src/cli/doctor/doctor.ts';
import { realWorld } from '../../../src/cli/doctor/world.ts';
import { documentSchemas } from '../../../src/cli/document-schemas.ts';
import { worst } from '../../../src/cli/exit.ts';
import { formatRecord, type LedgerRecord } from '../../../src/deliver/ledger.ts';
import { takeLock } from '../../../src/store/lock.ts';
import { planned } from '../../deliver/support.ts';
import { cli, read as readDoc, root } from '../../docs/support.ts';
import { goodProbe, type WorldParts, worldOf, type Zone } from './world.ts';

const scratch = mkdtempSync(join(tmpdir(), 'paperboy-doctor-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder as after a run over the samples. */
const sound = join(scratch, 'sound');
beforeAll(async () => {
  cpSync(join(root, 'subscriptions'), join(sound, 'subscriptions'), { recursive: true });
  const places = ['--subscriptions', join(sound, 'subscriptions'), '--out', join(sound, 'out')];
  await cli('run', join(root, 'dumps'), ...places);
  // Of the site one file is enough: it says that there was a run.
  for (const name of readdirSync(join(sound, 'out/public'))) {
    if (name !== 'all') rmSync(join(sound, 'out/public', name), { recursive: true });
  }
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const published = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

const addresses = {
  PAPERBOY_ADA: 'ada@reader.example',
  PAPERBOY_BEN: 'ben@reader.example',
  PAPERBOY_CHI: 'chi@reader.example',
};
const env = {
  ...addresses,
  PAPERBOY_FROM: 'Paperboy <papers@sender.example>',
  PAPERBOY_KEY: 'a-key-of-more-than-sixteen-characters',
  SMTP_URL: 'smtps://user@mail.sender.example',
  SMTP_PASSWORD: 'the-password',
  DKIM_KEY: pem,
  DKIM_SELECTOR: 'p1',
};
const zone: Zone = {
  txt: {
    'sender.example': ['v=spf1 include:provider.example ~all', 'something else'],
    'provider.example': ['v=spf1 ip4:192.0.2.1 -all'],
    'p1._domainkey.sender.example': [published],
    '_dmarc.sender.example': ['v=DMARC1; p=quarantine'],
  },
  mx: { 'sender.example': ['mx.sender.example'] },
};

/** A copy of the sound folder, to break. */
let copies = 0;
function copy(): string {
  const folder = join(scratch, `copy-${++copies}`);
  cpSync(sound, folder, { recursive: true });
  return folder;
}

async function findings(folder: string, parts: WorldParts = {}, flags: object = {}): Promise<Finding[]> {
  const places = { outDir: join(folder, 'out'), subscriptionsDir: join(folder, 'subscriptions') };
  return examine({ ...places, ...flags }, worldOf({ env, zone, ...parts }));
}
const of = (all: readonly Finding[], id: string): string[] =>
  all.filter((one) => one.id === id).map(({ status, message }) => `${status}: ${message}`);

/** Every status of every check that the tests below have seen. */
const seen = new Set<string>();
const note = (all: readonly Finding[]): readonly Finding[] => {
  for (const { id, status, message, remedy } of all) {
    seen.add(`${id} ${status}`);
    if (status === 'warning' || status === 'problem') expect(remedy, `${id}: ${message}`).toBeTruthy();
    // Whatever is wrong: neither addresses nor secrets are told.
    expect(`${message} ${remedy}`).not.toMatch(/@reader\.example|papers@sender|the-password|a-key-of-more|PRIVATE KEY/);
  }
  return all;
};

describe('a sound installation', () => {
  it('has nothing but good findings, each check in its place', async () => {
    const all = note(await findings(sound, { asks: ['site-url'] }, { siteUrl: 'https://papers.example/x' }));
    expect(all.filter(({ status }) => status === 'problem' || status === 'warning')).toEqual([]);
    expect(all.map(({ id }) => id)).toEqual(Object.keys(checks));
    expect(codesOf(all)).toEqual([]);
    expect(of(all, 'smtp-tls')).toEqual(['ok: TLSv1.3, the certificate is valid for 92 days']);
    expect(of(all, 'dmarc')[0]).toContain('sender.example asks for quarantine');
    expect(of(all, 'state')[0]).toMatch(/^ok: 53 papers, 5 editions in \d+ files$/);
  });

  it('is told without the network, and without anything for sending', async () => {
    const offline = note(
      await findings(sound, {
        offline: true,
        env: { ...env, WEBHOOK_URL: 'https://hook.example', WEBHOOK_SECRET: 'sixteen-characters' },
      }),
    );
    for (const id of ['smtp', 'smtp-tls', 'smtp-login', 'webhook', 'spf', 'dmarc', 'mx']) {
      expect(of(offline, id), id).toEqual(['skipped: --offline']);
    }
    expect(of(offline, 'dkim')[0]).toMatch(/^skipped: the key can be used/);
    const bare = note(await findings(sound, { env: {} }));
    for (const id of ['addresses', 'key', 'sender', 'smtp', 'dkim', 'spf', 'site-url', 'github', 'git', 'webhook']) {
      expect(of(bare, id)[0], id).toMatch(/^skipped: /);
    }
    expect(codesOf(bare)).toEqual([]);
  });

  it('is looked at without a change', async () => {
    const folder = copy();
    const list = () =>
      execFileSync('find', [folder, '-type', 'f', '-newer', join(folder, 'mark')], { encoding: 'utf8' });
    writeFileSync(join(folder, 'mark'), '');
    await findings(folder);
    expect(list()).toBe('');
  });
});

/** One fault each: what is broken, what is found, and the exit code. */
interface Case {
  id: string;
  found: string | RegExp;
  code?: number;
  break?: (folder: string) => unknown;
  parts?: WorldParts;
  flags?: object;
}
const withEnv = (more: Record<string, string>): WorldParts => ({ env: { ...env, ...more } });
const withTxt = (more: Record<string, string[] | Error>): WorldParts => ({
  zone: { ...zone, txt: { ...zone.txt, ...more } },
});
const subscriptionOf = (text: string) => (folder: string) =>
  writeFileSync(join(folder, 'subscriptions/ada.yaml'), text);
const unreachable = Object.assign(new Error('no'), { code: 'ETIMEOUT' });
const ledger = (folder: string) => join(folder, 'out/state/ledger.jsonl');

const faults: Record<string, Case> = {
  'an old Node': { id: 'node', found: 'problem: Node 20.18.3 is too old', code: 2, parts: { nodeVersion: '20.18.3' } },
  'a wrong setting': {
    id: 'settings',
    found: 'problem: --site-url is not an absolute http(s) address',
    code: 2,
    flags: { siteUrl: 'ftp://x' },
  },
  'a wrong variable': {
    id: 'settings',
    found: 'problem: PAPERBOY_MAX_NEW is not a whole number above 0',
    code: 2,
    parts: withEnv({ PAPERBOY_MAX_NEW: 'many' }),
  },
  'a broken subscription': {
    id: 'subscriptions',
    found: /^problem: .*ada\.yaml:1:1: unknown field "topic"; did you mean "topics"\?$/,
    code: 2,
    break: subscriptionOf('topic: x\ntopics: {a: [b]}\n'),
  },
  'no folder of subscriptions': {
    id: 'subscriptions',
    found: /^warning: .*there is no folder/,
    break: (folder) => rmSync(join(folder, 'subscriptions'), { recursive: true }),
  },
  'no subscription': {
    id: 'subscriptions',
    found: 'warning: there is no subscription, so nobody gets a digest',
    break: (folder) => {
      rmSync(join(folder, 'subscriptions'), { recursive: true });
      mkdirSync(join(folder, 'subscriptions'));
    },
  },
  'an address that is not set': {
    id: 'addresses',
    found: /^problem: .*the environment variable PAPERBOY_BEN is not set$/,
    code: 2,
    parts: withEnv({ PAPERBOY_BEN: '' }),
  },
  'an address that is none': {
    id: 'addresses',
    found: /^problem: .*the address in PAPERBOY_BEN/,
    code: 2,
    parts: withEnv({ PAPERBOY_BEN: 'ben' }),
  },
  'a topic that finds nothing': {
    id: 'topics',
    found: 'warning: ada: the topic "Silence" finds none of 53 papers',
    break: subscriptionOf('topics: {Silence: [xyzzy], Agents: [agent]}\n'),
  },
  'templates that cannot be used': {
    id: 'templates',
    found: /^problem: .*theme\.json/,
    code: 2,
    break: (folder) => {
      mkdirSync(join(folder, 'mine/email'), { recursive: true });
      writeFileSync(join(folder, 'mine/email/theme.json'), '{"colour": 1}');
    },
    flags: { templatesDir: 'mine' },
  },
  'no folder of templates': {
    id: 'templates',
    found: /^problem: .*there is no folder of templates here$/,
    code: 2,
    flags: { templatesDir: 'mine' },
  },
  'a key that is too short': {
    id: 'key',
    found: /^problem: PAPERBOY_KEY cannot be used/,
    code: 2,
    parts: withEnv({ PAPERBOY_KEY: 'short' }),
  },
  'a damaged archive': {
    id: 'state',
    found: /^problem: .*manifest\.json/,
    code: 5,
    break: (folder) => writeFileSync(join(folder, 'out/state/manifest.json'), '{'),
  },
  'an archive that was lost': {
    id: 'state',
    found: /^problem: there is no archive, but/,
    code: 5,
    break: (folder) => rmSync(join(folder, 'out/state'), { recursive: true }),
  },
  'no archive yet': {
    id: 'state',
    found: 'skipped: there is no archive yet',
    break: (folder) => rmSync(join(folder, 'out'), { recursive: true }),
  },
  'a file where the output goes': {
    id: 'disk',
    found: /^problem: .*out is not a folder$/,
    code: 5,
    break: (folder) => {
      rmSync(join(folder, 'out'), { recursive: true });
      writeFileSync(join(folder, 'out'), '');
    },
  },
  'a full disk': { id: 'disk', found: /^problem: only 12 MB are free/, code: 5, parts: { space: 12e6 } },
  'little room': { id: 'disk', found: /^warning: only 400 MB are free/, parts: { space: 400e6 } },
  'a disk of unknown room': { id: 'disk', found: /^ok: .* can be written$/, parts: { space: null } },
  'a damaged ledger': {
    id: 'ledger',
    found: /^problem: .*ledger\.jsonl/,
    code: 5,
    break: (folder) => writeFileSync(ledger(folder), 'damaged\n{}\n'),
  },
  'no sender': { id: 'sender', found: 'problem: no sender is set', code: 4, parts: withEnv({ PAPERBOY_FROM: '' }) },
  'a sender that is none': {
    id: 'sender',
    found: 'skipped: it cannot be used',
    code: 2,
    parts: withEnv({ PAPERBOY_FROM: 'papers' }),
  },
  'a free-mail sender': {
    id: 'sender',
    code: 4,
    found: /^warning: the sender is of gmail\.com, and the mail goes out by mail\.sender\.example/,
    parts: withEnv({ PAPERBOY_FROM: 'x@gmail.com' }),
  },
  'a free-mail sender at its own server': {
    id: 'sender',
    code: 4,
    found: 'ok: an address of gmail.com',
    parts: withEnv({ PAPERBOY_FROM: 'x@gmail.com', SMTP_URL: 'smtps://x@smtp.gmail.com' }),
  },
  'no server': {
    id: 'smtp',
    found: 'problem: SMTP_URL is not set',
    code: 4,
    parts: withEnv({ SMTP_URL: '', SMTP_PASSWORD: '' }),
  },
  'no password': {
    id: 'smtp',
    found: 'skipped: SMTP_URL or SMTP_PASSWORD cannot be used',
    code: 2,
    parts: withEnv({ SMTP_PASSWORD: '' }),
  },
  'a server that does not answer': {
    id: 'smtp',
    found: 'problem: mail.sender.example:465: it refuses the connection',
    code: 4,
    parts: { probe: { reached: 'connect', fault: 'it refuses the connection' } },
  },
  'wrong limits': { id: 'smtp', found: /^problem: SMTP_RATE is not/, code: 4, parts: withEnv({ SMTP_RATE: 'x' }) },
  'a bad certificate': {
    id: 'smtp-tls',
    found: 'problem: mail.sender.example:465: its certificate is self-signed',
    code: 4,
    parts: { probe: { reached: 'tls', fault: 'its certificate is self-signed' } },
  },
  'a certificate that ends soon': {
    id: 'smtp-tls',
    found: 'warning: TLSv1.2, the certificate is valid for 4 days',
    parts: { probe: { tls: { version: 'TLSv1.2', validTo: new Date('2026-12-03T00:00:00Z') } } },
  },
  'an old TLS': {
    id: 'smtp-tls',
    found: /^warning: TLSv1\.1 is out of date/,
    parts: { probe: { tls: { ...goodProbe.tls, version: 'TLSv1.1' } } },
  },
  'a wrong password': {
    id: 'smtp-login',
    found: 'problem: it refuses the user or the password (535)',
    code: 4,
    parts: { probe: { reached: 'login', loggedIn: false, fault: 'it refuses the user or the password (535)' } },
  },
  'no user': { id: 'smtp-login', found: 'skipped: SMTP_URL names no user', parts: { probe: { loggedIn: null } } },
  'a wrong webhook': {
    id: 'webhook',
    found: /^problem: WEBHOOK_URL cannot be used/,
    code: 4,
    parts: withEnv({ WEBHOOK_URL: 'http://hook.example' }),
  },
  'a webhook that fails': {
    id: 'webhook',
    found: 'warning: it answers with 503',
    parts: {
      ...withEnv({ WEBHOOK_URL: 'https://hook.example', WEBHOOK_SECRET: 'sixteen-characters' }),
      asks: ['webhook'],
      head: async () => 503,
    },
  },
  'a webhook that is gone': {
    id: 'webhook',
    found: 'problem: it cannot be reached: ENOTFOUND',
    code: 4,
    parts: {
      ...withEnv({ WEBHOOK_URL: 'https://hook.example', WEBHOOK_SECRET: 'sixteen-characters' }),
      asks: ['webhook'],
      head: async () => {
        throw Object.assign(new Error('fetch failed'), { cause: { code: 'ENOTFOUND' } });
      },
    },
  },
  'a webhook that takes posts only': {
    id: 'webhook',
    found: 'ok: it answers (405)',
    parts: {
      ...withEnv({ WEBHOOK_URL: 'https://hook.example', WEBHOOK_SECRET: 'sixteen-characters' }),
      asks: ['webhook'],
      head: async () => 405,
    },
  },
  'a DKIM key that is none': {
    id: 'dkim',
    found: 'problem: DKIM_KEY is not a private key in PEM',
    code: 4,
    parts: withEnv({ DKIM_KEY: 'x' }),
  },
  'no DKIM record': {
    id: 'dkim',
    found: /^problem: there is no record p2\._domainkey/,
    code: 4,
    parts: withEnv({ DKIM_SELECTOR: 'p2' }),
  },
  'another DKIM key': {
    id: 'dkim',
    found: 'problem: the record p1._domainkey.sender.example is of another key',
    code: 4,
    parts: withEnv({
      DKIM_KEY: String(
        generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      ),
    }),
  },
  'a revoked DKIM key': {
    id: 'dkim',
    found: /revoked$/,
    code: 4,
    parts: withTxt({ 'p1._domainkey.sender.example': ['v=DKIM1; p='] }),
  },
  'two DKIM records': {
    id: 'dkim',
    found: /cannot be read$/,
    code: 4,
    parts: withTxt({ 'p1._domainkey.sender.example': [published, published] }),
  },
  'a DKIM key on trial': {
    id: 'dkim',
    found: /^warning: .*marked as a test/,
    parts: withTxt({ 'p1._domainkey.sender.example': [`t=y; ${published}`] }),
  },
  'no SPF record': {
    id: 'spf',
    found: 'problem: sender.example has no SPF record',
    code: 4,
    parts: withTxt({ 'sender.example': [] }),
  },
  'two SPF records': {
    id: 'spf',
    found: /^problem: sender\.example has 2 SPF records/,
    code: 4,
    parts: withTxt({ 'sender.example': ['v=spf1 -all', 'v=spf1 ~all'] }),
  },
  'an SPF record with a wrong term': {
    id: 'spf',
    found: /has a term that is none: ipv4/,
    code: 4,
    parts: withTxt({ 'sender.example': ['v=spf1 ipv4:1.2.3.4 -all'] }),
  },
  'an SPF record that refers to nothing': {
    id: 'spf',
    found: /refers to provider\.example, which has none$/,
    code: 4,
    parts: withTxt({ 'provider.example': [] }),
  },
  'an SPF record that goes round': {
    id: 'spf',
    found: /^ok: /,
    parts: withTxt({ 'provider.example': ['v=spf1 include:sender.example -all'] }),
  },
  'an SPF record that asks too much': {
    id: 'spf',
    found: /needs more than 10 questions/,
    code: 4,
    parts: withTxt({ 'provider.example': [`v=spf1 ${'a mx '.repeat(5)}-all`] }),
  },
  'an SPF record that lets everybody send': {
    id: 'spf',
    found: /^warning: .*lets everybody send$/,
    parts: withTxt({ 'sender.example': ['v=spf1 +all'] }),
  },
  'an SPF record without an end': {
    id: 'spf',
    found: /^warning: .*says nothing of other servers$/,
    parts: withTxt({ 'sender.example': ['v=spf1 a'] }),
  },
  'DNS that does not answer': {
    id: 'spf',
    found: 'warning: DNS does not answer: ETIMEOUT',
    parts: withTxt({ 'sender.example': unreachable }),
  },
  'no DMARC record': {
    id: 'dmarc',
    found: 'warning: sender.example has no DMARC record',
    parts: withTxt({ '_dmarc.sender.example': [] }),
  },
  'a DMARC record that is none': {
    id: 'dmarc',
    found: /^problem: .*cannot be read$/,
    code: 4,
    parts: withTxt({ '_dmarc.sender.example': ['v=DMARC1; p=maybe'] }),
  },
  'a signature that is not aligned': {
    id: 'dmarc',
    found: /^problem: mails are signed for other\.example, which is not aligned with sender\.example/,
    code: 4,
    parts: withEnv({ DKIM_DOMAIN: 'other.example' }),
  },
  'a policy of the domain above': {
    id: 'dmarc',
    code: 4,
    found: /^ok: sender\.example asks for reject/,
    parts: {
      ...withEnv({ PAPERBOY_FROM: 'papers@news.sender.example' }),
      ...withTxt({ '_dmarc.sender.example': ['v=DMARC1; p=none; sp=reject'] }),
    },
  },
  'a domain that takes no mail': {
    id: 'mx',
    found: /^warning: sender\.example has no server that takes mail/,
    parts: { zone: { ...zone, mx: { 'sender.example': [''] } } },
  },
  'an address of its own for leaving': {
    id: 'mx',
    found: 'ok: leave.example takes mail',
    parts: {
      ...withEnv({ PAPERBOY_UNSUBSCRIBE: 'bye@leave.example' }),
      zone: { ...zone, mx: { 'leave.example': ['a.example'] } },
    },
  },
  'a site that is not there': {
    id: 'site-url',
    found: 'warning: https://papers.example/index.html answers with 404',
    flags: { siteUrl: 'https://papers.example' },
    parts: { asks: ['site-url'], head: async () => 404 },
  },
};

describe('every fault has its finding', () => {
  it.each(Object.keys(faults))('%s', async (name) => {
    const { id, found, code = 0, break: broken, parts, flags = {} } = faults[name]!;
    const folder = broken === undefined ? sound : copy();
    broken?.(folder);
    const given = 'templatesDir' in flags ? { templatesDir: join(folder, String(flags.templatesDir)) } : flags;
    const all = note(await findings(folder, parts, given));
    expect(of(all, id)).toContainEqual(typeof found === 'string' ? found : expect.stringMatching(found));
    expect(worst(codesOf(all)), JSON.stringify(all.filter(({ status }) => status === 'problem'))).toBe(code);
  });

  it('another run at work', async () => {
    const folder = copy();
    const unlock = await takeLock(join(folder, 'out/state'));
    const all = note(await findings(folder));
    await unlock();
    expect(of(all, 'lock')[0]).toMatch(/^warning: .*another run is using this output folder$/);
    expect(codesOf(all)).toEqual([]);
  });

  it('what went out, what is open, and who is suppressed', async () => {
    const folder = copy();
    const places = ['--subscriptions', join(folder, 'subscriptions'), '--out', join(folder, 'out')];
    const { DKIM_KEY, DKIM_SELECTOR, ...plain } = env;
    for (const [name, value] of Object.entries(plain)) vi.stubEnv(name, value);
    await cli('send', '--channel', 'directory', ...places);
    expect(of(note(await findings(folder)), 'ledger')).toEqual(['ok: 3 digests sent, nothing open']);
    await cli('suppress', 'ada@reader.example', '--out', join(folder, 'out'));
    vi.unstubAllEnvs();
    const suppressed = 'warning: 1 address or subscription is suppressed and not mailed';
    expect(of(note(await findings(folder)), 'ledger')).toEqual([suppressed]);
    const other = note(await findings(folder, withEnv({ PAPERBOY_KEY: 'another-key-of-sixteen-characters' })));
    expect(of(other, 'ledger')).toEqual([
      suppressed,
      expect.stringMatching(
        /^problem: addresses are suppressed under the key [0-9a-f]{8}, which PAPERBOY_KEY does not hold/,
      ),
    ]);
    expect(worst(codesOf(other))).toBe(5);
  });

  it('digests in doubt and put off', async () => {
    const folder = copy();
    const record = planned();
    const other = planned({ subscription: 'ben' });
    const at = '2026-06-18T00:00:00Z';
    const records: LedgerRecord[] = [
      record,
      other,
      { type: 'attempt', key: record.key, attempt: 1, at },
      { type: 'attempt', key: other.key, attempt: 1, at },
      { type: 'deferred', key: other.key, attempt: 1, at, detail: '451' },
    ];
    writeFileSync(ledger(folder), records.map((one) => `${formatRecord(one)}\n`).join(''));
    expect(of(note(await findings(folder)), 'ledger')).toEqual([
      'warning: 1 digest is in doubt: handed over, and no answer came',
      'warning: 1 digest was put off',
    ]);
  });
});

describe('git', () => {
  const repository = (): { folder: string; run: (...args: string[]) => string } => {
    const folder = copy();
    const run = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    run('init', '-q');
    return { folder, run };
  };
  const real = { git: realWorld({ env: {}, offline: true, asks: [] }).git };

  it('has nothing private', async () => {
    const { folder, run } = repository();
    expect(of(note(await findings(folder, real)), 'git')).toEqual(['warning: git would take out/mail']);
    writeFileSync(join(folder, '.gitignore'), 'out/mail/\nout/cache/\n.env\n');
    run('add', '.');
    expect(of(note(await findings(folder, real)), 'git')).toEqual(['ok: nothing private is in git']);
  });

  it('shows mails, secrets and addresses that are in it, and a claim', async () => {
    const { folder, run } = repository();
    writeFileSync(join(folder, '.env'), '');
    writeFileSync(join(folder, 'out/claim.json'), '{}');
    writeFileSync(join(folder, 'subscriptions/ada.yaml'), 'address: ada@reader.example\ntopics: {a: [agent]}\n');
    run('add', '--force', '.env', 'out/mail/preview', 'out/claim.json', 'subscriptions');
    const all = note(await findings(folder, real));
    expect(of(all, 'git')).toEqual([
      expect.stringMatching(/^problem: in git, and must not be: \.env, out\/mail\/preview\/.* and \d+ more$/),
      expect.stringMatching(/^warning: an address stands in git: .*ada\.yaml$/),
      'warning: a machine has claimed the right to send, and not given it back',
    ]);
    expect(worst(codesOf(all))).toBe(2);
  });

  it('may be pushed by a workflow, whose secrets are set', async () => {
    const github = { GITHUB_ACTIONS: 'true' };
    const may =
      (yes: boolean): NonNullable<WorldParts['git']> =>
      async (_, ...args) => {
        if (args[0] === 'push' && yes) return '';
        throw new Error('no');
      };
    const good = note(await findings(sound, { env: { ...env, ...github }, git: may(true) }));
    expect(of(good, 'github')).toEqual(['ok: secrets are there, and it may push']);
    const bad = note(
      await findings(sound, { env: { ...env, ...github, PAPERBOY_CHI: '', SMTP_PASSWORD: '' }, git: may(false) }),
    );
    expect(of(bad, 'github')).toEqual([
      'warning: passed on, but empty: SMTP_PASSWORD, PAPERBOY_CHI',
      'problem: the workflow may not push',
    ]);
  });
});

describe('paperboy doctor', () => {
  const places = (folder: string) => ['--subscriptions', join(folder, 'subscriptions'), '--out', join(folder, 'out')];

  it('talks to a real server, and says which password is wrong without saying it', async () => {
    const server = new SMTPServer({
      logger: false,
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ password }, _, done) => (password === 'right' ? done(null, { user: 'ada' }) : done(new Error('no'))),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    for (const [name, value] of Object.entries(addresses)) vi.stubEnv(name, value);
    vi.stubEnv('SMTP_URL', `smtp://user@127.0.0.1:${port}`);
    vi.stubEnv('SMTP_PASSWORD', 'the-password');
    vi.stubEnv('PAPERBOY_FROM', 'papers@sender.invalid');
    const { stdout } = await cli('doctor', ...places(sound));
    expect(stdout).toMatch(
      /^problem {2}smtp-login +it refuses the user or the password \(535\)\n +-> look at the user/m,
    );
    expect(stdout).toMatch(/^ok {7}smtp +127\.0\.0\.1:\d+ answers$/m);
    expect(stdout).not.toContain('the-password');
    vi.stubEnv('SMTP_PASSWORD', 'right');
    const { stdout: good } = await cli('doctor', ...places(sound));
    expect(good).toMatch(/^ok {7}smtp-login +the user and the password are accepted$/m);
    vi.unstubAllEnvs();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  it('asks a site whether it answers', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const site = ['--site-url', `http://127.0.0.1:${port}/papers`];
    await cli('doctor', ...places(sound), ...site);
    expect(asked).toEqual([]);
    const { stdout } = await cli('doctor', ...places(sound), ...site, '--ask', 'site-url');
    server.close();
    expect(asked).toEqual(['HEAD /papers/index.html']);
    expect(stdout).toMatch(/^ok {7}site-url +http:/m);
  });

  it('prints a document that follows its schema, and ends with the code of the worst', async () => {
    const good = await cli('doctor', '--offline', '--json', ...places(sound));
    expect(good.code).toBe(0);
    const broken = copy();
    subscriptionOf('nothing')(broken);
    const both = await cli('doctor', '--offline', '--json', ...places(broken));
    expect(both.code).toBe(2);
    writeFileSync(join(broken, 'out/state/manifest.json'), '{');
    const worse = await cli('doctor', '--offline', '--json', ...places(broken));
    expect(worse.code).toBe(5);
    for (const { stdout, stderr } of [good, both, worse]) {
      expect(v.safeParse(documentSchemas.doctor, JSON.parse(stdout)).issues).toBeUndefined();
      expect(stderr).toBe('');
    }
  });

  it('goes on with what is right in paperboy.yaml, and shows what is wrong', async () => {
    const file = join(scratch, 'paperboy.yaml');
    writeFileSync(file, `out: ${join(sound, 'out')}\nsubscriptions: ${join(sound, 'subscriptions')}\nmax-nwe: 3\n`);
    const { code, stdout } = await cli('doctor', '--offline', '--config', file);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^problem {2}settings +.*paperboy\.yaml:3:1: unknown setting "max-nwe"; did you mean "max-new"\?$/m,
    );
    expect(stdout).toMatch(/^ok {7}state +53 papers/m);
  });

  it('refuses what it does not know', async () => {
    expect((await cli('doctor', '--ask', 'smtp')).code).toBe(2);
  });
});

describe('docs/doctor.md', () => {
  const page = readDoc('docs/doctor.md');
  const sections = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map(([, id]) => id);

  it('explains each check, in order', () => {
    expect(sections).toEqual(Object.keys(checks));
  });

  it('is about what the tests have seen: each check well and each failing, where it can', () => {
    const missing = Object.keys(checks).flatMap((id) => {
      const bad = seen.has(`${id} warning`) || seen.has(`${id} problem`);
      return [...(seen.has(`${id} ok`) ? [] : [`${id} ok`]), ...(bad ? [] : [`${id} not ok`])];
    });
    expect(missing).toEqual([]);
    expect(readFileSync(join(root, 'schemas/doctor.schema.json'), 'utf8')).toContain('skipped');
  });
});
