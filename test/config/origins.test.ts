import { describe, expect, it } from 'vitest';
import { allSettings } from '../../src/config/all-settings.ts';
import { originsOf } from '../../src/config/origins.ts';
import { readSettingsFile } from '../../src/config/settings-file.ts';

const valueIn = (env: Record<string, string>, variable: string) =>
  originsOf(env, null).settings.find((setting) => setting.variable === variable)?.value;

describe('originsOf', () => {
  it('never gives a secret, nor a password that stands in an address', () => {
    const env = Object.fromEntries(
      allSettings.map(({ variable }) => [variable, `https://u:canary@${'x'.repeat(3)}.example`]),
    );
    const text = JSON.stringify(originsOf(env, null));
    expect(text).not.toContain('canary');
    expect(valueIn({ PAPERBOY_CLAIM: 'https://u:canary@git.example.org/r.git' }, 'PAPERBOY_CLAIM')).toBe(
      'https://***@git.example.org/r.git',
    );
    // What holds no password is shown as it is, also the user of git over ssh.
    expect(valueIn({ PAPERBOY_CLAIM: 'git@git.example.org:r.git' }, 'PAPERBOY_CLAIM')).toBe(
      'git@git.example.org:r.git',
    );
    expect(valueIn({ PAPERBOY_BASE_URL: 'https://m.example.org/@x' }, 'PAPERBOY_BASE_URL')).toBe(
      'https://m.example.org/@x',
    );
  });

  it('takes the environment before the file, the file before the default, and an empty variable for none', () => {
    const file = readSettingsFile('out: built\nlanguage: de\n', 'paperboy.yaml');
    const { settings, diagnostics } = originsOf({ PAPERBOY_OUT: 'env', PAPERBOY_LANGUAGE: '' }, file);
    expect(diagnostics).toEqual([]);
    const of = (key: string) => settings.find((setting) => setting.key === key);
    expect(of('out')).toMatchObject({ value: 'env', origin: 'environment', from: 'PAPERBOY_OUT' });
    expect(of('language')).toMatchObject({ value: 'de', origin: 'file', from: 'paperboy.yaml:2:1' });
    expect(of('max-new')).toMatchObject({ value: 500, origin: 'default', from: null, set: false });
  });
});
