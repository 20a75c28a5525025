import { checkMailbox } from '../model/mailbox.ts';
import { readCsv } from './csv.ts';
import { topicsOf } from './topics-text.ts';
import type { Preferences } from './types.ts';

/** One person of a list. */
export interface ImportRow {
  /** The line it begins on, or the index in a JSON list + 1. */
  line: number;
  address: string;
  /** Who is said to have left, or to be barred, is taken in as such, so that a later list does not bring them back. */
  left: boolean;
  /** `null`: the list says nothing of it. */
  preferences: Partial<Preferences> | null;
}

export interface ImportFault {
  line: number;
  /** What is wrong, never with the address. */
  message: string;
}

export type ImportFormat = 'json' | 'csv' | 'addresses';

/**
 * Reads a list of subscribers, whichever it is:
 * - our own export, as CSV or JSON;
 * - listmonk's CSV (`email`, `name`, `attributes`, `status`), and its JSON, as the export and the API print it;
 * - a list of addresses, one a line, with or without names, as Mailman's `list_members` and `mailman members` print it.
 */
export function readImport(text: string): { format: ImportFormat; rows: ImportRow[]; faults: ImportFault[] } {
  const plain = text.replace(/^\ufeff/, '');
  const rows: ImportRow[] = [];
  const faults: ImportFault[] = [];
  const take = (line: number, address: string, rest: () => Omit<ImportRow, 'line' | 'address'>): void => {
    const gate = checkMailbox(address.trim());
    if (!gate.ok) faults.push({ line, message: `the address ${gate.reason}` });
    else {
      try {
        rows.push({ line, address: gate.value.address, ...rest() });
      } catch (error) {
        faults.push({ line, message: (error as Error).message });
      }
    }
  };
  if (/^\s*[[{]/.test(plain)) {
    const list = listIn(plain);
    if (list === null)
      return { format: 'json', rows, faults: [{ line: 1, message: 'this is no JSON list of subscribers' }] };
    for (const [at, entry] of list.entries())
      take(at + 1, textOf(entry, 'email') || textOf(entry, 'address'), () => recordOf((name) => textOf(entry, name)));
    return { format: 'json', rows, faults };
  }
  const [head, ...records] = readCsv(plain);
  const names = head?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  const column = names.includes('email') ? 'email' : 'address';
  if (names.includes(column)) {
    for (const { line, fields } of records) {
      const value = (name: string): string => (fields[names.indexOf(name)] ?? '').replace(/^'(?=[=+\-@])/, '');
      take(line, value(column), () => recordOf(value));
    }
    return { format: 'csv', rows, faults };
  }
  for (const [at, written] of plain.split(/\r\n|\r|\n/).entries()) {
    const line = written.trim();
    if (line !== '' && !line.startsWith('#')) take(at + 1, line, () => ({ left: false, preferences: null }));
  }
  return { format: 'addresses', rows, faults };
}

/** The list of a JSON document: itself, or where ours and listmonk's have it. */
function listIn(text: string): Record<string, unknown>[] | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const data = value.data as Record<string, unknown> | unknown[] | undefined;
    const found = [value, value.subscribers, value.profile, data, (data as { results?: unknown })?.results].find(
      Array.isArray,
    );
    return (
      (found as Record<string, unknown>[] | undefined)?.filter((one) => typeof one === 'object' && one !== null) ?? null
    );
  } catch {
    return null;
  }
}

const textOf = (entry: Record<string, unknown>, name: string): string => {
  const value = entry[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

/** States of ours, and listmonk's `disabled` and `blocklisted`. */
const gone = /^(?:unsubscribed|bounced|erased|disabled|blocklisted|blacklisted)$/i;

/** @throws Error that says what is wrong with the topics or the rhythm. */
function recordOf(value: (name: string) => string): Omit<ImportRow, 'line' | 'address'> {
  const left = gone.test(value('state') || value('status'));
  const preferences: Partial<Preferences> = {};
  const topics = value('topics');
  if (topics !== '') {
    const read = topicsOf(topics);
    if (read.faults.length > 0) throw new Error(`the topics cannot be read: ${read.faults[0]!.message}`);
    preferences.topics = read.topics;
  }
  const cadence = value('cadence');
  if (cadence !== '') {
    if (!isCadence(cadence)) throw new Error('the cadence is none');
    preferences.cadence = cadence;
  }
  const number = (name: string, from: number, to: number): number | undefined => {
    const text = value(name);
    if (text === '') return undefined;
    const found = Number(text);
    if (!Number.isInteger(found) || found < from || found > to) throw new Error(`${name} is not from ${from} to ${to}`);
    return found;
  };
  const [weekday, sendHour] = [number('weekday', 1, 7), number('hour', 0, 23)];
  if (weekday !== undefined) preferences.weekday = weekday;
  if (sendHour !== undefined) preferences.sendHour = sendHour;
  const zone = value('zone');
  if (zone !== '') {
    if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) throw new Error('the time zone is none');
    preferences.timeZone = zone;
  }
  return { left, preferences: Object.keys(preferences).length > 0 ? preferences : null };
}

const isCadence = (text: string): text is Preferences['cadence'] =>
  ['daily', 'weekdays', 'weekly', 'monthly', 'instant'].includes(text);
