import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Day, PaperRecord } from '../model/index.ts';
import { corrupt, misplaced, missing } from './errors.ts';
import { hashOf, type IndexRow, type Location, type ShardStamp } from './index/segment.ts';
import { dayPath } from './layout.ts';
import { checksum } from './manifest.ts';
import { absent, readBytes, whyUnread } from './read.ts';
import type { KeysOf } from './store.ts';

/** The files of papers of a state, read where they are asked for and checked before they are believed. */
export class Shards {
  private readonly folder: string;
  private readonly locate: (path: string) => string | null;
  private readonly sumOf: (day: Day) => string | null;
  private readonly keysOf: KeysOf;
  private readonly open = new Map<Day, number>();

  /** @param sumOf the checksum that the manifest has for the file of a day. */
  constructor(
    folder: string,
    locate: (path: string) => string | null,
    sumOf: (day: Day) => string | null,
    keysOf: KeysOf,
  ) {
    this.folder = folder;
    this.locate = locate;
    this.sumOf = sumOf;
    this.keysOf = keysOf;
  }

  /** The bytes of a day's file, whose checksum was verified, with what a later look recognises it by. */
  read(day: Day): { bytes: Buffer; stamp: ShardStamp } {
    const path = this.locate(dayPath(day));
    const sha256 = this.sumOf(day);
    const bytes = path === null ? null : readBytes(path);
    if (path === null || bytes === null || sha256 === null) throw missing(this.folder, dayPath(day));
    if (checksum(bytes) !== sha256) throw corrupt(path, 'its checksum is not that of the manifest');
    const { size, mtimeMs, ctimeMs } = stat(path);
    return { bytes, stamp: { day, sha256, size, modified: mtimeMs, changed: ctimeMs } };
  }

  /** The papers of a day. */
  papers(day: Day): PaperRecord[] {
    return this.parse(day, this.read(day).bytes).map(({ record }) => record);
  }

  /** What an index needs of a day's file. */
  readonly index = (day: Day): { stamp: ShardStamp; rows: IndexRow[] } => {
    const { bytes, stamp } = this.read(day);
    const rows = this.parse(day, bytes).map(({ record, offset, length }): IndexRow => {
      const hashes = Object.entries(this.keysOf(record)).flatMap(([kind, keys]) =>
        keys.map((key) => hashOf(kind, key)),
      );
      return { offset, length, hashes };
    });
    return { stamp, rows };
  };

  /**
   * One record. The file is the one that was indexed when its size and times are; otherwise its checksum decides.
   * @param stamp how the file was when it was indexed.
   */
  record({ day, offset, length }: Location, stamp: ShardStamp): PaperRecord {
    const file = this.open.get(day) ?? this.openFile(day, stamp);
    const bytes = Buffer.allocUnsafe(length);
    readSync(file, bytes, 0, length, offset);
    try {
      return JSON.parse(bytes.toString('utf8')) as PaperRecord;
    } catch {
      throw misplaced(day);
    }
  }

  private openFile(day: Day, stamp: ShardStamp): number {
    const path = this.locate(dayPath(day));
    if (path === null) throw missing(this.folder, dayPath(day));
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (error) {
      throw absent(error) ? missing(this.folder, dayPath(day)) : corrupt(path, whyUnread(error));
    }
    const { size, mtimeMs, ctimeMs } = fstatSync(file);
    if (size !== stamp.size || mtimeMs !== stamp.modified || ctimeMs !== stamp.changed) {
      try {
        this.read(day);
      } catch (error) {
        closeSync(file);
        throw error;
      }
    }
    this.open.set(day, file);
    return file;
  }

  private parse(day: Day, bytes: Buffer): ReturnType<typeof parse> {
    try {
      return parse(bytes);
    } catch (error) {
      throw corrupt(join(this.folder, dayPath(day)), `a line is not JSON: ${(error as Error).message}`);
    }
  }

  close(): void {
    for (const file of this.open.values()) closeSync(file);
    this.open.clear();
  }
}

function stat(path: string): { size: number; mtimeMs: number; ctimeMs: number } {
  const file = openSync(path, 'r');
  try {
    return fstatSync(file);
  } finally {
    closeSync(file);
  }
}

/** The records of a file with where each stands. */
function parse(bytes: Buffer): { record: PaperRecord; offset: number; length: number }[] {
  const rows: { record: PaperRecord; offset: number; length: number }[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const end = bytes.indexOf(10, offset);
    const length = (end === -1 ? bytes.length : end) - offset;
    if (length > 0) rows.push({ record: JSON.parse(bytes.toString('utf8', offset, offset + length)), offset, length });
    offset += length + 1;
  }
  return rows;
}
