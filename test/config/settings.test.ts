import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { type Environment, resolveAddress, resolveSettings, type SettingFlags } from '../../src/config/settings.ts';
import { UserError } from '../../src/diagnostic/index.ts';

const settings = (env: Environment = {}, flags: SettingFlags = {}) => resolveSettings({ flags, env });
const messages = (env: Environment, flags: SettingFlags = {}): string[] => {
  try {
    settings(env, flags);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).exitCode).toBe(2);
    expect((error as UserError).diagnostics.every(({ code }) => code === 'setting-invalid')).toBe(true);
    return (error as UserError).diagnostics.map(({ message }) => message);
  }
  return [];
};

describe('resolveSettings', () => {
  it('has a default for everything', () => {
    const { templatesDir, ...rest } = settings({ PAPERBOY_SITE_URL: '', SMTP_URL: '', SMTP_PASSWORD: '' });
    expect(rest).toEqual({
      outDir: 'out',
      subscriptionsDir: 'subscriptions',
      siteUrl: null,
      from: null,
      unsubscribe: null,
      serverUrl: null,
      smtp: null,
      maxNew: 500,
    });
    expect(existsSync(templatesDir)).toBe(true);
  });

  it('takes the flag before the environment, and that before the default', () => {
    const env = { PAPERBOY_OUT: 'a', PAPERBOY_SITE_URL: 'https://x.example/papers//', PAPERBOY_MAX_NEW: '7' };
    expect(settings(env)).toMatchObject({ outDir: 'a', siteUrl: 'https://x.example/papers', maxNew: 7 });
    const flags = { outDir: 'b', siteUrl: 'http://localhost:8080', maxNew: 9 };
    expect(settings(env, flags)).toMatchObject({ outDir: 'b', siteUrl: 'http://localhost:8080', maxNew: 9 });
    expect(settings(env, { outDir: undefined }).outDir).toBe('a');
  });

  it('reads the sender and the address for unsubscribing', () => {
    const env = { PAPERBOY_FROM: 'Paper Boy <digest@x.example>', PAPERBOY_UNSUBSCRIBE: 'mailto:leave@x.example' };
    expect(settings(env).from).toEqual({ name: 'Paper Boy', address: 'digest@x.example' });
    expect(settings(env).unsubscribe).toBe('leave@x.example');
    expect(settings({ PAPERBOY_FROM: 'digest@x.example' }).from).toEqual({ name: null, address: 'digest@x.example' });
  });

  it('reads the mail server, whose password prints nowhere', () => {
    const env = { SMTP_URL: 'smtps://me%40x.example@mail.x.example', SMTP_PASSWORD: 'hunter2' };
    const all = settings(env);
    expect(all.smtp).toMatchObject({ host: 'mail.x.example', port: 465, secure: true, user: 'me@x.example' });
    expect(all.smtp?.password?.reveal()).toBe('hunter2');
    const printed = [JSON.stringify(all), inspect(all, { depth: 9, showHidden: true }), `${all.smtp?.password}`];
    for (const text of printed) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain('hunter2');
    }
    expect(Object.entries(new Secret('hunter2'))).toEqual([]);
    expect(structuredClone({ ...new Secret('hunter2') })).toEqual({});
    expect(settings({ SMTP_URL: 'smtp://[::1]:2525' }).smtp).toMatchObject({ host: '::1', port: 2525, user: null });
    expect(settings({ SMTP_URL: 'smtp://a:b%25@h.example' }).smtp?.password?.reveal()).toBe('b%');
    expect(settings({ SMTP_URL: 'smtp://h.example' }).smtp).toMatchObject({ port: 587, secure: false, password: null });
  });

  it.each<[Environment, string]>([
    [{ PAPERBOY_SITE_URL: '/papers' }, 'PAPERBOY_SITE_URL is not an absolute http(s) address'],
    [{ PAPERBOY_SITE_URL: 'javascript:alert(1)' }, 'PAPERBOY_SITE_URL is not an absolute http(s) address'],
    [{ PAPERBOY_SITE_URL: 'https://a:b@x.example' }, 'PAPERBOY_SITE_URL contains a user name or a password'],
    [
      { PAPERBOY_SITE_URL: 'https://x.example/?a' },
      'PAPERBOY_SITE_URL contains "?" or "#"; only the start of an address fits',
    ],
    [
      { PAPERBOY_FROM: 'canary@x.example, b@x.example' },
      'PAPERBOY_FROM is not an address or "Name <address>": it contains a space, a control character or a character outside ASCII',
    ],
    [{ PAPERBOY_UNSUBSCRIBE: 'https://x.example' }, 'PAPERBOY_UNSUBSCRIBE is not an address: it has no "@"'],
    [{ PAPERBOY_MAX_NEW: '0' }, 'PAPERBOY_MAX_NEW is not a whole number above 0'],
    [{ SMTP_URL: 'https://canary.example' }, 'SMTP_URL is not an smtp: or smtps: address'],
    [{ SMTP_URL: 'mail.canary.example' }, 'SMTP_URL is not an smtp: or smtps: address'],
    [{ SMTP_URL: 'smtp://h.example?requireTLS=false' }, 'SMTP_URL has something after the host and port'],
    [{ SMTP_URL: 'smtp://canary@h.example' }, 'SMTP_PASSWORD is not set, but SMTP_URL names a user'],
    [{ SMTP_URL: 'smtp://h.example', SMTP_PASSWORD: 'canary' }, 'SMTP_URL names no user, but there is a password'],
    [
      { SMTP_URL: 'smtp://a:%canary@h.example', SMTP_PASSWORD: '' },
      'SMTP_URL has a "%" in its user or password that is not an escape',
    ],
    [
      { PAPERBOY_SITE_URL: `https://h.example/${'canary'.repeat(160)}` },
      'PAPERBOY_SITE_URL is longer than 900 characters',
    ],
  ])('refuses %j', (env, message) => {
    expect(messages(env)[0]).toBe(message);
    expect(messages(env).join()).not.toContain('canary');
  });

  it('reports all bad values at once, by the name they were given under', () => {
    const flags = { siteUrl: 'x', subscriptionsDir: '', maxNew: 'many' };
    expect(messages({ PAPERBOY_FROM: 'x' }, flags)).toEqual([
      '--subscriptions is empty',
      '--site-url is not an absolute http(s) address',
      'PAPERBOY_FROM is not an address or "Name <address>": it has no "@"',
      '--max-new is not a whole number above 0',
    ]);
  });
});

