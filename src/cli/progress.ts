import type { Effects } from '../pipeline/effects.ts';
import { lively } from './terminal.ts';

/** Where progress is shown: `isTTY` decides on a bar or lines. */
export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** A bar is drawn at most so often, a line at most so often; milliseconds. */
const every = { bar: 100, line: 10_000 };

/**
 * Shows how sending comes along: on a terminal a bar with the rate and the time that is left, elsewhere a line every ten
 * seconds, so that a log says it is alive. A run that is over at once shows nothing, nor does one with `--quiet`.
 */
export function progressOn(
  stream: ProgressStream,
  clock: () => number = () => performance.now(),
): NonNullable<Effects['progress']> {
  const start = clock();
  const terminal = stream.isTTY === true && process.env.TERM !== 'dumb';
  const counts = new Map<string, number>();
  let shown = start;
  let drawn = false;
  return ({ done, total, status }) => {
    if (status !== null) counts.set(status, (counts.get(status) ?? 0) + 1);
    const now = clock();
    const ended = done >= total;
    if (ended && drawn && terminal) stream.write('\r\u001b[2K');
    if (!lively() || ended || status === null || now - shown < (terminal ? every.bar : every.line)) return;
    shown = now;
    drawn = true;
    // A terminal that does not know its width says 0.
    const line = lineOf({ done, total, seconds: (now - start) / 1000, refused: refusals(counts) });
    stream.write(terminal ? `\r\u001b[2K${bar(done / total, line, stream.columns || 80)}` : `${line}\n`);
  };
}

/** One line: how many, how fast, how long still. */
export function lineOf(at: { done: number; total: number; seconds: number; refused: number }): string {
  const rate = at.seconds > 0 ? at.done / at.seconds : 0;
  const left = rate > 0 ? Math.ceil((at.total - at.done) / rate) : null;
  return [
    `${at.done} of ${at.total} digests`,
    `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`,
    ...(left === null ? [] : [`${duration(left)} left`]),
    ...(at.refused > 0 ? [`${at.refused} not sent`] : []),
  ].join(', ');
}

const refusals = (counts: ReadonlyMap<string, number>): number =>
  [...counts].reduce((sum, [status, count]) => (status === 'sent' ? sum : sum + count), 0);

function bar(share: number, line: string, columns: number): string {
  const width = Math.min(30, columns - line.length - 4);
  if (width < 8) return line.slice(0, columns - 1);
  const full = Math.round(Math.min(1, share) * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${line}`;
}

const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
