import { plural } from '../diagnostic/index.ts';
import type { DeliveryRow } from './delivery-documents.ts';

/** One delivery as cells of a table. */
export function deliveryCells(row: DeliveryRow): string[] {
  const { subscription, channel, digest, state, doubted, ended, attempts, papers, at, notBefore, detail } = row;
  const notes = [
    ...(doubted && state !== 'in-doubt' ? ['may have arrived before'] : []),
    ...(state === 'in-doubt' && ended ? ['given up'] : []),
    ...(notBefore === null ? [] : [`not before ${notBefore}`]),
    ...(state === 'sent' || detail === null ? [] : [detail]),
  ];
  return [
    ...[subscription, channel, digest, state, plural(papers, 'paper')],
    attempts === 0 ? '' : plural(attempts, 'attempt'),
    at ?? '',
    notes.join('; '),
  ];
}
