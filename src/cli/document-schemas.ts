import * as v from 'valibot';
import { archiveSchemas } from './archive-schemas.ts';
import { configSchemas } from './config-schemas.ts';
import { deliverySchemas } from './delivery-schemas.ts';
import { about, count, day, place, span, text } from './document-parts.ts';
import { profile, why } from './explain-schemas.ts';
import { doctor, init } from './setup-schemas.ts';
import { subscriberSchemas } from './subscriber-schemas.ts';

/**
 * Validators of the documents that `--json` prints (docs/interface.md). The JSON Schemas under `schemas/` are generated
 * from them, and test/cli/documents.test.ts holds their types against those of `documents.ts`, so the three cannot
 * differ. No command loads this file: what is printed is checked in tests, not while it is printed.
 *
 * Every object is closed and every field is there: an absent scalar is `null`, an absent list `[]`.
 */
const link = v.strictObject({
  rel: v.picklist(['page', 'arxiv', 'pdf', 'code', 'project']),
  url: v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/)),
});

const paper = v.strictObject({
  title: about(text, 'One line, white space folded.'),
  abstract: about(v.nullable(text), 'Paragraphs are separated by a blank line.'),
  arxivId: about(v.nullable(text), 'Without its version.'),
  authors: about(v.array(text), 'In order, hidden ones left out. Text dumps give only their number.'),
  authorCount: v.nullable(count),
  organization: v.nullable(v.strictObject({ handle: text, name: text })),
  published: v.nullable(day),
  publishedBasis: about(
    v.nullable(v.picklist(['explicit', 'dump-year', 'other-dump', 'archive', 'assumed'])),
    'How the year of publication is known.',
  ),
  publishedText: about(v.nullable(text), 'The date as the dump prints it.'),
  comments: about(v.nullable(count), 'null when the dump states no number, which is not 0.'),
  upvotes: v.nullable(count),
  links: v.array(link),
  line: about(place, 'First line of its block, from 1; in JSON the index of the element + 1.'),
});

const diagnostic = v.strictObject({
  code: about(v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z]+)*$/)), 'A code of docs/diagnostics.md.'),
  severity: v.picklist(['info', 'warning', 'error']),
  message: text,
  file: about(v.nullable(text), 'The path as given.'),
  line: v.nullable(place),
  column: about(v.nullable(place), 'From 1, in UTF-16 units.'),
  expected: v.nullable(v.string()),
  actual: v.nullable(v.string()),
  hint: v.nullable(v.string()),
});

const counts = v.strictObject({ new: count, revised: count, enriched: count, relisted: count, seen: count });

const dump = v.strictObject({
  source: about(text, 'The path as given; - for standard input.'),
  format: about(text, 'A format of docs/dumps.md, or unknown.'),
  layouts: about(v.array(v.pipe(v.string(), v.regex(/^T[1-9]$/))), 'The text layouts found; empty for other formats.'),
  listing: v.picklist(['daily', 'search', 'trending', 'week', 'month', 'unknown']),
  date: v.nullable(day),
  dateBasis: about(
    v.nullable(v.picklist(['flag', 'file-name', 'content', 'other-dump', 'archive', 'assumed'])),
    'How the date of the dump is known, strongest first.',
  ),
  confidence: about(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'How sure the reader is of the structure.'),
  papers: about(v.array(paper), 'In the order of the dump.'),
  diagnostics: v.array(diagnostic),
  lines: about(
    v.nullable(v.strictObject({ total: count, explained: count, unexplained: count })),
    'Non-blank lines; null for formats without lines.',
  ),
});

const parse = v.strictObject({
  schema: v.literal('paperboy.parse/1'),
  dumps: about(v.array(dump), 'In the order of the arguments.'),
});

const change = v.strictObject({
  kind: v.picklist(['new', 'revised', 'enriched', 'relisted']),
  title: text,
  arxivId: v.nullable(text),
  fields: about(
    v.array(v.strictObject({ field: text, before: v.nullable(v.string()), after: v.nullable(v.string()) })),
    'What differs; empty for a new paper. Lists are given as one string.',
  ),
});

