import * as v from 'valibot';
import { about, count, day, span, text } from './document-parts.ts';

// Validators of the documents that explain: `why` and `profile`.

const clause = v.strictObject({
  depth: about(count, 'Nesting: a clause belongs to the nearest one before it that is less deep.'),
  kind: v.picklist(['term', 'field', 'test', 'ref', 'weight', 'not', 'and', 'or']),
  text: about(text, 'In the profile language.'),
  holds: v.boolean(),
  blame: about(v.boolean(), 'Whether the topic does not match because of it.'),
  spans: v.array(span),
  via: about(
    v.nullable(
      v.strictObject({ short: text, long: text, evidence: about(v.array(text), 'Titles of papers that define it.') }),
    ),
    'The abbreviation by which it was found.',
  ),
  nearest: about(v.nullable(text), 'What comes nearest to a term that was not found, in words.'),
});

export const why = v.strictObject({
  schema: v.literal('paperboy.why/1'),
  subscription: text,
  paper: v.strictObject({ title: text, arxivId: v.nullable(text) }),
  verdict: about(
    v.strictObject({
      kind: v.picklist(['sent', 'in-doubt', 'next', 'later', 'queued', 'open', 'refused', 'held', 'never']),
      reason: text,
    }),
    'What it comes to, in one sentence.',
  ),
  matches: v.boolean(),
  topics: about(
    v.array(
      v.strictObject({
        topic: text,
        matches: v.boolean(),
        score: about(v.nullable(v.number()), 'Also below the threshold; null where no clause holds.'),
        parts: v.nullable(v.strictObject({ relevance: v.number(), community: v.number(), freshness: v.number() })),
        minScore: v.nullable(v.number()),
        clause: about(v.nullable(text), 'The clause that held.'),
        spans: v.array(span),
        clauses: about(v.array(clause), 'The whole topic, in the order of the profile.'),
      }),
    ),
    'In the order of the subscription.',
  ),
  told: about(
    v.array(
      v.strictObject({
        digest: text,
        day,
        channel: text,
        state: text,
        topic: about(v.nullable(text), 'null when the ledger keeps only that it was told.'),
        attempts: count,
        at: about(v.nullable(text), 'When the last thing happened.'),
        notBefore: about(v.nullable(text), 'Not to be tried before.'),
        detail: about(v.nullable(v.string()), 'What the channel said last; codes only.'),
      }),
    ),
    'Digests with the paper, oldest first.',
  ),
  due: about(
    v.strictObject({
      now: v.boolean(),
      day: about(v.nullable(day), 'null while it is paused.'),
      hour: count,
      timeZone: text,
    }),
    'When the next digest of the subscription may be planned.',
  ),
  queue: about(
    v.nullable(
      v.strictObject({
        place: about(count, 'From 1; those that the next digest takes come first.'),
        of: count,
        takes: about(count, 'Papers that the next digest takes.'),
      }),
    ),
    'Its place among the papers that could be told; null when it could not.',
  ),
  obstacles: about(v.array(text), 'What besides topics keeps the paper from the subscriber.'),
});

const suggestions = v.array(
  v.strictObject({
    term: text,
    inside: about(count, 'Papers of the group that have it.'),
    outside: about(count, 'Papers outside the group that have it.'),
  }),
);

export const profile = v.strictObject({
  schema: v.literal('paperboy.profile/1'),
  papers: about(count, 'Papers in the archive.'),
  topics: about(
    v.array(
      v.strictObject({
        topic: text,
        matches: count,
        share: about(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'Of all papers.'),
        perDay: about(v.pipe(v.number(), v.minValue(0)), 'For each day that has papers.'),
        days: about(
          v.array(v.strictObject({ day, papers: count, matches: count })),
          'Days that have papers, in order.',
        ),
        terms: about(
          v.array(
            v.strictObject({
              term: text,
              papers: about(count, 'Papers that have it, whatever the other terms say.'),
              alone: about(count, 'Papers that match by this term alone.'),
            }),
          ),
          'The terms that bring most first.',
        ),
        warnings: v.array(text),
        add: about(suggestions, 'Terms that matching papers have and others lack.'),
        exclude: about(suggestions, 'Terms that the weakest matches have and the strong ones lack.'),
        samples: about(
          v.array(
            v.strictObject({ title: text, arxivId: v.nullable(text), score: v.number(), clause: v.nullable(text) }),
          ),
          'The best five and the weakest three.',
        ),
      }),
    ),
    'In the order of the profile.',
  ),
});
