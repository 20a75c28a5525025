import { csvLine } from './csv.ts';
import type { ExportFormat } from './export-formats.ts';
import { textOf } from './topics-text.ts';
import type { Subscriber } from './types.ts';

/** A subscriber to be written, with the address or without. */
export interface ExportRow {
  subscriber: Subscriber;
  address: string | null;
}

const columns = [
  'id',
  'address',
  'state',
  'topics',
  'cadence',
  'weekday',
  'hour',
  'zone',
  'locale',
  'created',
  'confirmed',
];

/** One subscriber in plain fields. Absent is the empty text. */
export function fieldsOf({ subscriber, address }: ExportRow): Record<string, string> {
  const { id, state, preferences, created, confirmed } = subscriber;
  const { topics, cadence, weekday, sendHour, timeZone, locale } = preferences;
  return {
    ...{ id, address: address ?? '', state, topics: textOf(topics), cadence },
    ...{ weekday: String(weekday ?? ''), hour: String(sendHour ?? ''), zone: timeZone ?? '' },
    ...{ locale, created, confirmed: confirmed ?? '' },
  };
}

/** A list as the text of a file. Without addresses the column is left out. */
export function exportAs(format: ExportFormat, rows: readonly ExportRow[], withAddresses: boolean): string {
  if (format === 'mailman') return rows.map(({ address }) => `${address}\n`).join('');
  if (format === 'listmonk') {
    const head = ['uuid', 'email', 'name', 'attributes', 'status', 'created_at', 'updated_at'];
    const lines = rows.map((row) => {
      const { topics, cadence, created } = fieldsOf(row);
      const status = row.subscriber.state === 'active' || row.subscriber.state === 'paused' ? 'enabled' : 'disabled';
      return csvLine(['', row.address ?? '', '', JSON.stringify({ topics, cadence }), status, created!, created!]);
    });
    return `${[csvLine(head), ...lines].join('\r\n')}\r\n`;
  }
  const shown = columns.filter((name) => withAddresses || name !== 'address');
  const records = rows.map(fieldsOf);
  if (format === 'csv') {
    return `${[csvLine(shown), ...records.map((record) => csvLine(shown.map((name) => record[name]!)))].join('\r\n')}\r\n`;
  }
  const subscribers = records.map((record, at) => ({
    ...Object.fromEntries(shown.map((name) => [name, record[name]!])),
    consent: rows[at]!.subscriber.consent.map(({ at: when, what, how }) => ({ at: when, what, how })),
  }));
  return `${JSON.stringify({ subscribers }, null, 2)}\n`;
}
