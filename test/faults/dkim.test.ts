import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSmtp } from '../../src/deliver/smtp/channel.ts';
import { signerFrom } from '../../src/deliver/smtp/dkim.ts';
import { defaultLimits } from '../../src/deliver/smtp/limits.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import { envelope } from '../deliver/support.ts';
import { Sink } from './sink.ts';

const tools = fileURLToPath(new URL('tools/', import.meta.url));
interface Verified {
  results: { status: { result: string }; signingDomain: string; selector: string; signingHeaders: { keys: string } }[];
}
type Verify = (
  message: Buffer,
  options: { resolver(name: string, type: string): Promise<string[][]> },
) => Promise<Verified>;
let dkimVerify: Verify;

beforeAll(() => {
  // An independent implementation, too heavy for everybody's `npm ci`.
  if (!existsSync(`${tools}node_modules/mailauth`)) {
    const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], { cwd: tools });
    if (status !== 0) throw new Error(`npm ci in ${tools} ended with ${status}: ${stderr}`);
  }
  ({ dkimVerify } = createRequire(`${tools}package.json`)('mailauth/lib/dkim/verify.js') as { dkimVerify: Verify });
}, 240_000);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

const environment = (more: Record<string, string | null> = {}) => ({
  variable: (name: string) => ({ DKIM_KEY: pem, DKIM_SELECTOR: 'pb1', DKIM_DOMAIN: null, ...more })[name] ?? null,
});

async function verify(bytes: Buffer, text = record) {
  const asked: string[] = [];
  const { results } = await dkimVerify(bytes, {
    resolver: async (name, type) => {
      asked.push(`${type} ${name}`);
      return [[text]];
    },
  });
  return { ...results[0]!, result: results[0]?.status.result, asked };
}

/** A message as it came over the wire, signed. */
async function wire(more: Record<string, string | null> = {}, letter = envelope()): Promise<Buffer> {
  const sink = await Sink.start();
  const channel = createSmtp({
    server: sink.server_,
    limits: defaultLimits,
    signer: signerFrom(environment(more)),
  });
  await channel.open();
  expect((await channel.send(letter, async () => {})).state).toBe('sent');
  await channel.close();
  await sink.stop();
  return sink.taken[0]!.bytes;
}

const oneClick = envelope({
  text: `.a dot\n${'a long line '.repeat(200)}\nGrüße ✓\n\n\n`,
  unsubscribe: { mailto: 'leave@paper.example', subject: 'unsubscribe', https: 'https://paper.example/u/abc' },
  replyTo: { address: 'answers@paper.example', name: null },
});

describe('DKIM', () => {
  it('passes on what came over the wire, for the domain of the sender', async () => {
    const found = await verify(await wire({}, oneClick));
    expect(found).toMatchObject({ result: 'pass', signingDomain: 'paper.example', selector: 'pb1' });
    expect(found.asked).toEqual(['TXT pb1._domainkey.paper.example']);
  });

  it('covers what must not be changed, the headers for leaving most of all', async () => {
    const bytes = await wire({}, oneClick);
    const { signingHeaders } = await verify(bytes);
    const covered = signingHeaders.keys.toLowerCase().split(/[:,\s]+/);
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'reply-to',
      'list-unsubscribe',
      'list-unsubscribe-post',
    ]) {
      expect(covered).toContain(name);
    }
  });

  const strip = (name: string) => (text: string) =>
    text.replace(new RegExp(`^${name}: (?:[^\r]|\r\n[ \t])*\r\n`, 'm'), '');
  it.each<[string, (text: string) => string]>([
    ['List-Unsubscribe taken out', strip('List-Unsubscribe')],
    ['List-Unsubscribe-Post taken out', strip('List-Unsubscribe-Post')],
    ['another subject', (text) => text.replace(/^Subject: /m, 'Subject: Re: ')],
    ['another address for answers', (text) => text.replace('answers@', 'evil@')],
    ['a word of the text', (text) => text.replace('a long line', 'a wrong line')],
  ])('fails with %s', async (_, change) => {
    const bytes = await wire({}, oneClick);
    const changed = Buffer.from(change(bytes.toString('latin1')), 'latin1');
    expect(changed.equals(bytes)).toBe(false);
    expect((await verify(bytes)).result).toBe('pass');
    expect((await verify(changed)).result).not.toBe('pass');
  });

  it('fails under another key, and signs for another domain where that is asked for', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' });
    const bytes = await wire({ DKIM_DOMAIN: 'mail.paper.example' });
    expect((await verify(bytes, `v=DKIM1; p=${other.toString('base64')}`)).result).not.toBe('pass');
    expect(await verify(bytes)).toMatchObject({ result: 'pass', signingDomain: 'mail.paper.example' });
  });

  it('takes a key on one line, as places for secrets keep it', async () => {
    expect((await verify(await wire({ DKIM_KEY: pem.replaceAll('\n', '\\n') }))).result).toBe('pass');
    expect(createPublicKey(privateKey).asymmetricKeyType).toBe('rsa');
  });

  it('without its settings does not sign', async () => {
    expect(signerFrom({ variable: () => null })).toBeNull();
  });

  it.each([
    ['no selector', { DKIM_SELECTOR: null }],
    ['no key', { DKIM_KEY: null }],
    ['a key that is none', { DKIM_KEY: 'hello' }],
    ['a selector that is no name', { DKIM_SELECTOR: 'a; d=evil.example' }],
    ['a domain that is no name', { DKIM_DOMAIN: 'a b' }],
    [
      'a key of another kind',
      { DKIM_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
    ],
  ])('is refused with %s, before anything is sent, and never repeats the key', async (_, more) => {
    const refused = await Promise.resolve()
      .then(() => signerFrom(environment(more)))
      .catch((error) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(JSON.stringify(refused.diagnostics)).not.toContain('PRIVATE KEY');
  });
});
