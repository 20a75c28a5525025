import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTemplates } from '../../src/cli/files.ts';

test('templates that an editor began with a byte order mark are read without it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-templates-'));
  try {
    mkdirSync(join(folder, 'email'));
    const theme = { logo: 'Mine', accent: '#97401f', width: 600 };
    writeFileSync(join(folder, 'email', 'theme.json'), `\ufeff${JSON.stringify(theme)}`);
    expect(JSON.parse((await readTemplates(folder))['theme.json'] ?? '')).toEqual(theme);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
