import { isSimpleKeyword, isStem, type Query, type TermNode, type TestNode, type TextField } from '../query/index.ts';
import type { Abbreviation, Abbreviations } from './abbreviations.ts';
import { analyse } from './analysis.ts';
import { IntList } from './int-list.ts';
import { compilePattern, type PatternStyle } from './pattern.ts';
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

const NONE: readonly Alternative[] = [];
/** A long keyword has many parts that might be abbreviated; more variants than these bring nothing. */
const MAX_ALTERNATIVES = 6;
const MAX_WORDS = 6;

/**
 * Every distinct term of any number of profiles, each once. A million profiles have a hundred thousand of them, so the common kind, a
 * keyword of a list, costs one entry in one table besides its pattern.
 */
export class Terms {
  readonly trie = new Trie();
  readonly leaves: Leaf[] = [];
  /** By row: a leaf that has it, which says what decides for which papers the row is set. */
  readonly rows: Leaf[] = [];
  /** By pattern: the forms of its words. */
  readonly forms: (readonly string[])[] = [];
  readonly alternativeRowsOf: ({ row: number; alternative: Alternative }[] | undefined)[] = [];
  readonly testRows: number[] = [];
  /** Whether a term is looked for in authors or organisations, which are otherwise not read. */
  readsPeople = false;
  private readonly abbreviations: Abbreviations | null;
  private readonly byKey = new Map<string, number>();
  private readonly byText = new Map<string, number>();
  private readonly leafByText = new Map<string, Leaf>();
  /** By pattern: the row of title or abstract without alternatives, or -1. Most patterns have no other. */
  private readonly plainRow = new IntList(64);
  private readonly otherRows = new Map<number, number[]>();
  private readonly rowByKey = new Map<string, number>();
  /** Keywords of lists, by their text as it stands: most of a million profiles' terms are met again and again. */
  private readonly keywords = new Map<string, Leaf>();

  constructor(abbreviations: Abbreviations | null) {
    this.abbreviations = abbreviations;
  }

  /** The rows that a pattern sets as a term. */
  eachRow(pattern: number, visit: (row: number) => void): void {
    const plain = this.plainRow.data[pattern]!;
    if (plain >= 0) visit(plain);
    for (const row of this.otherRows.get(pattern) ?? []) visit(row);
  }

  /** The leaf of a keyword of a list that was met before, or -1. */
  keyword(entry: string): number {
    return this.keywords.get(entry)?.id ?? -1;
  }

  /** The leaf of a keyword of a list, as its tree of one term says. */
  addKeyword(entry: string, node: Query): number {
    const weighed = node.kind === 'weight';
    const term = (weighed ? node.child : node) as TermNode;
    const leaf = this.term(term, null, weighed ? node.weight : 1, true);
    this.keywords.set(entry, leaf);
    return leaf.id;
  }

  /** The leaf of a term in a field. `expand`: abbreviations count. */
  term(node: TermNode, field: TextField | null, weight: number, expand: boolean): Leaf {
    const text = field === null || field === 'title' || field === 'abstract';
    const learnt = expand && text && !node.plain && node.style !== 'exact';
    // A keyword of letters and spaces means the same wherever it stands, and its text is the only one that means it.
    const common = learnt && field === null && weight === 1 && isSimpleKeyword(node.text);
    const key = common ? node.text : `${node.style[0]}${learnt ? '' : '='}${field ?? ''}^${weight}:${node.text}`;
    const known = common ? this.keywords : this.leafByText;
    let leaf = known.get(key);
    if (leaf === undefined) {
      const pattern = this.pattern(node.style, node.text);
      const alternatives = learnt && this.abbreviations !== null ? this.alternativesOf(node, pattern) : NONE;
      leaf = this.newLeaf(node.text, field, weight, pattern, alternatives, null);
      known.set(key, leaf);
      if (!text) this.readsPeople = true;
    }
    return leaf;
  }

  test(node: TestNode): Leaf {
    const label = `${node.field}:${node.value}`;
    const key = `?${label}`;
    let leaf = this.leafByText.get(key);
    if (leaf === undefined) {
      leaf = this.newLeaf(label, null, 1, -1, NONE, node);
      this.leafByText.set(key, leaf);
    }
    return leaf;
  }

  private newLeaf(
    label: string,
    field: TextField | null,
    weight: number,
    pattern: number,
    alternatives: readonly Alternative[],
    test: TestNode | null,
  ): Leaf {
    const leaf: Leaf = { id: this.leaves.length, label, field, weight, pattern, alternatives, test, row: -1 };
    leaf.row = this.rowOf(leaf);
    this.leaves.push(leaf);
    return leaf;
  }

  private rowOf(leaf: Leaf): number {
    const { field, pattern, alternatives, test } = leaf;
    const plain = pattern >= 0 && field === null && alternatives.length === 0;
    if (plain) {
      const row = this.plainRow.data[pattern]!;
      if (row >= 0) return row;
      this.plainRow.data[pattern] = this.rows.length;
      return this.rows.push(leaf) - 1;
    }
    const others = alternatives.map((one) => `${one.pattern}${one.short ? 's' : ''}${one.abbreviation.key}`).join(',');
    const key = test === null ? `${pattern}:${field ?? ''}:${others}` : leaf.label;
    let row = this.rowByKey.get(key);
    if (row !== undefined) return row;
    row = this.rows.push(leaf) - 1;
    this.rowByKey.set(key, row);
    if (test !== null) this.testRows.push(row);
    if (pattern >= 0) {
      const list = this.otherRows.get(pattern);
      if (list === undefined) this.otherRows.set(pattern, [row]);
      else list.push(row);
    }
    for (const alternative of alternatives) {
      const list = this.alternativeRowsOf[alternative.pattern];
      if (list === undefined) this.alternativeRowsOf[alternative.pattern] = [{ row, alternative }];
      else list.push({ row, alternative });
    }
    return row;
  }

  private pattern(style: PatternStyle, text: string): number {
    // A simple keyword has a leaf under its text, so it comes here once or twice.
    const cased = style === 'exact' || style === 'cased';
    const simple = !cased && isSimpleKeyword(text);
    const textKey = cased ? `${style}'${text}` : text;
    const known = simple ? undefined : this.byText.get(textKey);
    if (known !== undefined) return known;
    const pattern = compilePattern(style, text);
    let number = -1;
    if (pattern !== null) {
      number = this.byKey.get(pattern.key) ?? -1;
      if (number < 0) {
        number = this.forms.push(pattern.forms) - 1;
        this.byKey.set(pattern.key, number);
        this.plainRow.push(-1);
        this.trie.add(pattern, number);
      }
    }
    if (!simple) this.byText.set(textKey, number);
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
      const pattern = this.pattern(whole && short ? 'cased' : 'phrase', whole ? instead : changed);
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
