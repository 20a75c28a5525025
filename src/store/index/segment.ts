import { hash } from 'node:crypto';
import type { Day } from '../../model/index.ts';
import { filterSize, isIn, put } from './filter.ts';

/** A file of papers as it was when it was indexed. */
export interface ShardStamp {
  day: Day;
  sha256: string;
  size: number;
  /** Milliseconds since 1970, with fractions. */
  modified: number;
  /** The same, of the last change of the file's node: an editor can set back the one, not the other. */
  changed: number;
}

/** Where a record stands. Offsets in bytes. */
export interface Location {
  day: Day;
  offset: number;
  length: number;
}

/**
 * The layout of a segment, numbers in the byte order of the machine that wrote it (it is a cache):
 *
 *     magic, 8 bytes · shards, records, entries, fences, bytes of the filter: 5 × u32 · 4 bytes unused
 *     fences: u64 each, every 512th entry, so that a look-up reads one block of 4 KiB
 *     filter: two bits for each key (Bloom 1970), so that most keys that are not there cost no read
 *     entries: u64 each, sorted: 40 bits of a key's hash, 24 bits of a record's number
 *     records: 3 × u32 each: shard, offset, length, by day and place in the file
 *     shards: 64 bytes each: day (16, text), checksum (32 bytes), size and the two times packed in three f64 behind
 */
const magic = Buffer.from('PBINDEX3');
const headerBytes = 32;
const shardBytes = 16 + 32 + 24;
const blockEntries = 512;
const recordBits = 24n;
/** Most records of one segment. */
const mostRecords = 1 << 24;

/** 40 bits of the SHA-256 of a key, which a look-up confirms on the record itself. */
export const hashOf = (kind: string, key: string): number =>
  hash('sha256', `${kind}:${key}`, 'buffer').readUIntBE(0, 5);

/** Fills a target with the bytes of a segment from an offset on. */
export type Reader = (target: Uint8Array, offset: number) => void;

/** An index over some files of papers: key -> the records that have it. Immutable. */
export class Segment {
  readonly shardCount: number;
  readonly recordCount: number;
  readonly entryCount: number;
  private readonly fill: Reader;
  /** One block, filled anew for each look-up. */
  private readonly block = new BigUint64Array(blockEntries);
  private readonly places = new Map<number, Location>();
  private readonly fences: BigUint64Array;
  private readonly filterAt: number;
  private readonly filterBytes: number;
  private filter: Buffer | null = null;
  private readonly entriesAt: number;
  private readonly recordsAt: number;
  private readonly shardsAt: number;
  private table: Buffer | null = null;

  /** @throws RangeError when these bytes are no segment. */
  constructor(read: Reader, size: number) {
    this.fill = read;
    const header = size < headerBytes ? magic.subarray(1) : this.read(0, headerBytes);
    if (!header.subarray(0, 8).equals(magic)) throw new RangeError('not an index');
    const [shards, records, entries, fences, filter] = numbers(header.subarray(8), Uint32Array) as unknown as number[];
    this.shardCount = shards!;
    this.recordCount = records!;
    this.entryCount = entries!;
    this.filterAt = headerBytes + fences! * 8;
    this.filterBytes = filter!;
    this.entriesAt = this.filterAt + filter!;
    this.recordsAt = this.entriesAt + entries! * 8;
    this.shardsAt = this.recordsAt + records! * 12;
    if (this.shardsAt + shards! * shardBytes !== size) throw new RangeError('an index of another length');
    this.fences = numbers(this.read(headerBytes, fences! * 8), BigUint64Array);
  }

  /** The files it covers, sorted by day. */
  shards(): ShardStamp[] {
    return Array.from({ length: this.shardCount }, (_, index) => this.stampAt(index));
  }

