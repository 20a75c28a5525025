import type { Change, DumpRecord, Edition, PaperRecord, Sighting, UnsettledDump } from '../model/index.ts';

// Whether a value read from a file that no checksum vouches for has the form that everything else relies on.

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isDay = (value: unknown): boolean =>
  isText(value) &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  new Date(`${value}T00:00:00Z`).toString() !== 'Invalid Date' &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

const isInstant = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(value) && isDay(value.slice(0, 10));

const isEditionId = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d{2}-\d{2}\.[1-9]\d*$/.test(value) && isDay(value.slice(0, 10));

const isCount = (value: unknown): boolean => value === null || isNumber(value);
const isMaybeText = (value: unknown): boolean => value === null || typeof value === 'string';

const isSighting = (value: Sighting): boolean =>
  isObject(value) &&
  typeof value.dump === 'string' &&
  isDay(value.date) &&
  [value.size, value.states].every(isNumber) &&
  [value.comments, value.upvotes].every(isCount);

export const isPaper = (value: PaperRecord): boolean =>
  isObject(value) &&
  [value.id, value.title].every(isText) &&
  [value.abstract, value.aiSummary, value.arxivId, value.publishedText].every(isMaybeText) &&
  [value.instant, value.updated].every(isInstant) &&
  isEditionId(value.edition) &&
  isNumber(value.revision) &&
  [value.firstSeen, value.lastSeen].every(isDay) &&
  [value.links, value.authors].every(Array.isArray) &&
  Array.isArray(value.sightings) &&
  value.sightings.length > 0 &&
  value.sightings.every(isSighting) &&
  isObject(value.variants) &&
  Object.values(value.variants).every(
    (list) => Array.isArray(list) && list.every((variant) => isObject(variant) && Array.isArray(variant.by)),
  );

const isChange = (value: Change): boolean =>
  isObject(value) &&
  ['new', 'revised', 'enriched', 'relisted'].includes(value.kind as string) &&
  [value.paper, value.title].every(isText) &&
  isNumber(value.revision) &&
  Array.isArray(value.fields);

export const isEdition = (value: Edition): boolean =>
  isObject(value) &&
  isEditionId(value.id) &&
  isDay(value.date) &&
  (value.id as string).startsWith(`${value.date}.`) &&
  isNumber(value.sequence) &&
  (value.sequence as number) > 0 &&
  typeof value.dump === 'string' &&
  isDay(value.arrived) &&
  isObject(value.counts) &&
  Array.isArray(value.changes) &&
  value.changes.every(isChange);

export const isDump = (value: DumpRecord): boolean =>
  isObject(value) &&
  isText(value.sha256) &&
  isDay(value.date) &&
  [value.source, value.format, value.listing].every((text) => typeof text === 'string') &&
  isNumber(value.papers) &&
  isObject(value.counts) &&
  (value.edition === null || isEditionId(value.edition));

export const isUnsettled = (value: UnsettledDump): boolean =>
  isObject(value) && isText(value.sha256) && isObject(value.header) && Array.isArray(value.papers);

/** The seconds of each day that were handed out. */
export const isClock = (value: unknown): value is Record<string, number> =>
  isObject(value) && Object.entries(value).every(([day, seconds]) => isDay(day) && isNumber(seconds));
