import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { createMailRenderer } from '../../src/render/email/index.ts';
import { CONTEXT, digest, memoryCache, READER, templates, typicalDigest } from '../render/email/sample.ts';
test('out', async () => {
  const r = await createMailRenderer(templates(), memoryCache());
  mkdirSync('/tmp/mailtool/out', { recursive: true });
  const d = typicalDigest();
  const weekly = { ...d, editions: ['2025-10-27.1', '2025-10-28.1', '2025-10-31.1'] };
  for (const [n, m] of Object.entries({ daily: r.render(d, READER, CONTEXT), weekly: r.render(weekly, { ...READER, locale: 'de' }, CONTEXT), quiet: r.render(digest([]), { ...READER, topics: ['Reward models', 'Safety'] }, CONTEXT) })) {
    writeFileSync(`/tmp/mailtool/out/${n}.html`, m.html); writeFileSync(`/tmp/mailtool/out/${n}.txt`, `${m.subject}\n\n${m.text}`);
    process.stdout.write(`${n} ${JSON.stringify(m.layout)} ${m.subject}\n`);
  }
});
