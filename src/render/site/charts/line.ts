import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import type { Day } from '../../../model/index.ts';
import { element } from '../../xml.ts';
import type { Html } from '../templates.ts';
import { drawing, round, WIDTH } from './svg.ts';

export interface Point {
  day: Day;
  value: number;
}

const MARGIN = 6;

/** Values over time as a line on a soft ground, with a dot for each that was stated. At least two, in order of days. */
export function timeline(
  id: string,
  title: string,
  description: string,
  points: readonly Point[],
  height: number,
): Html {
  const at = (point: Point): Date => new Date(`${point.day}T00:00:00Z`);
  const x = scaleUtc()
    .domain([at(points[0]!), at(points.at(-1)!)])
    .range([MARGIN, WIDTH - MARGIN]);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...points.map(({ value }) => value))])
    .range([height, MARGIN]);
  const curve = line<Point>(
    (point) => x(at(point)),
    (point) => y(point.value),
  )
    .curve(curveMonotoneX)
    .digits(2);
  const ground = area<Point>(
    (point) => x(at(point)),
    height,
    (point) => y(point.value),
  )
    .curve(curveMonotoneX)
    .digits(2);
  // Lines of no length with round ends: circles would be stretched with the drawing.
  const dots = points.map((point) => `M${round(x(at(point)))} ${round(y(point.value))}h0`).join('');
  return drawing(id, title, description, height, [
    element('path', { class: 'area', d: ground(points) ?? '' }),
    element('path', { class: 'line', d: curve(points) ?? '' }),
    element('path', { class: 'dots', d: dots }),
    element('path', { class: 'ground', d: `M0 ${height}H${WIDTH}` }),
  ]);
}
