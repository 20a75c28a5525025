import { openSync, readFileSync, readSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Day } from '../../model/index.ts';
import { replaceFile } from '../atomic.ts';
import { checksum, type StateCounts } from '../manifest.ts';
import { hashOf, type IndexRow, type Location, packSegment, type Reader, Segment, type ShardStamp } from './segment.ts';

/** What the files of papers should be: day -> checksum. */
export type Days = ReadonlyMap<Day, string>;

/** Indexes the file of a day anew. */
export type IndexShard = (day: Day) => { stamp: ShardStamp; rows: IndexRow[] };

/** Which segments there are, and the manifest they were made for. */
interface Head {
  /** SHA-256 of the manifest's bytes. */
  manifest: string;
  /** How much the archive holds. */
  counts: StateCounts;
  segments: { file: string; sha256: string }[];
}

/**
 * Where in the archive the papers are that a dump may bring again.
 *
 * A dump of a hundred papers needs some hundred records of an archive that may hold a million. Weighed: reading the
 * archive (seconds, and its whole size in memory); a database (a native module, and a second truth beside the files
 * that people read and git keeps); a hash table updated in place (a kill in the middle leaves it wrong). Chosen: sorted
 * tables in files of their own, never changed after they are written: a large one, and a small one for the days that
 * moved since, which is written anew at each commit and merged into the large one when it has grown to a tenth of it. A
 * look-up reads one block of 4 KiB of each. It is a cache: it can be thrown away, is not in git, and what it says
 * counts only for files whose checksums are still those of the manifest; the others are indexed anew.
 */
export class ArchiveIndex {
  /** Newest first: what a newer segment says of a day hides what an older one says. */
  private readonly segments: readonly Segment[];
  /** What the files should be; `null` when every file that a segment covers is as it should be. */
  private readonly days: Days | null;
  private readonly files: (string | null)[];
  /** How much the archive holds, when the index was made for its manifest. */
  readonly counts: StateCounts | null;

  private constructor(
    segments: readonly Segment[],
    files: (string | null)[],
    { days, counts }: { days: Days | null; counts: StateCounts | null },
  ) {
    this.segments = segments;
    this.files = files;
    this.days = days;
    this.counts = counts;
  }

  /**
   * @param folder of the cache, or `null` for none.
   * @param manifest the checksum of the manifest's bytes: when the index was made for it, no file needs a look.
   * @param proof check the cache's own checksums, as before anything is written or sent.
   */
  static open(
    folder: string | null,
    manifest: string,
    days: () => Days,
    index: IndexShard,
    proof: boolean,
  ): ArchiveIndex {
    const head = folder === null ? null : readHead(folder);
    const segments: Segment[] = [];
    const files: (string | null)[] = [];
    for (const { file, sha256 } of folder === null ? [] : (head?.segments ?? [])) {
      const segment = openSegment(join(folder!, file), proof ? sha256 : null);
      if (segment === null) return ArchiveIndex.fresh(days(), index);
      segments.push(segment);
      files.push(file);
    }
    if (segments.length > 0 && head?.manifest === manifest) {
      return new ArchiveIndex(segments, files, { days: null, counts: head.counts });
    }
    const wanted = days();
    const known = new Map(coverage(segments));
    const stale = [...wanted.keys()].filter((day) => known.get(day) !== wanted.get(day));
    const facts = { days: wanted, counts: null };
    if (stale.length === 0) return new ArchiveIndex(segments, files, facts);
    return new ArchiveIndex([pack(stale.map(index)), ...segments], [null, ...files], facts);
  }

  private static fresh(days: Days, index: IndexShard): ArchiveIndex {
    return new ArchiveIndex([pack([...days.keys()].map(index))], [null], { days, counts: null });
  }

  /** The places of the records that may have a key, newest first. */
  find(kind: string, key: string): Location[] {
    const hashed = hashOf(kind, key);
    const found = this.segments.flatMap((segment, rank) =>
      segment.find(hashed).filter(({ day }) => this.isCurrent(day, rank)),
    );
    // By day and not by segment: the answer must not depend on what the cache happens to be made of.
    return found.length < 2
      ? found
      : found.sort((a, b) => (a.day === b.day ? b.offset - a.offset : a.day < b.day ? 1 : -1));
  }

