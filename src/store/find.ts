import type { PaperKeys, PaperRecord } from '../model/index.ts';
import type { ArchiveIndex } from './index/archive-index.ts';
import type { Shards } from './shards.ts';
import type { KeysOf } from './store.ts';

/** Of one key the newest records that are looked at; as many as identity compares. */
const most = 50;

/** The records that have one of the keys, each once; every file is closed again. */
export function findRecords(index: ArchiveIndex, shards: Shards, keysOf: KeysOf, keys: PaperKeys): PaperRecord[] {
  const found = new Map<string, PaperRecord>();
  const read = new Map<string, PaperRecord>();
  const keysRead = new Map<PaperRecord, Required<PaperKeys>>();
  try {
    for (const [kind, wanted] of Object.entries(keys) as [keyof PaperKeys, string[]][]) {
      for (const key of wanted) {
        let left = most;
        for (const location of index.find(kind, key)) {
          if (left === 0) break;
          const place = `${location.day}:${location.offset}`;
          const record = read.get(place) ?? shards.record(location, index.stamp(location.day)!);
          read.set(place, record);
          // The hash of a key is not the key.
          if (!keysRead.has(record)) keysRead.set(record, keysOf(record));
          if (!keysRead.get(record)![kind].includes(key)) continue;
          found.set(record.id, record);
          left--;
        }
      }
    }
  } finally {
    shards.close();
  }
  return [...found.values()];
}
