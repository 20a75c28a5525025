import type { Day, Edition, FieldChange, PaperRecord } from '../model/index.ts';
import type { CollectionItem } from './output.ts';

/** What a week or a month brought, for people who do not read every day. By the days of the editions. */
export interface RoundUp {
  period: 'week' | 'month';
  /** ISO 8601: `2026-W06`, `2026-02`. */
  id: string;
  /** First and last day of the period. */
  from: Day;
  to: Day;
  /** In order. */
  editions: readonly Edition[];
  /** How many papers came. */
  papers: number;
  /** New papers that match a topic, best score first; at most ten. */
  best: readonly CollectionItem[];
  /** New papers by upvotes, then comments; only those with any; at most ten. */
  talked: readonly CollectionItem[];
  /** Topics that had papers in this period or the one before, most papers first. `first`: never one before. */
  topics: readonly { name: string; slug: string; papers: number; before: number; first: boolean }[];
  /** Papers whose title or abstract changed, newest change first. */
  revised: readonly { paper: PaperRecord; fields: readonly FieldChange[] }[];
  /** Papers that got code in this period and did not come with it. */
  code: readonly PaperRecord[];
}
