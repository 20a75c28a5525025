import { isStem, type Query, type TermNode, type TestNode, type TextField } from '../query/index.ts';
import type { Abbreviation, Abbreviations } from './abbreviations.ts';
import { analyse } from './analysis.ts';
import { compilePattern } from './pattern.ts';
import { Trie } from './trie.ts';

/** Another way to say a term, learnt from the archive. */
export interface Alternative {
  pattern: number;
  abbreviation: Abbreviation;
  /** The short form is what is looked for: not in a paper that defines it otherwise. */
  short: boolean;
}

/** One term of a profile, or a test. Equal ones are the same object. */
export interface Leaf {
  id: number;
  /** As the profile writes it. */
  label: string;
  /** `null`: title or abstract. */
  field: TextField | null;
  weight: number;
  /** The pattern's number; -1 for a test, and for a term that can find nothing. */
  pattern: number;
  alternatives: readonly Alternative[];
  test: TestNode | null;
  /** Leaves with one row hold for the same papers. */
  row: number;
}

/** What decides for which papers a row is set. */
export interface Row {
  field: TextField | null;
  pattern: number;
  alternatives: readonly Alternative[];
  test: TestNode | null;
}

const NONE: readonly Alternative[] = [];
/** A long keyword has many parts that might be abbreviated; more variants than these bring nothing. */
const MAX_ALTERNATIVES = 6;
const MAX_WORDS = 6;

/** Every distinct term of any number of profiles, each once. */
export class Terms {
  readonly trie = new Trie();
  readonly leaves: Leaf[] = [];
  readonly rows: Row[] = [];
  /** By pattern: the forms of its words. */
  readonly forms: (readonly string[])[] = [];
  /** By pattern: the rows that it sets, as a term or as an alternative. */
  readonly rowsOf: number[][] = [];
  readonly alternativeRowsOf: ({ row: number; alternative: Alternative }[] | undefined)[] = [];
  readonly testRows: number[] = [];
  /** Whether a term is looked for in authors or organisations, which are otherwise not read. */
  readsPeople = false;
  private readonly abbreviations: Abbreviations | null;
  private readonly byKey = new Map<string, number>();
  private readonly byText = new Map<string, number>();
  private readonly leafByText = new Map<string, Leaf>();
  private readonly rowByKey = new Map<string, number>();
  /** Keywords of lists, by their text as it stands: most of a million profiles' terms are met again and again. */
  private readonly keywords = new Map<string, number>();

  constructor(abbreviations: Abbreviations | null) {
    this.abbreviations = abbreviations;
  }

  /** The leaf of a keyword of a list that was met before, or -1. */
  keyword(entry: string): number {
    return this.keywords.get(entry) ?? -1;
  }

  remember(entry: string, leaf: number): void {
    this.keywords.set(entry, leaf);
  }

  /** The leaf of a term in a field. `expand`: abbreviations count. */
  term(node: TermNode, field: TextField | null, weight: number, expand: boolean): Leaf {
    const learnt =
      expand && !node.plain && node.style !== 'exact' && (field === null || field === 'title' || field === 'abstract');
    const key = `${node.style[0]}${learnt ? '' : '='}${field ?? ''}^${weight}:${node.text}`;
    let leaf = this.leafByText.get(key);
    if (leaf === undefined) {
      const pattern = this.pattern(node.style, node.text);
      const alternatives = learnt && this.abbreviations !== null ? this.alternativesOf(node, pattern) : NONE;
      leaf = this.newLeaf({ label: node.text, field, weight, pattern, alternatives, test: null });
      this.leafByText.set(key, leaf);
      if (field === 'author' || field === 'org') this.readsPeople = true;
    }
    return leaf;
  }

  test(node: TestNode): Leaf {
    const label = `${node.field}:${node.value}`;
    const key = `?${label}`;
    let leaf = this.leafByText.get(key);
    if (leaf === undefined) {
      leaf = this.newLeaf({ label, field: null, weight: 1, pattern: -1, alternatives: NONE, test: node });
      this.leafByText.set(key, leaf);
    }
    return leaf;
  }

