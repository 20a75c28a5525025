import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { environment, readConfiguration } from '../../src/cli/environment.ts';
import { maxBytes } from '../../src/config/yaml.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-environment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const path = join(folder, 'some.yaml');
const messages = async (file: string): Promise<string[]> =>
  (await readConfiguration(file)).map(({ code, message }) => `${message} [${code}]`);

describe('readConfiguration', () => {
  it('puts the file below the environment, where an empty variable says nothing', async () => {
    writeFileSync(path, 'out: /built\nlanguage: de\n');
    vi.stubEnv('PAPERBOY_OUT', '');
    vi.stubEnv('PAPERBOY_LANGUAGE', 'en');
    expect(await messages(path)).toEqual([]);
    expect(environment()).toMatchObject({ PAPERBOY_OUT: '/built', PAPERBOY_LANGUAGE: 'en' });
  });

  it('takes paths as the folder of the file sees them', async () => {
    writeFileSync(path, 'out: built\ndumps: [a, /b]\n');
    await readConfiguration(path);
    expect(environment()).toMatchObject({
      PAPERBOY_OUT: join(folder, 'built'),
      PAPERBOY_DUMPS: `${join(folder, 'a')}\n/b`,
    });
  });

  it('reads only a file, and only one of a sane size', async () => {
    expect(await messages(folder)).toEqual(['this is a folder [settings-unreadable]']);
    expect(await messages('/dev/zero')).toEqual(['this is not a file [settings-unreadable]']);
    expect(await messages(join(folder, 'none.yaml'))).toEqual(['there is no such file [settings-unreadable]']);
    writeFileSync(path, `# ${'x'.repeat(maxBytes)}`);
    expect(await messages(path)).toEqual(['the file is larger than 64 KB [settings-unreadable]']);
    writeFileSync(path, `# ${'x'.repeat(maxBytes - 2)}`);
    expect(await messages(path)).toEqual([]);
    writeFileSync(path, Buffer.from([0x6f, 0xff]));
    expect(await messages(path)).toEqual(['the file is not UTF-8 [settings-unreadable]']);
  });
});
