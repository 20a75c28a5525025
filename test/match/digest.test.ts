import { describe, expect, it } from 'vitest';
import { type Candidate, choose, type DigestInput, planDigest } from '../../src/match/index.ts';
import type { ChangeKind, Edition, Match, PaperRecord, Subscription, Topic } from '../../src/model/index.ts';
import { firstSight, unsaid } from '../records.ts';

const topic = (name: string): Topic => ({ name, any: ['x'], all: [], none: [], query: null });
const subscription = (parts: Partial<Subscription> = {}): Subscription => ({
  id: 'ada',
  name: null,
  address: null,
  topics: [topic('first'), topic('second')],
  cadence: 'daily',
  maxPapers: 10,
  maxAgeDays: 7,
  changes: ['new', 'revised', 'enriched', 'relisted'],
  backfill: 0,
  public: false,
  locale: 'en',
  source: 'ada.yaml',
  ...parts,
});
const counts = { new: 0, revised: 0, enriched: 0, relisted: 0, seen: 0 };
const edition = (sequence: number, date = `2026-06-${String(sequence).padStart(2, '0')}`): Edition => ({
  id: `${date}.1`,
  date,
  sequence,
  dump: 'd',
  counts,
  changes: [],
  history: false,
  arrived: date,
});
const paper = (id: string, revision = 1, instant = '2026-06-01T00:00:00Z'): PaperRecord => ({
  ...unsaid,
  ...firstSight,
  title: id,
  abstract: null,
  id,
  revision,
  edition: 'e',
  firstSeen: '2026-06-01',
  lastSeen: '2026-06-01',
  instant,
  updated: instant,
});
const fields = [{ field: 'title', before: 'a', after: 'b' }];
const candidate = (id: string, kind: ChangeKind, at: number, revision = 1, now = revision): Candidate => ({
  change: { kind, paper: id, revision, title: id, arxivId: null, fields, reason: null },
  edition: edition(at),
  paper: paper(id, now),
});
const match = (name: string, score: number): Match => ({ topic: name, score, spans: [] });

function plan(
  candidates: Candidate[],
  parts: Partial<Omit<DigestInput, 'matches'>> & { matches?: Record<string, Match[]> } = {},
) {
  const { matches, ...rest } = parts;
  return planDigest({
    subscription: subscription(),
    channel: 'smtp',
    candidates,
    delivered: () => false,
    ...rest,
    matches: (id) => (matches === undefined ? [match('first', 1)] : (matches[id] ?? [])),
  });
}
const shown = (digest: ReturnType<typeof plan>) =>
  digest?.items.map((i) => `${i.paper.id}:${i.kind}:${i.topic}`) ?? null;