  /** How the file of a day was when it was indexed; `null` when it is not covered. */
  shard(day: Day): ShardStamp | null {
    let [low, high] = [0, this.shardCount];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.dayAt(middle) < day) low = middle + 1;
      else high = middle;
    }
    return low < this.shardCount && this.dayAt(low) === day ? this.stampAt(low) : null;
  }

  private get shardTable(): Buffer {
    this.table ??= this.read(this.shardsAt, this.shardCount * shardBytes);
    return this.table;
  }

  private dayAt(index: number): Day {
    return this.shardTable.toString('latin1', index * shardBytes, index * shardBytes + 10);
  }

  private stampAt(index: number): ShardStamp {
    const bytes = this.shardTable;
    const at = index * shardBytes;
    return {
      day: this.dayAt(index),
      sha256: bytes.toString('hex', at + 16, at + 48),
      size: bytes.readDoubleLE(at + 48),
      modified: bytes.readDoubleLE(at + 56),
      changed: bytes.readDoubleLE(at + 64),
    };
  }

  /** The places of the records with a key of this hash, oldest first; some may only share the hash. */
  find(hashed: number): Location[] {
    this.filter ??= this.read(this.filterAt, this.filterBytes);
    if (!isIn(this.filter, hashed)) return [];
    const first = BigInt(hashed) << recordBits;
    const last = first | ((1n << recordBits) - 1n);
    const found: number[] = [];
    for (let block = Math.max(0, lowest(this.fences, first) - 1); block < this.fences.length; block++) {
      const start = block * blockEntries;
      const count = Math.min(blockEntries, this.entryCount - start);
      const entries = this.block.subarray(0, count);
      this.fill(new Uint8Array(entries.buffer, 0, count * 8), this.entriesAt + start * 8);
      let at = lowest(entries, first);
      for (; at < count && entries[at]! <= last; at++) found.push(Number(entries[at]! - first));
      if (at < count) break;
    }
    return found.map((record) => this.location(record));
  }

  private location(record: number): Location {
    // The keys of one paper lead to one place.
    const known = this.places.get(record);
    if (known !== undefined) return known;
    const [shard, offset, length] = numbers(this.read(this.recordsAt + record * 12, 12), Uint32Array);
    const place = { day: this.dayAt(shard!), offset: offset!, length: length! };
    this.places.set(record, place);
    return place;
  }

  private read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    this.fill(bytes, offset);
    return bytes;
  }

  /** Everything, for merging: calls back with each shard kept and its records with their hashes. */
  unpack(keep: (day: Day) => boolean): { stamp: ShardStamp; rows: IndexRow[] }[] {
    const records = numbers(this.read(this.recordsAt, this.recordCount * 12), Uint32Array);
    const entries = numbers(this.read(this.entriesAt, this.entryCount * 8), BigUint64Array);
    const kept = this.shards().map((stamp) => (keep(stamp.day) ? { stamp, rows: [] as IndexRow[] } : null));
    const rows: (IndexRow | null)[] = [];
    for (let record = 0; record < this.recordCount; record++) {
      const shard = kept[records[record * 3]!]!;
      const row =
        shard === null ? null : { offset: records[record * 3 + 1]!, length: records[record * 3 + 2]!, hashes: [] };
      if (row !== null) shard!.rows.push(row);
      rows.push(row);
    }
    const mask = (1n << recordBits) - 1n;
    for (const entry of entries) rows[Number(entry & mask)]?.hashes.push(Number(entry >> recordBits));
    return kept.filter((shard) => shard !== null);
  }
}

/** The position of the first value that is not smaller. */
function lowest(values: BigUint64Array, wanted: bigint): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A record as it goes into an index. */
export interface IndexRow {
  offset: number;
  length: number;
  hashes: number[];
}

/** A segment over these files, as the bytes that {@link Segment} reads. @throws RangeError with too many records. */
export function packSegment(parts: readonly { stamp: ShardStamp; rows: readonly IndexRow[] }[]): Buffer {
  const shards = [...parts].sort((a, b) => (a.stamp.day < b.stamp.day ? -1 : 1));
  const recordCount = shards.reduce((sum, { rows }) => sum + rows.length, 0);
  if (recordCount >= mostRecords) throw new RangeError(`an index of ${recordCount} records`);
  const entryCount = shards.reduce((sum, { rows }) => rows.reduce((n, row) => n + row.hashes.length, sum), 0);
  const entries = new BigUint64Array(entryCount);
  const filter = Buffer.alloc(filterSize(entryCount));
  const records = new Uint32Array(recordCount * 3);
  const table = Buffer.alloc(shards.length * shardBytes);
  let [record, next] = [0, 0];
  for (const [index, { stamp, rows }] of shards.entries()) {
    const at = index * shardBytes;
    table.write(stamp.day, at, 'latin1');
    table.write(stamp.sha256, at + 16, 'hex');
    table.writeDoubleLE(stamp.size, at + 48);
    table.writeDoubleLE(stamp.modified, at + 56);
    table.writeDoubleLE(stamp.changed, at + 64);
    for (const { offset, length, hashes } of rows) {
      records.set([index, offset, length], record * 3);
      for (const each of hashes) {
        entries[next++] = (BigInt(each) << recordBits) | BigInt(record);
        put(filter, each);
      }
      record++;
    }
  }
  entries.sort();
  const fences = BigUint64Array.from(
    { length: Math.ceil(entryCount / blockEntries) },
    (_, i) => entries[i * blockEntries]!,
  );
  const counts = Uint32Array.of(shards.length, recordCount, entryCount, fences.length, filter.length, 0);
  return Buffer.concat([magic, bytesOf(counts), bytesOf(fences), filter, bytesOf(entries), bytesOf(records), table]);
}

const bytesOf = (values: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Bytes as numbers; copied, for a view must begin at a multiple of its size. */
function numbers<T>(bytes: Buffer, type: { new (buffer: ArrayBuffer): T }): T {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new type(copy.buffer);
}
