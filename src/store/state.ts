import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import type {
  Archive,
  Day,
  Diagnostic,
  DumpRecord,
  Edition,
  PaperKeys,
  PaperRecord,
  UnsettledDump,
} from '../model/index.ts';
import { checkFiles, daysOf, hasLeftovers } from './check.ts';
import { danglingReference, fromLines } from './codec.ts';
import { corrupt, missing, outdated } from './errors.ts';
import { findRecords } from './find.ts';
import { ArchiveIndex, type Days } from './index/archive-index.ts';
import { readThrough } from './journal.ts';
import { clockPath, cursorsPath, editionPath, manifestPath, unsettledPath } from './layout.ts';
import { checksum, decodeManifest, type Manifest, schemaOf, stateSchema } from './manifest.ts';
import { readBytes } from './read.ts';
import { Shards } from './shards.ts';
import type { Cursor, KeysOf, LedgerMark, State } from './store.ts';

/** Where a state is read from. */
interface Place {
  folder: string;
  /** The real path of a file of the state, through a pending journal; `null` when it is going. */
  locate: (path: string) => string | null;
  cache: string | null;
  keysOf: KeysOf;
}

/** A state in files. The manifest is read at once; everything else when it is asked for, and checked against it. */
export class FileState implements State {
  /** Checksum of the manifest's bytes. */
  readonly manifest: string;
  readonly remarks: Diagnostic[] = [];
  private readonly place: Place;
  private readonly shards: Shards;
  private readonly index: ArchiveIndex;
  private readonly texts = new Map<string, unknown>();
  private readonly bytes: Buffer;
  private decoded: Manifest | null = null;

  private constructor(place: Place, bytes: Buffer, whole: boolean) {
    this.place = place;
    this.bytes = bytes;
    this.manifest = checksum(bytes);
    const sumOf = (day: Day): string | null => this.files[`papers/${day.slice(0, 4)}/${day}.jsonl`] ?? null;
    this.shards = new Shards(place.folder, place.locate, sumOf, place.keysOf);
    if (whole) checkFiles(place.folder, place.locate, this.head);
    const days = (): Days => daysOf(this.files);
    this.index = ArchiveIndex.open(place.cache, this.manifest, days, this.shards.index, whole);
    // An index that was made for these very bytes was made after they had been checked.
    if (this.index.counts === null) void this.head;
  }

  /**
   * @param options.whole every file is checked before anything is answered.
   * @returns `null` when there has never been a state.
   * @throws UserError (exit 5).
   */
  static open(
    folder: string,
    { cache, keysOf, whole }: { cache: string | null; keysOf: KeysOf; whole: boolean },
  ): FileState | null {
    const locate = readThrough(folder);
    const path = locate(manifestPath);
    const bytes = path === null ? null : readBytes(path);
    if (bytes === null) {
      if (hasLeftovers(folder)) throw missing(folder, manifestPath);
      return null;
    }
    return new FileState({ folder, locate, cache, keysOf }, bytes, whole);
  }

  /** The manifest, read when it is first needed: in a large archive it names thousands of files. */
  private get head(): Manifest {
    if (this.decoded !== null) return this.decoded;
    const { folder, locate } = this.place;
    const text = this.bytes.toString('utf8');
    // These very bytes were checked when the index was made for them: in a large archive that is worth not doing twice.
    const trusted = this.index !== undefined && this.index.counts !== null;
    const manifest = trusted ? (JSON.parse(text) as Manifest) : decodeManifest(text);
    if (typeof manifest === 'string') {
      const schema = schemaOf(text);
      const other = schema !== null && /^paperboy\.state\/\d+$/.test(schema) && schema !== stateSchema;
      throw other ? outdated(folder, schema) : corrupt(locate(manifestPath) ?? folder, manifest);
    }
    this.decoded = manifest;
    return manifest;
  }

  /** Checksum of each file, by path. */
  get files(): Readonly<Record<string, string>> {
    return this.head.files;
  }

  get ledger(): LedgerMark {
    return this.head.ledger;
  }

  get counts(): Manifest['counts'] {
    return this.index.counts ?? this.head.counts;
  }

  /** The text of a file, whose checksum was verified. */
  text(path: string): string {
    const place = this.place.locate(path);
    const bytes = place === null ? null : readBytes(place);
    if (place === null || bytes === null) throw missing(this.place.folder, path);
    if (checksum(bytes) !== this.files[path]) throw corrupt(place, 'its checksum is not that of the manifest');
    return bytes.toString('utf8');
  }