describe('resolveAddress', () => {
  const of = (address: Parameters<typeof resolveAddress>[0]['address']) => ({
    address,
    name: 'Ada',
    source: 'ada.yaml',
  });
  const ada = of({ kind: 'env', name: 'ADA' });

  it('gives the mailbox, from the file or from the environment', () => {
    const mailbox = { address: 'ada@x.example', name: 'Ada' };
    expect(resolveAddress(of({ kind: 'literal', address: 'ada@x.example' }), {})).toEqual({
      mailbox,
      diagnostic: null,
    });
    expect(resolveAddress(ada, { ADA: 'ada@x.example' })).toEqual({ mailbox, diagnostic: null });
    expect(resolveAddress(of(null), {})).toEqual({ mailbox: null, diagnostic: null });
  });

  it('says which variable is missing or wrong, and not what is in it', () => {
    for (const env of [{}, { ADA: '' }, { ADA: undefined }]) {
      expect(resolveAddress(ada, env)).toMatchObject({
        mailbox: null,
        diagnostic: { code: 'address-unset', file: 'ada.yaml', message: 'the environment variable ADA is not set' },
      });
    }
    const { mailbox, diagnostic } = resolveAddress(ada, { ADA: 'canary@x.example,b@x.example' });
    expect(mailbox).toBeNull();
    expect(diagnostic).toMatchObject({ code: 'address-invalid', severity: 'error' });
    expect(JSON.stringify(diagnostic)).not.toContain('canary');
  });
});
