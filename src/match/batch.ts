import type { Instant, Subject } from '../model/index.ts';
import { ownDefinitions, sameMeaning } from './abbreviations.ts';
import { type Analysis, analyse, analysePaper, type PaperAnalysis } from './analysis.ts';
import { testOf } from './context.ts';
import { Evaluator } from './evaluate.ts';
import type { ProgramPool } from './program.ts';
import type { Alternative, Terms } from './terms.ts';

/** Spans by pattern number: start, end, start, end, ... */
type Found = ReadonlyMap<number, readonly number[]>;

/** What a scan found in one paper. */
export interface Reading {
  paper: Subject;
  title: Found;
  abstract: Found;
  author: Found;
  org: Found;
  lengths: { title: number; abstract: number };
  /** Short forms that the paper defines itself, with what they mean there; `null` where nothing asks for it. */
  own: ReadonlyMap<string, string> | null;
}

/** Most papers that are looked at together: their bits of a million terms are 128 MB. */
export const BATCH_SIZE = 1024;

const nothing: Found = new Map();

/** Between two names: no phrase reaches over it. */
const NAME_BREAK = '; ';

function peopleOf(paper: Subject): { author: Analysis; org: Analysis } {
  const { organization } = paper;
  return {
    author: analyse((paper.authors ?? []).join(NAME_BREAK)),
    org: analyse(organization ? `${organization.name}${NAME_BREAK}${organization.handle}` : ''),
  };
}

/** Finds every term of all profiles in one paper. */
export function readPaper(terms: Terms, paper: Subject, analysis: PaperAnalysis = analysePaper(paper)): Reading {
  const people = terms.readsPeople ? peopleOf(paper) : null;
  return {
    paper,
    title: terms.trie.scan(analysis.title),
    abstract: terms.trie.scan(analysis.abstract),
    author: people === null ? nothing : terms.trie.scan(people.author),
    org: people === null ? nothing : terms.trie.scan(people.org),
    lengths: { title: analysis.title.forms.length, abstract: analysis.abstract.forms.length },
    own: terms.alternativeRowsOf.length > 0 ? ownDefinitions(paper) : null,
  };
}

/** Whether an alternative counts in a paper: a short form does not where the paper gives it another meaning. */
export function counts({ short, abbreviation }: Alternative, { own }: Reading): boolean {
  if (!short || own === null) return true;
  const meaning = own.get(abbreviation.short);
  return meaning === undefined || sameMeaning(meaning, abbreviation.key);
}

const FIELDS = ['title', 'abstract', 'author', 'org'] as const;

/** Papers that are matched together: what was found in them, as spans and as bits. */
export class Batch {
  readonly readings: Reading[];
  private readonly terms: Terms;
  private readonly bits: Int32Array;
  private readonly offsets: Int32Array;

  constructor(terms: Terms, papers: readonly Subject[], now: Instant | null, analyses?: readonly PaperAnalysis[]) {
    this.terms = terms;
    this.readings = papers.map((paper, n) => readPaper(terms, paper, analyses?.[n]));
    const words = Math.max(1, Math.ceil(papers.length / 32));
    // Only rows that hold for some paper get a place: most terms of a million profiles are in none of a hundred papers.
    const places = new Int32Array(terms.rows.length);
    let used = 0;
    let bits = new Int32Array(words * 256);
    const set = (row: number, paper: number): void => {
      let place = places[row]!;
      if (place === 0) {
        place = ++used * words;
        places[row] = place;
        if (place + words > bits.length) {
          const larger = new Int32Array(bits.length * 2);
          larger.set(bits);
          bits = larger;
        }
      }
      bits[place + (paper >>> 5)]! |= 1 << (paper & 31);
    };
    for (const [n, reading] of this.readings.entries()) this.setRows(reading, (row) => set(row, n));
    for (const row of terms.testRows) {
      const test = testOf(terms.rows[row]!.test!, now);
      for (const [n, paper] of papers.entries()) if (test(paper)) set(row, n);
    }
    this.bits = bits;
    this.offsets = new Int32Array(terms.leaves.length);
    for (const { id, row } of terms.leaves) this.offsets[id] = places[row]!;
  }

  private setRows(reading: Reading, set: (row: number) => void): void {
    const { terms } = this;
    for (const field of FIELDS) {
      const text = field === 'title' || field === 'abstract';
      const fits = (row: number) => {
        const wanted = terms.rows[row]!.field;
        return wanted === null ? text : wanted === field;
      };
      for (const pattern of reading[field].keys()) {
        terms.eachRow(pattern, (row) => {
          if (fits(row)) set(row);
        });
        if (!text) continue;
        for (const { row, alternative } of terms.alternativeRowsOf[pattern] ?? []) {
          if (fits(row) && counts(alternative, reading)) set(row);
        }
      }
    }
  }

  /** Runs programs over these papers. */
  evaluator(pool: ProgramPool): Evaluator {
    return new Evaluator(pool, this.offsets, this.bits, this.readings.length);
  }

  /** Whether a leaf holds for one paper of the batch. */
  holds(leaf: number, paper: number): boolean {
    const place = this.offsets[leaf]!;
    return place !== 0 && (this.bits[place + (paper >>> 5)]! & (1 << (paper & 31))) !== 0;
  }
}
