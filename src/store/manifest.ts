import { createHash } from 'node:crypto';
import { always, isStateFile } from './layout.ts';
import type { LedgerMark } from './store.ts';

/** How much a state holds. */
export interface StateCounts {
  papers: number;
  editions: number;
}

/** What the manifest's own checksum covers. */
interface ManifestBody {
  schema: typeof stateSchema;
  counts: StateCounts;
  /** The ledger when the state was written. */
  ledger: LedgerMark;
  /** SHA-256 of each file, by path. */
  files: Record<string, string>;
}

/** What `manifest.json` holds. */
export interface Manifest extends ManifestBody {
  /** SHA-256 of the manifest without this field, as JSON without white space: what names the files is guarded too. */
  sum: string;
}

/** The version of the state's form. A change of it needs a step in `migrate.ts`. */
export const stateSchema = 'paperboy.state/2';

export const checksum = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** The manifest as text: one file a line, sorted, so that a commit shows what changed. */
export function encodeManifest(
  files: ReadonlyMap<string, string>,
  counts: StateCounts,
  { records, sha256 }: LedgerMark,
): string {
  const sums = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { papers, editions } = counts;
  const body: ManifestBody = {
    schema: stateSchema,
    counts: { papers, editions },
    ledger: { records, sha256 },
    files: sums,
  };
  return `${JSON.stringify({ ...body, sum: checksum(JSON.stringify(body)) } satisfies Manifest, null, 2)}\n`;
}

/** The version of a manifest, or `null` when that cannot be read. */
export function schemaOf(text: string): string | null {
  try {
    const { schema } = JSON.parse(text) as { schema?: unknown };
    return typeof schema === 'string' ? schema : null;
  } catch {
    return null;
  }
}

/**
 * Reads a manifest. Its checksum finds every accident; the shape is checked as well, for a manifest that a program wrote
 * with a right checksum must still not empty the archive.
 * @returns the manifest, or in words why it is none.
 */
export function decodeManifest(text: string): Manifest | string {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(manifest) || manifest.schema !== stateSchema) return 'it is not a manifest of this version';
  const { sum, ...body } = manifest;
  if (checksum(JSON.stringify(body)) !== sum) return 'its checksum is not that of its content';
  const { ledger, counts, files } = manifest;
  if (!isObject(ledger) || !isCount(ledger.records) || !isSum(ledger.sha256)) {
    return 'it does not say how far the ledger was';
  }
  if (!isObject(counts) || !isCount(counts.papers) || !isCount(counts.editions))
    return 'it does not say how much there is';
  if (!isObject(files) || !Object.values(files).every(isSum)) return 'it does not name the files';
  // A path of the manifest is joined to the folder and read: it must stay inside.
  const strange = Object.keys(files).find((name) => !isStateFile(name));
  if (strange !== undefined) return `it names a file that is none of ours: ${JSON.stringify(strange)}`;
  const lacking = always.find((name) => !Object.hasOwn(files, name));
  return lacking === undefined ? manifest : `it does not name ${lacking}`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isSum = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
