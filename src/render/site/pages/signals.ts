import { groupBy } from '../../../model/group.ts';
import type { PaperRecord, Sighting } from '../../../model/index.ts';
import { figure } from '../charts/figure.ts';
import { timeline } from '../charts/line.ts';
import type { Site } from '../site.ts';
import type { Html } from '../templates.ts';

/**
 * Upvotes and comments over time: a line where two days or more state upvotes, and the numbers as a table. Nothing where one day or
 * none states any: the facts say that already. What a dump does not say is no 0.
 */
export function signals(site: Site, paper: PaperRecord): Html {
  const { strings, templates } = site;
  // Of one day the longest dump, which is the latest.
  const days = [...groupBy(paper.sightings, ({ date }) => date)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => own.reduce((best, one) => (one.size >= best.size ? one : best)));
  const stated = days.filter(({ upvotes, comments }) => upvotes !== null || comments !== null);
  if (stated.length < 2) return '';
  const voted = days.flatMap(({ date, upvotes }) => (upvotes === null ? [] : [{ day: date, value: upvotes }]));
  const { paper: words, charts, numbers } = strings.words;
  const said = (count: number | null): string => (count === null ? words.unknown : strings.number(count));
  const drawn = voted.length > 1;
  const text = drawn ? charts.signalsSum(strings.number(voted[0]!.value), strings.number(voted.at(-1)!.value)) : '';
  const view = {
    title: drawn ? charts.upvotes : words.signals,
    text,
    axis: drawn ? [strings.date(voted[0]!.day), strings.date(voted.at(-1)!.day)] : [],
    numbers,
    columns: [words.date, words.upvotes, words.comments],
    rows: stated.map((one: Sighting) => ({
      head: strings.date(one.date),
      cells: [said(one.upvotes), said(one.comments)],
    })),
  };
  return figure(templates, view, drawn ? timeline('signals', charts.upvotes, text, voted, 100) : '');
}
