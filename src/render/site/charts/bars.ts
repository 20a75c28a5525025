import { scaleBand, scaleLinear } from 'd3-scale';
import { element, type XmlNode } from '../../xml.ts';
import type { Html } from '../templates.ts';
import { drawing, round, WIDTH } from './svg.ts';

export interface Bar {
  label: string;
  value: number;
}

/** Least height of a bar. */
const LEAST = 2;

/** One bar for each value, from left to right, on a line. @param small without the lines of measure. */
export function bars(
  id: string,
  title: string,
  description: string,
  values: readonly Bar[],
  height: number,
  { small = false } = {},
): Html {
  const most = Math.max(1, ...values.map(({ value }) => value));
  const x = scaleBand<number>()
    .domain(values.map((_, i) => i))
    .range([0, WIDTH])
    .paddingInner(0.22)
    .paddingOuter(0.11);
  const y = scaleLinear().domain([0, most]).nice(4).range([height, 0]);
  // A single bar over the whole width would be a wall.
  const width = Math.min(x.bandwidth(), WIDTH / 8);
  const shapes: XmlNode[] = [];
  if (!small) {
    for (const tick of y.ticks(4).slice(1)) {
      shapes.push(element('path', { class: 'measure', d: `M0 ${round(y(tick))}H${WIDTH}` }));
    }
  }
  values.forEach(({ label, value }, i) => {
    if (value === 0) return;
    // One paper beside hundreds is little, but not nothing.
    const [left, top] = [x(i)! + (x.bandwidth() - width) / 2, Math.min(y(value), height - LEAST)];
    const box = { x: round(left), y: round(top), width: round(width), height: round(height - top) };
    // The title is what a pointer shows.
    const tip = small ? [] : [element('title', {}, [`${label}: ${value}`])];
    shapes.push(element('rect', { class: 'bar', ...box }, tip));
  });
  shapes.push(element('path', { class: 'ground', d: `M0 ${height}H${WIDTH}` }));
  return drawing(id, title, description, height, shapes);
}

/** One bar from the left, its length a share of the whole, 0 to 1. */
export function share(id: string, title: string, description: string, part: number): Html {
  const x = scaleLinear().domain([0, 1]).range([0, WIDTH]).clamp(true);
  return drawing(id, title, description, 8, [
    element('rect', { class: 'rail', x: '0', y: '0', width: String(WIDTH), height: '8' }),
    element('rect', { class: 'bar', x: '0', y: '0', width: round(x(part)), height: '8' }),
  ]);
}
