import { bitOf, type sameness, stated, statedFields } from '../diff/fields.ts';
import { titleFingerprint } from '../diff/fingerprint.ts';
import { formerTitles } from '../diff/keys.ts';
import type { Archive, ChangeKind, Day, FieldChange, PaperRecord, Sighting } from '../model/index.ts';

/** One dump in the life of a paper. */
export interface HistoryEvent {
  date: Day;
  /** The dump's file name. */
  source: string;
  kind: ChangeKind;
  /** The edition that told of it, `null` when nothing changed. */
  edition: string | null;
  reason: string | null;
  fields: FieldChange[];
  comments: number | null;
  upvotes: number | null;
}

/** A value that dumps stated for a field. */
export interface FieldOrigin {
  field: string;
  value: string;
  /** Whether it is what the archive takes for right. */
  current: boolean;
  /** The dumps that state it, oldest first. */
  sources: { date: Day; source: string }[];
}

/** Everything that is remembered of how a paper came to be known. */
export interface PaperHistory {
  paper: PaperRecord;
  /** Oldest first. */
  events: HistoryEvent[];
  origins: FieldOrigin[];
}

/**
 * The papers that somebody may mean: by arXiv id (with or without version), permanent id, or title. An exact one alone;
 * otherwise those whose title contains the words.
 */
export function papersNamed(name: string, papers: readonly PaperRecord[]): PaperRecord[] {
  const id = /(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?\/?$/.exec(name.trim())?.[1];
  const byId = papers.filter((paper) => paper.id === name || (id !== undefined && paper.arxivId === id));
  if (byId.length > 0) return byId;
  const wanted = titleFingerprint(name);
  const titles = (paper: PaperRecord): string[] => [paper.title, ...formerTitles(paper)].map(titleFingerprint);
  const exact = papers.filter((paper) => titles(paper).includes(wanted));
  if (exact.length > 0 || wanted === '') return exact;
  return papers.filter((paper) => titles(paper).some((title) => title.includes(wanted)));
}

/** When a paper came, changed and was relisted, and which dump said what of it. */
export function historyOf(paper: PaperRecord, archive: Pick<Archive, 'dumps' | 'editions'>): PaperHistory {
  const dumps = new Map(archive.dumps.map((dump) => [dump.sha256.slice(0, 12), dump]));
  const sourceOf = (dump: string): string => dumps.get(dump)?.source ?? 'a dump that is not known any more';
  const changes = new Map(
    archive.editions.flatMap(({ id, dump, changes: all }) =>
      all.flatMap((change) => (change.paper === paper.id ? [[dump.slice(0, 12), { id, change }] as const] : [])),
    ),
  );
  const events = paper.sightings.map(({ dump, date, comments, upvotes }): HistoryEvent => {
    const told = changes.get(dump);
    const { kind = 'seen' as const, reason = null, fields = [] } = told?.change ?? {};
    return { date, source: sourceOf(dump), kind, edition: told?.id ?? null, reason, fields, comments, upvotes };
  });
  const origins = statedFields.flatMap((field): FieldOrigin[] => {
    const current = stated(paper, field);
    const variants = paper.variants[field] ?? [];
    const named = new Set(variants.flatMap(({ by }) => by));
    const sources = (says: (sighting: Sighting) => boolean) =>
      paper.sightings.filter(says).map(({ dump, date }) => ({ date, source: sourceOf(dump) }));
    const own = (sighting: Sighting) => (sighting.states & bitOf(field)) !== 0 && !named.has(sighting.dump);
    return [
      ...(current === null ? [] : [{ field, value: printed(current), current: true, sources: sources(own) }]),
      ...variants.map(({ value, by }) => ({
        field,
        value: printed(value),
        current: false,
        sources: sources(({ dump }) => by.includes(dump)),
      })),
    ];
  });
  return { paper, events, origins };
}

const printed = (value: Parameters<typeof sameness>[1]): string => {
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.join(', ');
  return 'day' in value ? value.day : value.name;
};

/** A signal that went over a mark. */
export interface Crossing {
  paper: PaperRecord;
  /** The day of the first dump that shows it over the mark. */
  date: Day;
  before: number | null;
  after: number;
}

/** The papers whose comments or upvotes passed a mark, with the day on which they did; the newest first. */
export function crossings(
  papers: readonly PaperRecord[],
  { signal, mark, since }: { signal: 'comments' | 'upvotes'; mark: number; since: Day | null },
): Crossing[] {
  return papers
    .flatMap((paper): Crossing[] => {
      let before: number | null = null;
      for (const { date, [signal]: value } of paper.sightings) {
        if (value === null) continue;
        if (value >= mark) return since === null || date >= since ? [{ paper, date, before, after: value }] : [];
        before = value;
      }
      return [];
    })
    .sort((a, b) => (a.date === b.date ? b.after - a.after : a.date < b.date ? 1 : -1));
}
