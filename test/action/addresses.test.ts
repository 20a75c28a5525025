import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressSearch, protectedAddresses } from '../../src/action/addresses.ts';

const address = 'Canary.Bird+x@example.org';
const search = addressSearch([{ address, owner: 'ada' }]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('an address is found', () => {
  it.each([
    ['plain', `To: ${address}`],
    ['in small letters', address.toLowerCase()],
    ['in capitals', address.toUpperCase()],
    ['percent-encoded', encodeURIComponent(address)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(address))],
    ['as decimal entities', address.replace(/[@.+]/g, (one) => `&#${one.charCodeAt(0)};`)],
    ['as hexadecimal entities', [...address].map((one) => `&#x${one.charCodeAt(0).toString(16)};`).join('')],
    ['as named entities', address.replace('@', '&commat;').replace('+', '&plus;')],
    ['in JSON', address.replace('@', '\\u0040')],
    ['in base64', base64(address)],
    ['in base64 after one byte', base64(`x${address} and more`)],
    ['in base64 after two bytes', base64(`xy${address}.`)],
    ['in base64 over lines', base64(`${'x'.repeat(50)}${address} and more`).replace(/.{76}/g, '$&\r\n')],
    ['in quoted-printable', address.replace('@', '=40').replace('Bird', 'Bi=\r\nrd')],
  ])('%s', (_, text) => {
    expect(search(`before ${text} after`).map(({ owner }) => owner)).toEqual(['ada']);
    expect(search(Buffer.from(text))).toHaveLength(1);
  });

  it('and nothing else is', () => {
    expect(search('canary.bird@example.org, +x@example.org, Y2FuYXJ5')).toEqual([]);
    expect(addressSearch([])(address)).toEqual([]);
  });
});

it('the secret says whose an address is, in YAML and in JSON', async () => {
  const of = async (text: string) =>
    (await protectedAddresses('no-such-folder', { PAPERBOY_SUBSCRIBERS: text })).map(({ owner, address: one }) => [
      owner,
      one,
    ]);
  expect(await of('ada: a@example.org\nben:\n  address: "b@example.org"\n')).toEqual([
    ['ada', 'a@example.org'],
    ['ben', 'b@example.org'],
  ]);
  expect(await of('{"ada": "a@example.org", "ben": "b@example.org"}')).toEqual([
    ['ada', 'a@example.org'],
    ['ben', 'b@example.org'],
  ]);
});

it('the secret and files may name variables, whatever the letters of the ending', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-addresses-'));
  writeFileSync(join(folder, 'Ben.YAML'), 'address: env:BEN\n');
  const env = { PAPERBOY_SUBSCRIBERS: 'ada:\n  address: env:ADA\n', ADA: 'a@example.org', BEN: 'b@example.org' };
  expect(await protectedAddresses(folder, env)).toEqual([
    { owner: 'ada', address: 'a@example.org' },
    { owner: 'ben', address: 'b@example.org' },
  ]);
  rmSync(folder, { recursive: true });
});
