import type { ArchiveView } from '../diff/diff.ts';
import type { Redating } from '../diff/redate.ts';
import type { Publication, UnsettledDump, UnsettledPaper } from '../model/index.ts';
import type { DatedFile } from '../parse/dates.ts';
import { emptyFile, type ParsedFile, type PrintedDate, type UndatedPaper } from '../parse/format.ts';

/** A dump of the archive without a year of its own, as if it had just been parsed again: its dates, and nothing else. */
export interface Shadow {
  source: string;
  sha256: string;
  file: ParsedFile;
  /** `--date` holds for the dumps given, not for those of the archive. */
  flag: null;
}

/**
 * The unsettled dumps of an archive that share a paper with new ones, or with another such dump: only their dates can be
 * touched by what the new ones print.
 * @param keys the title keys of the new papers.
 */
export function shadowsOf(archive: ArchiveView, keys: ReadonlySet<string>): Shadow[] {
  const reached = new Set(keys);
  const chosen = new Set<UnsettledDump>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const dump of archive.unsettled()) {
      if (chosen.has(dump) || !dump.papers.some(({ key }) => reached.has(key))) continue;
      chosen.add(dump);
      for (const { key } of dump.papers) reached.add(key);
      grown = true;
    }
  }
  return [...chosen].map(shadowOf);
}

function shadowOf({ sha256, header, everyYear, listing, papers }: UnsettledDump): Shadow {
  const file: ParsedFile = {
    ...emptyFile([]),
    listing,
    header: { year: null, ...header },
    everyYear,
    papers: papers.map((paper, index) => paperOf(paper, index + 1)),
  };
  // No file of that name can be given: it stands for itself among the sources.
  return { source: `\0${sha256}`, sha256, file, flag: null };
}

const paperOf = ({ key, printed, text }: UnsettledPaper, line: number): UndatedPaper => ({
  // The key itself, marked as such: a title never begins with NUL.
  title: `\0${key}`,
  abstract: null,
  aiSummary: null,
  arxivId: null,
  authors: [],
  authorCount: null,
  organization: null,
  printed: printed === null ? null : readDate(printed),
  publishedText: text,
  comments: null,
  upvotes: null,
  links: [],
  line,
});

/**
 * What is known better of the dumps now. A year for which there is evidence replaces one that was assumed, or confirms
 * it; evidence can only make a year later, never earlier, as long as nobody assumed it.
 */
export function redatings(archive: ArchiveView, shadows: readonly Shadow[], dated: readonly DatedFile[]): Redating[] {
  return shadows.flatMap(({ sha256, file }, index): Redating[] => {
    const { date, dateBasis, listing, papers } = dated[index]!;
    const known = archive.dump(sha256);
    if (known === null || date === null || dateBasis === null || dateBasis === 'assumed') return [];
    if (known.dateBasis !== 'assumed' && date <= known.date) return [];
    // A date with its year says the same whenever the dump was made.
    const published = papers.map((paper, at): Publication | null => {
      const { published: day, publishedBasis: basis, publishedText: text } = paper;
      return file.papers[at]!.printed?.year != null || day === null || basis === null ? null : { day, basis, text };
    });
    // Evidence out of the archive or another dump: which of them came first is not worth remembering.
    const basis = dateBasis === 'other-dump' ? 'archive' : dateBasis;
    return [{ sha256, date, dateBasis: basis, listing, published }];
  });
}

/** A printed date in the form in which the archive keeps it. */
export const printDate = ({ year, month, day }: PrintedDate): string =>
  `${year === null ? '' : `${String(year).padStart(4, '0')}-`}${two(month)}-${two(day)}`;

function readDate(text: string): PrintedDate {
  const parts = text.split('-').map(Number);
  const [month, day] = parts.slice(-2) as [number, number];
  return { year: parts.length === 3 ? parts[0]! : null, month, day };
}

const two = (value: number): string => String(value).padStart(2, '0');
