import type { Day, Digest } from '../../model/index.ts';
import { editionDay } from '../paper.ts';
import { oneLine } from '../words.ts';
import type { Group } from './sections.ts';
import type { Strings } from './strings.ts';

/** A digest over so many days has a chart. Fewer say nothing that the line above does not. */
const LEAST_DAYS = 3;

/** Most bars; the others are left out, for the sections show them. */
const MOST_BARS = 8;

/** Bars of a digest that spans several editions: data for a table, drawn without an image. */
export interface Chart {
  title: string;
  bars: { label: string; count: string; n: number /** Of the longest, 1 to 100. */; percent: number }[];
}

/** Papers by topic; where there is one topic only, by the day that brought them. `null` when there is nothing to compare. */
export function chartOf(
  digest: Digest,
  days: readonly Day[],
  groups: readonly Group[],
  strings: Strings,
): Chart | null {
  if (days.length < LEAST_DAYS) return null;
  const topics = groups.length > 1;
  const counted = topics
    ? groups.map(({ topic, items }) => ({ label: oneLine(topic), n: items.length }))
    : days.map((day) => ({
        label: strings.weekday(day),
        n: digest.items.filter(({ paper }) => editionDay(paper) === day).length,
      }));
  const bars = counted.filter(({ n }) => n > 0).slice(0, MOST_BARS);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ n }) => n));
  return {
    title: topics ? strings.chart.topics : strings.chart.days,
    bars: bars.map(({ label, n }) => ({ label, n, count: strings.number(n), percent: Math.round((100 * n) / most) })),
  };
}
