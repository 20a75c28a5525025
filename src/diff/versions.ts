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

/**
 * How many values of a field are kept besides the current one. A field that has so many is churned by its source, and
 * each more would cost every later dump; the one that was stated longest ago is forgotten.
 */
const mostVariants = 20;

function setVariants(record: PaperRecord, field: StatedField, all: Variant[]): void {
  const variants = all.length > mostVariants ? newestOf(all, record.sightings) : all;
  const forgotten = new Set(all.flatMap((variant) => (variants.includes(variant) ? [] : variant.by)));
  if (forgotten.size > 0) {
    // Who stated a forgotten value states nothing, or it would count for the current one.
    const states = (sighting: Sighting): number => sighting.states & ~bitOf(field);
    record.sightings = record.sightings.map((each) =>
      forgotten.has(each.dump) ? { ...each, states: states(each) } : each,
    );
  }
  if (variants.length === 0) delete record.variants[field];
  else record.variants[field] = variants.sort((a, b) => compare(sameness(field, a.value), sameness(field, b.value)));
}

function newestOf(variants: readonly Variant[], sightings: readonly Sighting[]): Variant[] {
  const place = new Map(sightings.map(({ dump }, at) => [dump, at]));
  const last = ({ by }: Variant): number => Math.max(-1, ...by.map((dump) => place.get(dump) ?? -1));
  return [...variants].sort((a, b) => last(b) - last(a)).slice(0, mostVariants);
}

/** The value that was stated last; a printed year beats an inferred one, and a whole abstract one that was cut. */
function choose(field: StatedField, versions: readonly Variant[], sightings: readonly Sighting[]): Variant {
  const keys = new Map(sightings.map((sighting) => [sighting.dump, newest(sighting)]));
  const lastOf = (dumps: readonly string[]): string =>
    dumps.reduce((last, dump) => ((keys.get(dump) ?? '') > last ? keys.get(dump)! : last), '');
  const texts = field === 'abstract' ? versions.map(({ value }) => textFingerprint(value as string)) : null;
  // A cut abstract speaks for the whole one that it begins.
  const supporters = (at: number): string[] =>
    versions.flatMap(({ by }, other) =>
      other === at || (texts !== null && isBeginning(texts[other]!, texts[at]!)) ? by : [],
    );
  const ranked = versions.map((version, at) => {
    const sure = field === 'published' ? trust[(version.value as Publication).basis] : 0;
    const own = texts?.[at] ?? sameness(field, version.value);
    return { version, rank: `${sure} ${lastOf(supporters(at))} ${lastOf(version.by)} ${own}` };
  });
  const eligible = texts === null ? ranked : ranked.filter((_, at) => isWhole(at, versions, texts));
  const from = eligible.length > 0 ? eligible : ranked;
  return from.reduce((best, each) => (each.rank > best.rank ? each : best)).version;
}

/** Whether an abstract is neither the beginning of another one nor a blurb beside it. */
const isWhole = (at: number, versions: readonly Variant[], texts: readonly string[]): boolean =>
  versions.every(
    ({ value }, other) =>
      other === at ||
      (!isBeginning(texts[at]!, texts[other]!) && !isBlurb(versions[at]!.value as string, value as string)),
  );

/** A much shorter text with little in common, such as a summary by a machine, never replaces an abstract. */
export const isBlurb = (text: string, abstract: string): boolean =>
  text.length < abstract.length / 2 && similarity(traitsOf(text), traitsOf(abstract)) < 0.5;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