describe('planDigest', () => {
  it('sends nothing when nothing matches or nothing is there', () => {
    expect(plan([])).toBeNull();
    expect(plan([candidate('a', 'new', 1)], { matches: {} })).toBeNull();
    expect(plan([candidate('a', 'new', 1)], { subscription: subscription({ maxPapers: 0 }) })).toBeNull();
    expect(plan([candidate('a', 'new', 1)], { matches: { a: [match('gone', 1)] } })).toBeNull();
    expect(plan([candidate('a', 'new', 1)])).not.toBeNull();
  });

  it('keeps to the kinds of the subscription', () => {
    const both = [candidate('a', 'new', 1), candidate('b', 'enriched', 1), candidate('c', 'seen', 1)];
    expect(shown(plan(both, { subscription: subscription({ changes: ['new'] }) }))).toEqual(['a:new:first']);
    expect(shown(plan(both))).toEqual(['a:new:first', 'b:enriched:first']);
  });

  it('shows a paper of several editions once: as new to who never got it', () => {
    const digest = plan([candidate('a', 'new', 1, 1, 2), candidate('a', 'revised', 2, 2)]);
    expect(shown(digest)).toEqual(['a:new:first']);
    expect(digest?.items[0]?.fields).toEqual([]);
  });

  it('and by its latest change to who has it', () => {
    const three = [candidate('a', 'new', 1, 1, 3), candidate('a', 'revised', 3, 3), candidate('a', 'revised', 2, 2, 3)];
    const digest = plan(three, { delivered: (_, revision) => revision === 1 });
    expect(shown(digest)).toEqual(['a:revised:first']);
    expect(digest?.editions).toEqual(['2026-06-03.1']);
    expect(digest?.items[0]?.fields).toEqual(fields);
  });

  it('never repeats what was delivered at that revision or a later one', () => {
    const all = [candidate('a', 'new', 1, 1, 2), candidate('a', 'revised', 2, 2)];
    expect(plan(all, { delivered: (_, revision) => revision === 2 })).toBeNull();
    expect(plan([candidate('a', 'enriched', 2)], { delivered: () => true })).toBeNull();
    // Revised since, but the subscriber does not want revisions: not new again.
    const only = { subscription: subscription({ changes: ['new'] }) };
    expect(plan(all, { ...only, delivered: (_, revision) => revision === 1 })).toBeNull();
  });

  it('drops what is older than the newest candidate by more than the age', () => {
    const two = [candidate('old', 'new', 1), candidate('edge', 'new', 2), candidate('now', 'new', 9)];
    expect(shown(plan(two))).toEqual(['edge:new:first', 'now:new:first']);
  });

  it('groups by topic in the order of the subscription, best first, one topic a paper', () => {
    const digest = plan(
      ['a', 'b', 'c', 'd'].map((id) => candidate(id, 'new', 1)),
      {
        matches: {
          a: [match('second', 9), match('first', 8)],
          b: [match('first', 1)],
          c: [match('first', 2)],
          d: [match('second', 10)],
        },
      },
    );
    expect(shown(digest)).toEqual(['c:new:first', 'b:new:first', 'd:new:second', 'a:new:second']);
    expect(digest?.items.at(-1)?.matches).toHaveLength(2);
  });

  it('caps by rank, with a place for every topic when there is room', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => candidate(id, 'new', 1));
    const matches = { a: [match('first', 9)], b: [match('first', 8)], c: [match('first', 7)], d: [match('second', 1)] };
    const capped = (maxPapers: number) => plan(many, { matches, subscription: subscription({ maxPapers }) });
    expect(shown(capped(2))).toEqual(['a:new:first', 'd:new:second']);
    expect(shown(capped(3))).toEqual(['a:new:first', 'b:new:first', 'd:new:second']);
    expect(shown(capped(1))).toEqual(['a:new:first']);
    expect([1, 2, 3, 4, 5].map((n) => capped(n)?.rolledOver)).toEqual([3, 2, 1, 0, 0]);
  });

  it('ranks equal scores by newness, then id', () => {
    const entries = [
      { topic: 't', score: 1, instant: '2026-01-01T00:00:00Z', id: 'b' },
      { topic: 't', score: 1, instant: '2026-01-01T00:00:00Z', id: 'a' },
      { topic: 't', score: 1, instant: '2026-01-02T00:00:00Z', id: 'c' },
      { topic: 't', score: 2, instant: '2025-01-01T00:00:00Z', id: 'd' },
    ];
    expect(choose(entries, 9).map((e) => e.id)).toEqual(['d', 'c', 'a', 'b']);
  });

  it('has an id from date and content, whatever the order of the candidates', () => {
    const two = [candidate('a', 'new', 1), candidate('b', 'new', 2)];
    const id = plan(two)?.id;
    expect(id).toMatch(/^2026-06-02-[0-9a-f]{12}$/);
    expect(plan([...two].reverse())).toEqual(plan(two));
    expect(plan(two)?.editions).toEqual(['2026-06-01.1', '2026-06-02.1']);
    expect(plan(two, { channel: 'directory' })?.id).not.toBe(id);
    expect(plan(two, { subscription: subscription({ id: 'bob' }) })?.id).not.toBe(id);
    expect(plan([two[0]!, candidate('b', 'revised', 2)])?.id).not.toBe(id);
    expect(plan([two[0]!, candidate('b', 'new', 2, 1, 2)])?.id).not.toBe(id);
  });
});

describe('caps of topics', () => {
  const two = subscription({ topics: [{ ...topic('first'), maxPapers: 1 }, topic('second')] });
  const candidates = ['a', 'b', 'c'].map((id) => candidate(id, 'new', 1));

  it('moves a paper to its next topic, and leaves out what has none', () => {
    const digest = plan(candidates, {
      subscription: two,
      matches: { a: [match('first', 9)], b: [match('first', 8), match('second', 1)], c: [match('first', 7)] },
    })!;
    expect(digest.items.map(({ paper: { id }, topic: name }) => [id, name])).toEqual([
      ['a', 'first'],
      ['b', 'second'],
    ]);
    expect(digest.rolledOver).toBe(1);
  });

  it('shows no paper twice', () => {
    const digest = plan(candidates, {
      subscription: two,
      matches: Object.fromEntries(['a', 'b', 'c'].map((id) => [id, [match('first', 2), match('second', 1)]])),
    })!;
    expect(digest.items.map(({ paper: { id } }) => id).sort()).toEqual(['a', 'b', 'c']);
  });
});
