import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { allSettings } from '../../src/config/all-settings.ts';
import { cli, read, root } from '../docs/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-config-'));
const file = join(folder, 'paperboy.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe('paperboy config', () => {
  it('shows every setting, and prints one alone', async () => {
    const { code, stdout } = await cli('config', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).settings).toHaveLength(allSettings.length);
    writeFileSync(file, 'max-new: 7\n');
    expect(await cli('config', 'max-new', '--config', file)).toEqual({ code: 0, stdout: '7\n', stderr: '' });
  });

  it('shows what can be shown beside the faults of a file, which stop every other command', async () => {
    writeFileSync(file, 'max-new: 7\nsubscription: x\nsmtp-password: canary\n');
    const { code, stdout, stderr } = await cli('config', '--config', file);
    expect(code).toBe(2);
    expect(stdout).toContain(`from ${file}:1:1`);
    expect(stderr).toContain(`${file}:2:1 error unknown setting "subscription"; did you mean "subscriptions"?`);
    expect(stderr).toContain('SMTP_PASSWORD');
    expect(stdout + stderr).not.toContain('canary');
    expect((await cli('papers', '--config', file)).code).toBe(2);
  });

  it.each([
    ['SMTP_URL', 'garbage-canary'],
    ['PAPERBOY_KEY', 'canary'],
    ['PAPERBOY_NOW', 'never'],
    ['PAPERBOY_SUBSCRIBERS', 'ada: canary@example@org'],
    ['PAPERBOY_MAX_NEW', '0'],
  ])('finds in %s what a run would refuse', async (variable, value) => {
    vi.stubEnv(variable, value);
    const { code, stdout, stderr } = await cli('config');
    expect(code).toBe(2);
    expect(stderr.match(new RegExp(`\\b${variable}\\b`, 'g'))).toHaveLength(1);
    expect(stdout + stderr).not.toContain('canary');
  });

  it('takes a flag before the environment, and says so', async () => {
    vi.stubEnv('PAPERBOY_OUT', 'env');
    const { settings } = JSON.parse((await cli('config', '--out', 'flag', '--no-require-state', '--json')).stdout);
    const of = (key: string) => settings.find((setting: { key: string }) => setting.key === key);
    expect(of('out')).toMatchObject({ value: 'flag', origin: 'flag', from: '--out' });
    expect(of('require-state')).toMatchObject({ value: false, origin: 'flag', from: '--require-state' });
    const { code, stderr } = await cli('config', '--max-new', 'many');
    expect([code, stderr]).toEqual([2, expect.stringContaining('error --max-new is not a whole number above 0')]);
  });

  it('prints a document of one setting, and refuses to print "set" for the value of a secret', async () => {
    const { code, stdout } = await cli('config', 'max-new', '--max-new', '7', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'paperboy.config/1', settings: [{ key: 'max-new', value: 7 }] });
    vi.stubEnv('SMTP_URL', 'smtps://mail.example.org');
    const refused = await cli('config', 'SMTP_URL');
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('SMTP_URL is a secret, and is never printed');
    const { settings } = JSON.parse((await cli('config', 'SMTP_URL', '--json')).stdout);
    expect(settings).toMatchObject([{ key: 'SMTP_URL', set: true, value: null }]);
  });

  it('never prints a secret, also when it is asked for one', async () => {
    for (const { variable } of allSettings.filter(({ secret }) => secret)) {
      vi.stubEnv(variable, 'canary');
      for (const args of [['config'], ['config', '--json'], ['config', variable], ['config', variable, '--json']]) {
        const { stdout, stderr } = await cli(...args);
        expect(stdout + stderr, variable).not.toContain('canary');
      }
    }
  });
});

describe('the table of settings', () => {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const variables = (text: string) => text.match(/\b(?:PAPERBOY|SMTP|DKIM|WEBHOOK)_[A-Z_]+\b/g) ?? [];
  // PAPERBOY_SEND is a variable of a repository on GitHub, in the text of a workflow.
  const known = new Set([...allSettings.map(({ variable }) => variable), 'PAPERBOY_SEND']);

  it('has every variable that the code reads', () => {
    const read_ = sources.flatMap((name) => variables(read(`src/${name}`)));
    expect(read_.length).toBeGreaterThan(20);
    expect([...new Set(read_)].filter((name) => !known.has(name))).toEqual([]);
    // And would see one that is missing.
    expect(variables('env.PAPERBOY_NOT_THERE').filter((name) => !known.has(name))).toEqual(['PAPERBOY_NOT_THERE']);
  });
});
