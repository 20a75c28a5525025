import fc from 'fast-check';
import addressParser from 'nodemailer/lib/addressparser';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { assertMailbox, checkAddress, checkMailbox, checkName, domainOf } from '../../src/deliver/address.ts';
import { buildEml } from '../../src/deliver/envelope.ts';
import { envelope } from './support.ts';

const accepted = [
  'ada@example.org',
  "o'brien+papers@mail.example.co.uk",
  'first.last@xn--bcher-kva.example',
  'a@b.co',
  `${'l'.repeat(64)}@example.org`,
  `a@${'d'.repeat(63)}.org`,
];

const refused = [
  '',
  '@example.org',
  'ada',
  'ada@',
  'ada@example',
  'ada@.example.org',
  'ada@example..org',
  'ada@example.org.',
  'ada@-example.org',
  'ada@exa_mple.org',
  'ada@127.0.0.1',
  'ada@[127.0.0.1]',
  '.ada@example.org',
  'ada.@example.org',
  'a..da@example.org',
  '"ada"@example.org',
  'ada(comment)@example.org',
  'ada@example.org(comment)',
  'Ada <ada@example.org>',
  '<ada@example.org>',
  'ada@example.org>',
  'ada@example.org> SIZE=1',
  'ada@example.org,eve@example.net',
  'ada@example.org;eve@example.net',
  'ada@example.org eve@example.net',
  ' ada@example.org',
  'ada@example.org ',
  'ada@example.org\n',
  'ada@example.org\r\nBcc: eve@example.net',
  'ada@example.org\r\nRCPT TO:<eve@example.net>',
  'ada@example.org\0',
  'ada\t@example.org',
  'friends: ada@example.org;',
  'ada@example.org@example.net',
  'eve%example.net@example.org',
  'example.net!eve@example.org',
  '@example.net:ada@example.org',
  '-oQ/tmp@example.org',
  'mailto:ada@example.org',
  '=?utf-8?q?eve=40example.net?=@example.org',
  'ädá@example.org',
  'ada@exämple.org',
  'ada@example.org\u2028',
  'ada\u200b@example.org',
  `${'l'.repeat(65)}@example.org`,
  `a@${'d'.repeat(64)}.org`,
  `a@${'d.'.repeat(130)}org`,
];

describe('address gate', () => {
  it.each(accepted)('accepts %j, unchanged', (address) => {
    expect(checkAddress(address)).toEqual({ ok: true, value: address });
  });

  it.each(refused)('refuses %j, without repeating it', (address) => {
    const gate = checkAddress(address);
    expect(gate.ok).toBe(false);
    if (!gate.ok && address !== '') expect(gate.reason).not.toContain(address);
    expect(() => assertMailbox({ address, name: null }, 'recipient')).toThrow();
  });

  // Pieces out of which addresses, lists, groups, routes and injected commands are made.
  const piece = fc.constantFrom(
    ...[
      'ada',
      'eve',
      '@',
      '@example.org',
      'example.net',
      '.',
      ',',
      ';',
      ':',
      '<',
      '>',
      '"',
      '(',
      ')',
      '\\',
      ' ',
      '\r\n',
    ],
    ...['Bcc: ', '%', '!', '=?utf-8?q?', '?=', '=40', '[', ']', '\0', 'ä', '-', '+', "'", '{', '|', '/', '#', '\t'],
  );
  const hostile = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.array(piece, { maxLength: 4 }).map((parts) => `${parts.join('')}@example.org`),
    fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((local) => `${local}@example.org`),
    fc.emailAddress(),
  );

  it('never accepts what a parser reads as more or other than one recipient', () => {
    let passed = 0;
    fc.assert(
      fc.property(hostile, (text) => {
        const gate = checkAddress(text);
        if (!gate.ok) return;
        passed += 1;
        expect(addressParser(text, { flatten: true })).toEqual([{ address: text, name: '' }]);
      }),
      { numRuns: 5000 },
    );
    // Positive control: the generator does reach the gate's other side.
    expect(passed).toBeGreaterThan(200);
  });

  it('never yields a message with another recipient, whatever the address and the name', async () => {
    const name = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    let built = 0;
    await fc.assert(
      fc.asyncProperty(hostile, name, async (address, display) => {
        const to = { address, name: checkName(display).ok ? display : null };
        if (!checkAddress(address).ok) return;
        built += 1;
        const mail = await PostalMime.parse(await buildEml(envelope({ to })));
        expect(mail.to?.map((mailbox) => mailbox.address)).toEqual([address]);
        expect(mail.cc ?? []).toEqual([]);
        expect(mail.bcc ?? []).toEqual([]);
      }),
      { numRuns: 600 },
    );
    expect(built).toBeGreaterThan(50);
  });
});

describe('mailboxes', () => {
  it('reads an address with and without a name', () => {
    expect(checkMailbox('a@b.example')).toEqual({ ok: true, value: { address: 'a@b.example', name: null } });
    const named = { ok: true, value: { address: 'a@b.example', name: 'Ada Löve' } };
    expect(checkMailbox('Ada Löve <a@b.example>')).toEqual(named);
    expect(checkMailbox('"Ada Löve" <a@b.example>')).toEqual(named);
  });

  it.each([
    'Ada <a@b.example>, Eve <e@b.example>',
    'Ada\r\nBcc: e@b.example <a@b.example>',
    'Ada <a@b.example> <e@b.example>',
    '<a@b.example>',
    'Ada a@b.example',
    'Lovelace, Ada <a@b.example>',
    'Ada\u202e <a@b.example>',
    '=?utf-8?q?x?= <a@b.example>',
  ])('refuses %j', (text) => {
    expect(checkMailbox(text)).toMatchObject({ ok: false });
  });

  it('refuses names with controls, lone surrogates or nothing in them', () => {
    for (const name of ['', '  ', 'a\nb', 'a\0b', '\ud800', 'x'.repeat(201)]) expect(checkName(name).ok).toBe(false);
    expect(checkName('Zoë "Z" O’Neil, PhD').ok).toBe(true);
  });

  it('knows the domain', () => expect(domainOf({ address: 'a@b.example', name: null })).toBe('b.example'));
});
