import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/cli.ts';
import { createMailRenderer } from '../../src/render/email/index.ts';
import { CONTEXT, digest, memoryCache, READER, templates, typicalDigest } from '../render/email/sample.ts';

/** The mails of the sample subscriptions, as `npm start` makes them: id -> html, text, eml. */
export async function sampleMails() {
  const out = mkdtempSync(join(tmpdir(), 'paperboy-mails-'));
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    await main(['run', '--out', out, '--now', '2026-11-21T12:00:00Z']);
  } finally {
    process.stdout.write = write;
  }
  const read = (id, ending) => readFileSync(join(out, 'mail', 'preview', id, `digest.${ending}`));
  const mails = ['ada', 'ben', 'chi'].map((id) => [
    id,
    { html: read(id, 'html').toString(), text: read(id, 'txt').toString(), eml: read(id, 'eml') },
  ]);
  rmSync(out, { recursive: true });
  return Object.fromEntries(mails);
}

/** One mail of each kind: a day, several days, nothing, German, and one that did not fit. */
export async function kindsOfMail() {
  const renderer = await createMailRenderer(templates(), memoryCache());
  const small = await createMailRenderer(templates(), memoryCache(), { maxHtmlBytes: 15_000 });
  const typical = typicalDigest();
  const week = { ...typical, editions: ['2025-10-27.1', '2025-10-29.1', '2025-10-31.1'] };
  const summary = 'A machine wrote this sentence about the paper.';
  const labelled = typical.items.map((item) => ({ ...item, paper: { ...item.paper, aiSummary: summary } }));
  const german = { ...READER, locale: 'de-AT' };
  return {
    day: renderer.render(typical, READER, CONTEXT),
    week: renderer.render(week, READER, CONTEXT),
    'week in German': renderer.render(week, german, CONTEXT),
    'written by machine': renderer.render({ ...typical, items: labelled }, READER, CONTEXT),
    quiet: renderer.render(digest([]), { ...READER, topics: ['Reward models', 'Agents'] }, CONTEXT),
    'too small': small.render(typical, READER, CONTEXT),
  };
}
