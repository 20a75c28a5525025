import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { belongTogether, readDkim } from '../../../src/cli/doctor/records/dkim.ts';
import { dmarcRecords, domainsAbove, isAligned, readDmarc } from '../../../src/cli/doctor/records/dmarc.ts';
import { readSpf, spfRecords } from '../../../src/cli/doctor/records/spf.ts';
import { readTags } from '../../../src/cli/doctor/records/tags.ts';

describe('lists of tags', () => {
  it.each([
    ['v=DKIM1; k=rsa ;p = ab c ', { v: 'DKIM1', k: 'rsa', p: 'ab c' }],
    ['p=', { p: '' }],
    [';;', {}],
    ['p=a=b', { p: 'a=b' }],
    ['v=1; v=2', null],
    ['nothing', null],
    ['=x', null],
  ])('%j', (text, tags) => {
    const read = readTags(text);
    expect(read === null ? null : Object.fromEntries(read)).toEqual(tags);
  });
});

describe('SPF (RFC 7208)', () => {
  it('is told from other texts', () => {
    const texts = ['v=spf1', 'V=SPF1 -all', 'v=spf10 -all', 'v=spf1-all', ' v=spf1', 'google-site-verification=x'];
    expect(spfRecords(texts)).toEqual(['v=spf1', 'V=SPF1 -all']);
  });

  it.each([
    ['v=spf1 -all', { all: '-', refers: [], lookups: 0 }],
    ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all', { all: '~', refers: [], lookups: 0 }],
    ['v=spf1 a mx ptr exists:%{i}.x a:m.example.org/24 ?all', { all: '?', refers: [], lookups: 5 }],
    [
      'v=spf1  include:_spf.a.example +include:b.example all',
      { all: '+', refers: ['_spf.a.example', 'b.example'], lookups: 2 },
    ],
    ['v=spf1 redirect=_spf.a.example', { all: null, refers: ['_spf.a.example'], lookups: 1 }],
    ['v=spf1 redirect=a.example -all', { all: '-', refers: [], lookups: 1 }],
    ['v=spf1 -all include:never.example', { all: '-', refers: [], lookups: 0 }],
    ['v=spf1 exp=why.example unknown=x', { all: null, refers: [], lookups: 0 }],
    ['v=spf1 ipv4:192.0.2.1 -all', { wrong: 'ipv4:192.0.2.1' }],
    ['v=spf1 include: -all', { wrong: 'include:' }],
    ['v=spf1 include -all', { wrong: 'include' }],
  ])('%s', (text, read) => expect(readSpf(text)).toEqual(read));
});

describe('DKIM (RFC 6376)', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const text = (type: 'spki' | 'pkcs1') => publicKey.export({ type, format: 'der' }).toString('base64');

  it.each(['spki', 'pkcs1'] as const)('reads a key in the form of %s, with spaces in it', (type) => {
    const read = readDkim(`v=DKIM1; k=rsa; p=${text(type).replace(/(.{60})/g, '$1 ')}`);
    expect(read?.testing).toBe(false);
    expect(belongTogether(read!.key!, privateKey)).toBe(true);
    expect(belongTogether(read!.key!, other)).toBe(false);
  });

  it('knows what was revoked, what is a test, and what is no key', () => {
    expect(readDkim('v=DKIM1; p=')).toEqual({ key: null, testing: false });
    expect(readDkim(`t=s:y; p=${text('spki')}`)?.testing).toBe(true);
    for (const none of ['v=DKIM1', 'v=DKIM2; p=', 'p=AAAA', 'hello', '']) expect(readDkim(none)).toBeNull();
  });
});

describe('DMARC (RFC 7489)', () => {
  it('is told from other texts', () => {
    expect(dmarcRecords(['v=DMARC1', 'v = DMARC1 ; p=none', 'v=DMARC12; p=none', 'p=none; v=DMARC1'])).toHaveLength(2);
  });

  it.each([
    ['v=DMARC1; p=none', { policy: 'none', subdomains: 'none', strictDkim: false }],
    [
      'v=DMARC1; p=REJECT; sp=quarantine; adkim=s; rua=mailto:x@example.org',
      { policy: 'reject', subdomains: 'quarantine', strictDkim: true },
    ],
    ['v=DMARC1', null],
    ['v=DMARC1; p=some', null],
    ['v=DMARC1; p=none; p=reject', null],
  ])('%s', (text, read) => expect(readDmarc(text)).toEqual(read));

  it('stands at the domain or above it, and aligns domains that are related', () => {
    expect(domainsAbove('a.b.example.org')).toEqual(['a.b.example.org', 'b.example.org', 'example.org']);
    expect(domainsAbove('localhost')).toEqual(['localhost']);
    expect(isAligned('example.org', 'Example.org', true)).toBe(true);
    expect(isAligned('example.org', 'mail.example.org', false)).toBe(true);
    expect(isAligned('example.org', 'mail.example.org', true)).toBe(false);
    expect(isAligned('ample.org', 'example.org', false)).toBe(false);
  });
});
