import type { Archive, ArchiveSource, ArchiveUpdate, PaperKeys, PaperRecord } from '../model/index.ts';
import { recordKeys } from './keys.ts';

/** An archive in which nothing is known yet. */
export const emptyArchive = (): Archive => ({ papers: [], dumps: [], editions: [], clock: {}, unsettled: [] });

/** Of one key the newest records that are looked at. See `mostComparisons` in `identity.ts`. */
const most = 50;

/** An archive that is a value in memory. */
export function inMemory(archive: Archive): ArchiveSource {
  const { papers, dumps, editions, clock, unsettled } = archive;
  const tables = { ids: new Map(), arxivIds: new Map(), titles: new Map(), abstracts: new Map() } as Record<
    keyof PaperKeys,
    Map<string, PaperRecord[]>
  >;
  for (const record of [...papers].sort((a, b) => (a.instant < b.instant ? -1 : 1))) {
    for (const [kind, keys] of Object.entries(recordKeys(record)) as [keyof PaperKeys, string[]][]) {
      for (const key of keys) {
        const found = tables[kind].get(key);
        if (found === undefined) tables[kind].set(key, [record]);
        else found.push(record);
      }
    }
  }
  return {
    find(keys) {
      const found = new Set<PaperRecord>();
      for (const [kind, wanted] of Object.entries(keys) as [keyof PaperKeys, string[]][]) {
        for (const key of wanted) for (const record of tables[kind].get(key)?.slice(-most) ?? []) found.add(record);
      }
      return [...found];
    },
    dump: (sha256) => dumps.find((dump) => dump.sha256 === sha256) ?? null,
    dumps: (from, to) => dumps.filter(({ date }) => date >= from && date <= to),
    editions: { total: editions.length, on: (date) => editions.filter((edition) => edition.date === date).length },
    clock: (day) => clock[day] ?? 0,
    unsettled: () => unsettled,
    size: papers.length,
  };
}

/** An archive with an update applied: what the store writes, as a value. */
export function updated(archive: Archive, update: ArchiveUpdate): Archive {
  const papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
  for (const paper of update.papers) papers.set(paper.id, paper);
  const dumps = new Map(archive.dumps.map((dump) => [dump.sha256, dump]));
  for (const dump of update.dumps) dumps.set(dump.sha256, dump);
  return {
    papers: [...papers.values()],
    dumps: [...dumps.values()],
    editions: [...archive.editions, ...update.editions],
    clock: { ...archive.clock, ...update.clock },
    unsettled: update.unsettled ?? archive.unsettled,
  };
}
