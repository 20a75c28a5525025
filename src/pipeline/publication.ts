import { createHash } from 'node:crypto';
import type { Archive, ArchiveUpdate } from '../model/index.ts';
import type { TemplateSources } from '../render/email/index.ts';
import type { PageFamily, Reader } from '../render/library.ts';
import type { RenderContext } from '../render/output.ts';
import type { Effects } from './effects.ts';
import { publish, type Since } from './publish.ts';

/** What a run publishes, and what it needs to know of the last one. */
export interface Publication {
  /** The archive as the last run left it. */
  before: Archive;
  /** What this run changed, and what came of it. */
  update: ArchiveUpdate;
  archive: Archive;
  readers: readonly Reader[];
  context: RenderContext;
  /** Stands for the program and its templates. */
  program: string;
  /** The templates of the site; `null`: there is none. */
  site: TemplateSources | null;
  rebuild: boolean;
}

const stampFile = 'cache/published.json';
/** A file that every run publishes, and that hardly any leaves as it is: by it another `out/public/` is told apart. */
const sentinel = 'public/all/atom.xml';

/** What the last run left, and from what: if it fits, only the difference is rendered. */
interface Stamp {
  schema: 'paperboy.published/1';
  /** Program, settings and subscriptions. */
  made: string;
  archive: string;
  sentinel: string;
  keys: Record<string, string>;
  reasons: Record<string, string>;
}

/**
 * Publishes what the run changed; everything, when the stamp of the last run is missing or does not fit: the program, the
 * settings or the subscriptions are others, a run was killed between the archive and the pages, or `out/public/` is not what it
 * left. The stamp is a cache: without it a run does more and writes the same.
 * @returns the paths written or removed.
 */
export async function publishRun(
  publication: Publication,
  effects: Pick<Effects, 'read' | 'write' | 'prune'>,
): Promise<string[]> {
  const { before, update, archive, readers, context, site, rebuild } = publication;
  const made = madeOf(publication);
  const stamp = rebuild ? null : parseStamp(await effects.read(stampFile));
  const standing = sentinelOf(await effects.read(sentinel));
  const fits = stamp?.made === made && stamp.sentinel === standing && stamp.archive === markOf(before);
  const changed = update.papers.length + update.editions.length + update.dumps.length > 0;
  if (fits && !changed) return [];
  const since: Since | null = fits
    ? {
        papers: new Set(update.papers.map(({ id }) => id)),
        editions: new Set(update.editions.map(({ id }) => id)),
        keys: new Map(Object.entries(stamp.keys)),
        reasons: new Map(Object.entries(stamp.reasons)),
      }
    : null;
  let valid = stamp !== null;
  const write: Effects['write'] = async (file, content) => {
    // A run that is killed among its pages leaves no stamp that says they are whole.
    if (valid) await effects.write(stampFile, '');
    valid = false;
    return effects.write(file, content);
  };
  const { written, keys, reasons } = await publish(
    archive,
    readers,
    context,
    { ...effects, write },
    site === null ? null : await familyOf(site),
    since,
  );
  const next: Stamp = {
    schema: 'paperboy.published/1',
    made,
    archive: markOf(archive),
    sentinel: sentinelOf(await effects.read(sentinel)),
    keys: sorted(keys),
    reasons: sorted(reasons),
  };
  const path = await effects.write(stampFile, `${JSON.stringify(next)}\n`);
  return path === null ? written : [...written, path];
}

/** Loaded only when there is something to publish: charts and templates take their time. */
async function familyOf(sources: TemplateSources): Promise<PageFamily> {
  const { loadSite, siteFamily } = await import('../render/site/index.ts');
  return siteFamily(await loadSite(sources));
}

/** All that shapes the pages but the archive. What else a subscription says is nobody's business here. */
function madeOf({ readers, context, program, site }: Publication): string {
  const shapes = readers.map(({ subscription }) => {
    const { id, name, topics, queries, public: open } = subscription;
    return { id, name, topics, queries, open };
  });
  return digest(JSON.stringify([program, context, site, shapes]));
}

/**
 * Stands for the archive: every dump, and of each paper what every change of it moves. The files of the state have
 * checksums, but of the ledger and the cursors as well, which say nothing about pages.
 */
function markOf({ papers, editions, dumps }: Archive): string {
  // Sorted, for a state that was read has another order than one that grew; by instants both are nearly in order.
  const parts = [
    dumps.map(({ date, sha256 }) => `${date} ${sha256}`),
    editions.map(({ id }) => id),
    papers.map(
      ({ instant, id, revision, updated, lastSeen, sightings, links, authors }) =>
        `${instant} ${id} ${revision} ${updated} ${lastSeen} ${sightings.length} ${links.length} ${authors.length}`,
    ),
  ];
  return digest(parts.map((lines) => lines.sort().join('\n')).join('\n\n'));
}

const sorted = (map: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

const sentinelOf = (text: string | null): string => (text === null ? 'missing' : digest(text));

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function parseStamp(text: string | null): Stamp | null {
  try {
    const stamp = JSON.parse(text ?? 'null') as Stamp | null;
    return stamp?.schema === 'paperboy.published/1' ? stamp : null;
  } catch {
    return null;
  }
}
