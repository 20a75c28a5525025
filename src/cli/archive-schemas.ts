import * as v from 'valibot';

/** Validators of the documents about the archive; see `document-schemas.ts`. */
const text = v.pipe(v.string(), v.minLength(1));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/), v.description('A calendar day, YYYY-MM-DD.'));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const editionId = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}\.[1-9]\d*$/), v.description('DATE.N'));

const about = <const T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const archived = {
  id: about(text, 'The permanent identifier, a tag: URI.'),
  title: text,
  abstract: v.nullable(text),
  aiSummary: about(v.nullable(text), 'A summary by a machine that a dump prints.'),
  arxivId: v.nullable(text),
  authors: v.array(text),
  authorCount: v.nullable(count),
  organization: v.nullable(v.strictObject({ handle: text, name: text })),
  published: v.nullable(day),
  publishedBasis: v.nullable(v.picklist(['explicit', 'dump-year', 'other-dump', 'archive', 'assumed'])),
  comments: v.nullable(count),
  upvotes: v.nullable(count),
  links: v.array(
    v.strictObject({
      rel: v.picklist(['page', 'arxiv', 'pdf', 'code', 'project']),
      url: v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/)),
    }),
  ),
  revision: about(v.pipe(v.number(), v.integer(), v.minValue(1)), 'One more with each change that is told of.'),
  edition: about(editionId, 'The edition that brought it.'),
  firstSeen: day,
  lastSeen: day,
  updated: about(text, 'The instant of the last change of title or abstract.'),
};

const passed = v.strictObject({ date: day, before: v.nullable(count), after: count });

const papers = v.strictObject({
  schema: v.literal('paperboy.papers/1'),
  total: about(count, 'How many there are; `papers` holds the first of them, as --limit says.'),
  papers: v.array(
    v.strictObject({ ...archived, passed: about(v.nullable(passed), 'With --passed: when it passed the mark.') }),
  ),
});

const fieldChange = v.strictObject({ field: text, before: v.nullable(v.string()), after: v.nullable(v.string()) });
const origin = v.strictObject({ date: day, source: text });

const history = v.strictObject({
  schema: v.literal('paperboy.history/1'),
  paper: v.strictObject(archived),
  events: about(
    v.array(
      v.strictObject({
        date: day,
        source: about(text, 'The file name of the dump.'),
        kind: v.picklist(['new', 'revised', 'enriched', 'relisted', 'seen']),
        edition: v.nullable(editionId),
        reason: about(v.nullable(text), 'How the paper was found again, or since when it was away.'),
        fields: v.array(fieldChange),
        comments: v.nullable(count),
        upvotes: v.nullable(count),
      }),
    ),
    'One for each dump in which it stood, oldest first.',
  ),
  origins: about(
    v.array(v.strictObject({ field: text, value: v.string(), current: v.boolean(), sources: v.array(origin) })),
    'Each value that dumps stated, and which dumps did.',
  ),
});

const problem = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z]+)*$/)),
  severity: v.picklist(['info', 'warning', 'error']),
  message: text,
  file: v.nullable(text),
  line: v.nullable(count),
  column: v.nullable(count),
  expected: v.nullable(v.string()),
  actual: v.nullable(v.string()),
  hint: v.nullable(v.string()),
});

const verify = v.strictObject({
  schema: v.literal('paperboy.verify/1'),
  state: v.picklist(['sound', 'damaged', 'absent']),
  files: count,
  papers: count,
  editions: count,
  dumps: count,
  diagnostics: v.array(problem),
});

const repair = v.strictObject({
  schema: v.literal('paperboy.repair/1'),
  written: about(v.boolean(), 'false: only said what would be done, or nothing was wrong.'),
  papers: count,
  editions: count,
  kept: about(v.nullable(text), 'The folder with the files as they were.'),
  diagnostics: about(v.array(problem), 'What was lost or made anew; empty when nothing was wrong.'),
});

const known = [
  'abstract',
  'arxivId',
  'authors',
  'organization',
  'published',
  'aiSummary',
  'page',
  'arxiv',
  'pdf',
  'code',
  'project',
] as const;
const counted = <const K extends readonly string[]>(keys: K) =>
  v.strictObject(Object.fromEntries(keys.map((key) => [key, count])) as Record<K[number], typeof count>);

const stats = v.strictObject({
  schema: v.literal('paperboy.stats/1'),
  papers: count,
  dumps: count,
  editions: count,
  firstDay: v.nullable(day),
  lastDay: v.nullable(day),
  known: about(counted(known), 'Of how many papers each is known.'),
  changes: counted(['new', 'revised', 'enriched', 'relisted'] as const),
  formats: about(v.record(text, count), 'Dumps by format.'),
  partial: about(v.array(v.strictObject({ date: day, source: text, reason: text })), 'Daily lists that are not whole.'),
  assumed: about(v.array(origin), 'Dumps whose year is an assumption.'),
  months: about(
    v.array(v.strictObject({ month: text, papers: count })),
    'Papers by the month in which they were first seen.',
  ),
});

/** The document of each command about the archive. The keys name the files in `schemas/`. */
export const archiveSchemas = { papers, history, verify, repair, stats };
