import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../../src/deliver/channels/index.ts';
import { buildEml } from '../../src/deliver/envelope.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import { envelope, key } from './support.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const begin = async () => {};

const create = (outbox: string) => channels.directory.create({ outbox, smtp: null, variable: () => null });

describe('directory channel', () => {
  it('writes the message, private, and nothing else', async () => {
    const outbox = join(folder, 'mail', 'outbox');
    const channel = create(outbox);
    await channel.open();
    expect(await channel.send(envelope(), begin)).toEqual({ state: 'sent', detail: `${key}.eml`, serverWide: false });
    await channel.close();
    expect(await readdir(outbox)).toEqual([`${key}.eml`]);
    expect((await readFile(join(outbox, `${key}.eml`))).equals(await buildEml(envelope()))).toBe(true);
    expect((await stat(join(outbox, `${key}.eml`))).mode & 0o077).toBe(0);
  });

  it('takes a file of that name as sent before, and leaves it alone', async () => {
    const channel = create(folder);
    await channel.open();
    await writeFile(join(folder, `${key}.eml`), 'from an earlier run');
    expect(await channel.send(envelope(), begin)).toMatchObject({ state: 'sent' });
    expect(await readFile(join(folder, `${key}.eml`), 'utf8')).toBe('from an earlier run');
  });

  it('overwrites what a killed run left behind', async () => {
    const channel = create(folder);
    await channel.open();
    await writeFile(join(folder, `.${key}.eml.tmp`), 'half');
    expect(await channel.send(envelope(), begin)).toMatchObject({ state: 'sent' });
    expect(await readdir(folder)).toEqual([`${key}.eml`]);
  });

  it('refuses to open where it cannot write', async () => {
    await writeFile(join(folder, 'file'), '');
    const refused = await create(join(folder, 'file'))
      .open()
      .catch((error) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ exitCode: 2, diagnostics: [{ code: 'outbox-unwritable' }] });
  });

  it('defers when the folder is gone: nothing was delivered', async () => {
    const outbox = join(folder, 'outbox');
    const channel = create(outbox);
    await channel.open();
    await rm(outbox, { recursive: true });
    expect(await channel.send(envelope(), begin)).toMatchObject({ state: 'deferred', serverWide: true });
  });
});
