import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { maildir } from '../../src/postbox/maildir.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-maildir-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a Maildir', () => {
  it('goes on when a mail program takes a mail away while it is read', async () => {
    for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder, name));
    for (const name of ['1.a', '2.b', '3.c']) writeFileSync(join(folder, 'new', name), 'Subject: help\r\n\r\n');
    const box = await maildir(folder);
    const names: string[] = [];
    for await (const { name, done } of box.items(10)) {
      names.push(name.slice(-3));
      if (names.length === 1) for (const gone of ['1.a', '2.b']) rmSync(join(folder, 'new', gone));
      await done();
    }
    expect(names).toEqual(['1.a', '3.c']);
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
    expect(readdirSync(join(folder, 'cur'))).toEqual(['3.c:2,S']);
  });
});