  /** What a file holds, read once. */
  private read<T>(path: string, decode: (text: string) => T): T {
    if (!this.texts.has(path)) {
      try {
        this.texts.set(path, decode(this.text(path)));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw corrupt(join(this.place.folder, path), `a line is not JSON: ${error.message}`);
      }
    }
    return this.texts.get(path) as T;
  }

  private lines<T>(path: string): T[] {
    return this.files[path] === undefined ? [] : this.read(path, (text) => fromLines<T>(text));
  }

  get cursors(): Record<string, Cursor> {
    return this.read(cursorsPath, (text) => JSON.parse(text) as Record<string, Cursor>);
  }

  get size(): number {
    return this.counts.papers;
  }

  find(keys: PaperKeys): PaperRecord[] {
    return findRecords(this.index, this.shards, this.place.keysOf, keys);
  }

  dump(sha256: string): DumpRecord | null {
    for (const path of this.paths('dumps/')) {
      const found = this.lines<DumpRecord>(path).find((dump) => dump.sha256 === sha256);
      if (found !== undefined) return found;
    }
    return null;
  }

  dumps(from: Day, to: Day): DumpRecord[] {
    return this.paths('dumps/')
      .filter((path) => path.slice(6, 10) >= from.slice(0, 4) && path.slice(6, 10) <= to.slice(0, 4))
      .flatMap((path) => this.lines<DumpRecord>(path))
      .filter(({ date }) => date >= from && date <= to);
  }

  get editions(): { total: number; on(date: Day): number } {
    const on = (date: Day): number => {
      const path = editionPath({ date });
      // Mostly a month has editions or no file; then the manifest, which in a large archive is long, need not be read.
      const place = this.place.locate(path);
      if (place === null || !existsSync(place)) return 0;
      return this.lines<Edition>(path).filter((edition) => edition.date === date).length;
    };
    return { total: this.counts.editions, on };
  }

  clock(day: Day): number {
    return this.wholeClock()[day] ?? 0;
  }

  unsettled(): UnsettledDump[] {
    return this.lines<UnsettledDump>(unsettledPath);
  }

  archive(): Archive {
    const archive: Archive = {
      papers: [...this.papersByDay()].flat(),
      dumps: this.allDumps(),
      editions: this.allEditions(),
      clock: this.wholeClock(),
      unsettled: this.unsettled(),
    };
    const dangling = danglingReference(archive) ?? miscount(archive, this.counts);
    if (dangling !== null) throw corrupt(this.place.folder, dangling);
    return archive;
  }

  allDumps(): DumpRecord[] {
    return this.paths('dumps/').flatMap((path) => this.lines<DumpRecord>(path));
  }

  /** In the order in which they were made. */
  allEditions(): Edition[] {
    const editions = this.paths('editions/').flatMap((path) => this.lines<Edition>(path));
    return editions.sort((a, b) => a.sequence - b.sequence);
  }

  wholeClock(): Record<Day, number> {
    return this.read(clockPath, (text) => JSON.parse(text) as Record<Day, number>);
  }

  /** The papers day by day, so that not all of them need be in memory. */
  *papersByDay(): Iterable<PaperRecord[]> {
    for (const day of [...daysOf(this.files).keys()].sort()) yield this.shards.papers(day);
  }

  private paths(prefix: string): string[] {
    return Object.keys(this.files).filter((path) => path.startsWith(prefix));
  }

  /** Whether the index finds every paper again. One that does not is only a cache, and is made anew by the next commit. */
  checkIndex(archive: Archive): Diagnostic[] {
    const lost = archive.papers.filter(
      ({ id, instant }) => !this.index.find('ids', id).some(({ day }) => day === instant.slice(0, 10)),
    );
    if (lost.length === 0) return [];
    const message = `the index does not find ${lost.length} of ${archive.papers.length} papers, ${lost[0]!.id} among them`;
    return [diagnostic('index-damaged', { message, file: this.place.cache })];
  }

  /**
   * Writes the index for the next run.
   * @param old the state before, whose index covers what did not change.
   * @param changed the days whose files were written.
   */
  async saveIndex(old: FileState | null, changed: readonly Day[]): Promise<void> {
    const { cache } = this.place;
    if (cache === null) return;
    const index = old?.index ?? this.index;
    const now = { manifest: this.manifest, counts: this.counts, days: daysOf(this.files) };
    await index.save(cache, now, changed, this.shards.index).catch(() => {});
  }
}

const miscount = ({ papers, editions }: Archive, counts: Manifest['counts']): string | null =>
  papers.length === counts.papers && editions.length === counts.editions
    ? null
    : `it has ${papers.length} papers and ${editions.length} editions, and should have ${counts.papers} and ${counts.editions}`;
