import type { Day, FieldValue, PaperRecord, Publication, Sighting, StatedField, Variant } from '../model/index.ts';
import { better, bitOf, sameness, setValue, stated, trust } from './fields.ts';
import { isBeginning, similarity, textFingerprint, traitsOf } from './fingerprint.ts';

/** A dump as a sighting names it. */
export interface Seen {
  /** First 12 hex digits of the SHA-256 of its bytes. */
  dump: string;
  date: Day;
  /** How many papers it lists. */
  size: number;
}

/**
 * The order of statements, as text: by day; within a day by length of the list, for a list grows; then by the dump's
 * bytes. It is total and does not know the order of arrival.
 */
export const newest = ({ date, size, dump }: Seen): string => `${date} ${String(size).padStart(7, '0')} ${dump}`;

/** The record's sighting in a dump, made when it is the first. The record must be a copy. */
export function noteSighting(record: PaperRecord, { dump, date, size }: Seen): Sighting {
  const index = record.sightings.findIndex((each) => each.dump === dump);
  const sighting =
    index === -1
      ? { dump, date, size, states: 0, comments: null, upvotes: null }
      : { ...record.sightings[index]!, date, size };
  record.sightings =
    index === -1
      ? [...record.sightings, sighting]
      : record.sightings.map((each, at) => (at === index ? sighting : each));
  orderSightings(record);
  return sighting;
}

/** Sorts the sightings, and takes from them when the paper was first and last seen. */
export function orderSightings(record: PaperRecord): void {
  record.sightings.sort((a, b) => compare(newest(a), newest(b)));
  record.firstSeen = record.sightings[0]!.date;
  record.lastSeen = record.sightings.at(-1)!.date;
}

/** Comments and upvotes are those of the newest day that has any; of one day the most, for they grow. */
export function settleSignals(record: PaperRecord): void {
  for (const signal of ['comments', 'upvotes'] as const) {
    const last = record.sightings.findLast((sighting) => sighting[signal] !== null);
    if (last === undefined) continue;
    const values = record.sightings.flatMap(({ date, [signal]: value }) => (date === last.date ? (value ?? []) : []));
    record[signal] = Math.max(...values);
  }
}

/** Notes that a sighting states a value, and settles which value is current. The record must be a copy. */
export function state(record: PaperRecord, field: StatedField, value: FieldValue, sighting: Sighting): void {
  sighting.states |= bitOf(field);
  const current = stated(record, field);
  const variants = record.variants[field] ?? [];
  if (current === null) setValue(record, field, value);
  else if (current === value || sameness(field, current) === sameness(field, value)) {
    setValue(record, field, better(field, current, value));
  } else {
    const key = sameness(field, value);
    const known = variants.find((variant) => sameness(field, variant.value) === key);
    const by = [...(known?.by ?? []), sighting.dump].sort();
    const kept = known === undefined ? value : better(field, known.value, value);
    record.variants[field] = [...variants.filter((variant) => variant !== known), { value: kept, by }];
  }
  settle(record, field);
}

/** Takes back what a dump stated in a field, and states another value instead. */
export function restate(record: PaperRecord, field: StatedField, value: FieldValue, sighting: Sighting): void {
  const bit = bitOf(field);
  const named = new Set((record.variants[field] ?? []).flatMap(({ by }) => by));
  const rest = (record.variants[field] ?? [])
    .map((variant) => ({ ...variant, by: variant.by.filter((dump) => dump !== sighting.dump) }))
    .filter(({ by }) => by.length > 0);
  sighting.states &= ~bit;
  const others = record.sightings.some(({ dump, states }) => (states & bit) !== 0 && !named.has(dump));
  if (!named.has(sighting.dump) && !others) {
    // Nobody else states the current value: it goes, and another comes forward.
    setValue(record, field, rest[0]?.value ?? null);
    rest.shift();
  }
  setVariants(record, field, rest);
  state(record, field, value, sighting);
}

/** Makes the value current that follows from all statements. */
export function settle(record: PaperRecord, field: StatedField): void {
  const variants = record.variants[field];
  const current = stated(record, field);
  if (variants === undefined || current === null) return;
  const named = new Set(variants.flatMap(({ by }) => by));
  const bit = bitOf(field);
  const by = record.sightings.flatMap(({ dump, states }) => ((states & bit) !== 0 && !named.has(dump) ? [dump] : []));
  const versions: Variant[] = [{ value: current, by: by.sort() }, ...variants];
  const winner = choose(field, versions, record.sightings);
  if (winner !== versions[0]) setValue(record, field, winner.value);
  setVariants(
    record,
    field,
    versions.filter((version) => version !== winner),
  );
}

function setVariants(record: PaperRecord, field: StatedField, variants: Variant[]): void {
  if (variants.length === 0) delete record.variants[field];
  else record.variants[field] = variants.sort((a, b) => compare(sameness(field, a.value), sameness(field, b.value)));
}

/** The value that was stated last; a printed year beats an inferred one, and a whole abstract one that was cut. */
function choose(field: StatedField, versions: readonly Variant[], sightings: readonly Sighting[]): Variant {
  const keys = new Map(sightings.map((sighting) => [sighting.dump, newest(sighting)]));
  const lastOf = (dumps: readonly string[]): string =>
    dumps.reduce((last, dump) => ((keys.get(dump) ?? '') > last ? keys.get(dump)! : last), '');
  // A cut abstract speaks for the whole one that it begins.
  const supporters = ({ value, by }: Variant): string[] =>
    field === 'abstract' ? versions.flatMap((other) => (begins(other.value, value) ? other.by : [])).concat(by) : by;
  const rank = (version: Variant): string => {
    const sure = field === 'published' ? trust[(version.value as Publication).basis] : 0;
    return `${sure} ${lastOf(supporters(version))} ${lastOf(version.by)} ${sameness(field, version.value)}`;
  };
  const eligible = field === 'abstract' ? whole(versions) : versions;
  return eligible.reduce((best, each) => (rank(each) > rank(best) ? each : best));
}

const begins = (text: FieldValue, whole: FieldValue): boolean =>
  text !== whole && isBeginning(textFingerprint(text as string), textFingerprint(whole as string));

/** The abstracts that are neither the beginning of another one nor a blurb beside it. */
function whole(versions: readonly Variant[]): readonly Variant[] {
  const texts = versions.map(({ value }) => textFingerprint(value as string));
  const left = versions.filter((version, index) =>
    versions.every(
      (other, at) =>
        at === index ||
        (!isBeginning(texts[index]!, texts[at]!) && !isBlurb(version.value as string, other.value as string)),
    ),
  );
  return left.length > 0 ? left : versions;
}

/** A much shorter text with little in common, such as a summary by a machine, never replaces an abstract. */
export const isBlurb = (text: string, abstract: string): boolean =>
  text.length < abstract.length / 2 && similarity(traitsOf(text), traitsOf(abstract)) < 0.5;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