const diff = v.strictObject({
  schema: v.literal('paperboy.diff/1'),
  steps: about(
    v.array(v.strictObject({ source: text, date: day, counts, changes: v.array(change) })),
    'In the order in which the dumps are applied: by date, ties by argument order.',
  ),
  total: about(count, 'Distinct papers in the archive after the last step.'),
});

const match = v.strictObject({
  schema: v.literal('paperboy.match/1'),
  matches: about(
    v.array(
      v.strictObject({
        title: text,
        arxivId: v.nullable(text),
        topic: text,
        score: about(v.number(), 'Higher is better.'),
        spans: v.array(span),
      }),
    ),
    'Best first.',
  ),
});

const digestReport = v.strictObject({
  subscription: text,
  status: v.picklist([
    'preview',
    'empty',
    'not-due',
    'no-address',
    'waiting',
    'unread',
    'sent',
    'deferred',
    'failed',
    'in-doubt',
  ]),
  papers: count,
  channel: about(v.nullable(text), 'null in a preview.'),
});

const edition = v.strictObject({
  id: about(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}\.[1-9]\d*$/)), 'DATE.N'),
  date: day,
  counts,
});

const verdict = v.strictObject({ kind: v.picklist(['fresh', 'quiet', 'stale', 'partial', 'broken']), reason: text });

const run = v.strictObject({
  schema: v.literal('paperboy.run/1'),
  verdict,
  editions: about(v.array(edition), 'The editions that this run made, in the order in which they were made.'),
  digests: about(v.array(digestReport), 'In the order of the subscriptions.'),
  written: about(v.array(text), 'Files created, changed or removed, in order.'),
  diagnostics: v.array(diagnostic),
});

const fetched = v.strictObject({
  schema: v.literal('paperboy.fetch/1'),
  verdict,
  saved: about(
    v.array(
      v.strictObject({
        path: text,
        date: about(v.nullable(day), 'null for a week, a month or a search.'),
        papers: count,
        status: about(
          v.picklist(['saved', 'unchanged', 'kept-both', 'not-modified']),
          'kept-both: a fuller dump was there and stays; this one has a number in its name.',
        ),
      }),
    ),
    'In the order in which the lists were asked for.',
  ),
  diagnostics: v.array(diagnostic),
});

const layout = v.strictObject({
  bytes: about(count, 'Of the HTML part, as UTF-8.'),
  full: about(count, 'Papers that show their gist in full.'),
  short: about(count, 'Papers with a shorter gist.'),
  brief: about(count, 'Papers with a brief one.'),
  title: about(count, 'Papers with their title only.'),
  omitted: about(count, 'Papers that stand in the text part only.'),
});

const address = v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:\d+\/\S*$/));

const preview = v.strictObject({
  schema: v.literal('paperboy.preview/1'),
  url: about(v.nullable(address), 'The page; null with --once.'),
  mails: about(
    v.array(
      v.strictObject({
        subscription: text,
        subject: text,
        quiet: about(v.boolean(), 'Nothing is due: this is what a mail without papers looks like. It is never sent.'),
        papers: count,
        layout: about(layout, "The size planner's decision."),
        url: about(v.nullable(address), 'The HTML of this mail; null with --once.'),
      }),
    ),
    'In the order of the subscriptions.',
  ),
  diagnostics: v.array(diagnostic),
});

const templates = v.strictObject({
  schema: v.literal('paperboy.templates/1'),
  folder: about(text, 'What to give to --templates.'),
  written: about(v.array(text), 'Files copied, in order.'),
  kept: about(v.array(text), 'Files that were there and stay.'),
});

/** The document of each command. The keys name the files in `schemas/`. */
export const documentSchemas = {
  parse,
  diff,
  match,
  run,
  fetch: fetched,
  preview,
  templates,
  why,
  profile,
  init,
  doctor,
  ...archiveSchemas,
  ...configSchemas(diagnostic),
  ...deliverySchemas(diagnostic),
  ...subscriberSchemas(diagnostic),
};

/** Parts that a generated schema names once and refers to. */
export const documentParts = { paper, diagnostic, counts };