  private newLeaf(parts: Omit<Leaf, 'id' | 'row'>): Leaf {
    const leaf = { ...parts, id: this.leaves.length, row: this.rowOf(parts) };
    this.leaves.push(leaf);
    return leaf;
  }

  private rowOf({ field, pattern, alternatives, test }: Row): number {
    const others = alternatives.map((one) => `${one.pattern}${one.short ? 's' : ''}${one.abbreviation.key}`).join(',');
    const key = test === null ? `${pattern}:${field ?? ''}:${others}` : `${test.field}:${test.value}`;
    let row = this.rowByKey.get(key);
    if (row === undefined) {
      row = this.rows.length;
      this.rowByKey.set(key, row);
      this.rows.push({ field, pattern, alternatives, test });
      if (test !== null) this.testRows.push(row);
      if (pattern >= 0) this.rowsOf[pattern]!.push(row);
      for (const alternative of alternatives) {
        const list = this.alternativeRowsOf[alternative.pattern];
        if (list === undefined) this.alternativeRowsOf[alternative.pattern] = [{ row, alternative }];
        else list.push({ row, alternative });
      }
    }
    return row;
  }

  private pattern(style: TermNode['style'], text: string): number {
    const textKey = style === 'exact' ? `'${text}` : text;
    let number = this.byText.get(textKey);
    if (number !== undefined) return number;
    const pattern = compilePattern(style, text);
    if (pattern === null) number = -1;
    else {
      number = this.byKey.get(pattern.key);
      if (number === undefined) {
        number = this.forms.length;
        this.byKey.set(pattern.key, number);
        this.forms.push(pattern.forms);
        this.rowsOf.push([]);
        this.trie.add(pattern, number);
      }
    }
    this.byText.set(textKey, number);
    return number;
  }

  /** Short and long forms in place of each other: of the whole keyword, and of parts of it (`LLM agents`). */
  private alternativesOf({ text }: TermNode, direct: number): readonly Alternative[] {
    const known = this.abbreviations!;
    const { starts, ends, cased, forms } = analyse(text);
    const n = forms.length;
    if (known.size === 0 || n === 0 || n > MAX_WORDS || isStem(text)) return NONE;
    const found: Alternative[] = [];
    const offer = (from: number, to: number, instead: string, abbreviation: Abbreviation, short: boolean) => {
      if (found.length >= MAX_ALTERNATIVES) return;
      const whole = from === 0 && to === n - 1;
      const changed = text.slice(starts[0]!, starts[from]!) + instead + text.slice(ends[to]!, ends[n - 1]!);
      const pattern = this.pattern(whole && short ? 'exact' : 'phrase', whole ? instead : changed);
      if (pattern < 0 || pattern === direct || found.some((one) => one.pattern === pattern)) return;
      found.push({ pattern, abbreviation, short });
    };
    for (let from = 0; from < n; from++) {
      for (const pair of this.longs(cased[from]!)) offer(from, from, pair.long, pair, false);
      for (let to = n - 1; to >= from; to--) {
        const key = forms.slice(from, to + 1).join(' ');
        for (const pair of known.shortsOf(key)) offer(from, to, pair.short, pair, true);
      }
    }
    return found.length === 0 ? NONE : found;
  }

  /** Long forms of a word that is a short form, plural s apart. */
  private longs(word: string): readonly Abbreviation[] {
    const known = this.abbreviations!;
    const longs = known.longsOf(word);
    return longs.length > 0 || !/s$/.test(word) ? longs : known.longsOf(word.slice(0, -1));
  }
}

/** Whether a query asks for something: with what is only excluded, nearly every paper would match. */
export function asksForSomething(query: Query, negative = false): boolean {
  switch (query.kind) {
    case 'term':
    case 'test':
      return !negative;
    case 'ref':
      return false;
    case 'not':
      return asksForSomething(query.child, !negative);
    case 'field':
    case 'weight':
      return asksForSomething(query.child, negative);
    default: {
      const and = (query.kind === 'and') !== negative;
      const asks = (child: Query) => asksForSomething(child, negative);
      return and ? query.children.some(asks) : query.children.every(asks);
    }
  }
}
