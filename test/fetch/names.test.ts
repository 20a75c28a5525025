import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../../src/fetch/files.ts';

// Windows forbids such names.
test.skipIf(process.platform === 'win32')(
  'a dump whose name holds a line end is a dump; a README is none',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-names-'));
    try {
      for (const name of ['a\nb.txt', 'plain.txt', 'README\nx.txt', '.hidden.txt'])
        writeFileSync(join(folder, name), 'x');
      const sources = await readSources([folder]);
      expect(sources.map(({ path }) => basename(path))).toEqual(['a\nb.txt', 'plain.txt']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
