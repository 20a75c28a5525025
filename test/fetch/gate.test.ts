import { describe, expect, it } from 'vitest';
import { Gate, isPublicAddress, isSafeScheme } from '../../src/fetch/gate.ts';

describe('public addresses', () => {
  it.each([
    ...['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '223.255.255.255'],
    ...['2606:4700::1111', '2a00:1450:4001::200e', '64:ff9b::1.1.1.1', '::ffff:8.8.8.8'],
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.1.1', '192.0.0.170', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.9'],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1'],
    ...['fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::10.0.0.1'],
    ...['64:ff9b:1::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '3fff::1', '100::1', '5f00::1', '4000::1'],
    ...['', 'localhost', '1.1.1', '1.1.1.1.1', '0x7f.1', 'example.org'],
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('where requests may go', () => {
  it.each([
    'https://example.org/',
    'http://127.0.0.1:8080/',
    'http://localhost/',
    'http://a.localhost/',
    'http://[::1]/',
  ])('%s is safe from listeners', (url) => {
    expect(isSafeScheme(new URL(url))).toBe(true);
  });

  it.each([
    'http://example.org/',
    'http://10.0.0.1/',
    'http://localhost.example.org/',
    'ftp://localhost/',
    'file:///x',
  ])('%s is not', (url) => {
    expect(isSafeScheme(new URL(url))).toBe(false);
  });

  it.each(['https://127.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://LOCALHOST./'])(
    '%s is this machine, however it is written',
    (url) => {
      expect(() => new Gate(null).check(new URL(url))).toThrow('not a public address');
    },
  );

  it('one host can be exempt, and no other', () => {
    const gate = new Gate('10.0.0.1');
    expect(() => gate.check(new URL('https://10.0.0.1:8443/x'))).not.toThrow();
    expect(() => gate.check(new URL('https://10.0.0.2/'))).toThrow('10.0.0.2 is not a public address');
    expect(() => new Gate('[fd00::1]').check(new URL('https://[fd00::1]/'))).not.toThrow();
  });

  it('a public address may be asked', () => {
    expect(() => new Gate(null).check(new URL('https://huggingface.co/papers'))).not.toThrow();
  });
});
