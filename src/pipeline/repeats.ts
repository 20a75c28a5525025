import { isWorkday } from '../diff/days.ts';
import type { ArchiveView } from '../diff/diff.ts';
import type { Source } from '../fetch/files.ts';
import type { Day } from '../model/index.ts';
import { findDay } from '../parse/printed-date.ts';

/** A list that was captured again to the byte under a later day. */
export interface Repeat {
  date: Day;
  /** The day of the list. */
  of: Day;
}

/**
 * The newest capture whose bytes are those of an older daily list, on a day that should have a list of its own and of
 * which none is known. Such a dump is not taken in again; that the page has not moved on is still worth saying.
 * @param flag `--date`, which holds for all dumps given.
 */
export function repeatedCapture(sources: readonly Source[], view: ArchiveView, flag: Day | null): Repeat | null {
  const repeats = sources.flatMap(({ path, sha256 }): Repeat[] => {
    const known = view.dump(sha256);
    const date = flag ?? findDay(path.replace(/^.*[\\/]/, ''));
    if (known === null || date === null || known.listing !== 'daily') return [];
    if (date <= known.date || !isWorkday(date)) return [];
    const newer = view.dumpsBetween(date, '9999-12-31').some(({ listing }) => listing === 'daily');
    return newer ? [] : [{ date, of: known.date }];
  });
  return repeats.reduce<Repeat | null>((last, each) => (last === null || each.date > last.date ? each : last), null);
}