  /** How the file of a day was when it was indexed. */
  stamp(day: Day): ShardStamp | null {
    for (const segment of this.segments) {
      const stamp = segment.shard(day);
      if (stamp !== null) return stamp;
    }
    return null;
  }

  private isCurrent(day: Day, rank: number): boolean {
    if (this.days !== null && !this.days.has(day)) return false;
    for (let newer = 0; newer < rank; newer++) if (this.segments[newer]!.shard(day) !== null) return false;
    return true;
  }

  /**
   * Writes the index as of a new state of the archive.
   * @param now the new manifest, and what its files are.
   * @param changed the days whose files were written or removed.
   */
  async save(
    folder: string,
    now: { manifest: string; counts: StateCounts; days: Days },
    changed: readonly Day[],
    index: IndexShard,
  ): Promise<void> {
    const { manifest, counts, days } = now;
    const moved = new Set(changed.filter((day) => days.has(day)));
    const inMemory = this.segments.filter((_, rank) => this.files[rank] === null);
    const base = this.segments.length > inMemory.length ? this.segments.at(-1)! : null;
    const small = this.segments.filter((segment) => segment !== base);
    const parts = [...moved].map(index);
    const seen = new Set(moved);
    const collect = (segment: Segment): void => {
      parts.push(...segment.unpack((day) => days.has(day) && !seen.has(day)));
      for (const { day } of segment.shards()) seen.add(day);
    };
    for (const segment of small) collect(segment);
    const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
    // A day that went is in no segment any more after a merge.
    const gone = changed.some((day) => !days.has(day));
    const merge = base === null || gone || rows > Math.max(2_000, base.recordCount / 10);
    if (merge && base !== null) collect(base);
    const bytes = packSegment(parts);
    const file = `papers-${checksum(bytes).slice(0, 16)}.idx`;
    await replaceFile(join(folder, file), bytes);
    const kept = merge ? [] : [this.files.at(-1)!];
    const old = readHead(folder)?.segments ?? [];
    const segments = [{ file, sha256: checksum(bytes) }, ...old.filter((segment) => kept.includes(segment.file))];
    await replaceFile(join(folder, headName), `${JSON.stringify({ manifest, counts, segments } satisfies Head)}\n`);
    const current = new Set(segments.map((segment) => segment.file));
    for (const name of await readdir(folder)) {
      if (/^papers-[0-9a-f]{16}\.idx$/.test(name) && !current.has(name)) await rm(join(folder, name), { force: true });
    }
  }
}

const headName = 'papers.json';

/** Reads a segment out of memory. */
const from =
  (bytes: Buffer): Reader =>
  (target, offset) => {
    bytes.copy(target, 0, offset, offset + target.length);
  };

const pack = (parts: { stamp: ShardStamp; rows: IndexRow[] }[]): Segment => {
  const bytes = packSegment(parts);
  return new Segment(from(bytes), bytes.length);
};

/** Day and checksum of each file that segments cover; the newest segment that covers it counts. */
function* coverage(segments: readonly Segment[]): Iterable<[Day, string]> {
  for (const segment of [...segments].reverse()) for (const { day, sha256 } of segment.shards()) yield [day, sha256];
}

function readHead(folder: string): Head | null {
  try {
    const head = JSON.parse(readFileSync(join(folder, headName), 'utf8')) as Head;
    const right = head.segments.every(({ file }) => /^papers-[0-9a-f]{16}\.idx$/.test(file));
    return right && typeof head.manifest === 'string' && Number.isSafeInteger(head.counts.papers) ? head : null;
  } catch {
    return null;
  }
}

/** Below this a segment is read whole, in bytes: that is quicker than block by block. */
const small = 4 * 1024 * 1024;

/**
 * A segment in a file; of a large one blocks are read as they are needed, through a descriptor that stays open as long
 * as the process. `null` when it is damaged: it is only a cache.
 */
function openSegment(path: string, sha256: string | null): Segment | null {
  try {
    const { size } = statSync(path);
    const whole = sha256 !== null || size <= small ? readFileSync(path) : null;
    if (sha256 !== null && checksum(whole!) !== sha256) return null;
    if (whole !== null && size <= small) return new Segment(from(whole), size);
    const file = openSync(path, 'r');
    return new Segment((target, offset) => {
      if (readSync(file, target, 0, target.length, offset) !== target.length) {
        throw new RangeError(`${path} is shorter than it was`);
      }
    }, size);
  } catch {
    return null;
  }
}
