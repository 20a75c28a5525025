import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** Attributes by name, in lower case; of two with one name the first counts, as in browsers. */
export type Attributes = ReadonlyMap<string, string>;

/** What a page consists of, in order. Entities are decoded. */
export interface TagVisitor {
  /** @param cut the file ends inside this tag; its last attribute may be incomplete. */
  open(name: string, attributes: Attributes, cut: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Reads the tags of a page, in time linear in its length whatever the page holds.
 *
 * Weighed: parse5 builds the tree that a browser would build. That costs time quadratic in the depth of nesting and in the
 * number of a tag's attributes, which a hostile file chooses; and of a tag that the file's end cuts it gives nothing, but
 * the papers of a page lie in one attribute of one tag. The tokenizer of htmlparser2 has neither fault and is several times
 * faster. What it does not give, a corrected tree, is not needed to find cards.
 */
export function readTags(html: string, visitor: TagVisitor): void {
  const reader = new Reader(html, visitor);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
}

class Reader implements TokenizerCallbacks {
  private readonly html: string;
  private readonly visitor: TagVisitor;
  private tag: string | null = null;
  private attributes = new Map<string, string>();
  private attribute = '';
  private value: string[] = [];

  constructor(html: string, visitor: TagVisitor) {
    this.html = html;
    this.visitor = visitor;
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
    this.attributes = new Map();
    this.attribute = '';
    this.value = [];
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, end).toLowerCase();
    this.value = [];
  }

  onattribdata(start: number, end: number): void {
    this.value.push(this.html.slice(start, end));
  }

  onattribentity(codePoint: number): void {
    this.value.push(String.fromCodePoint(codePoint));
  }

  onattribend(): void {
    this.keepAttribute();
  }

  onopentagend(): void {
    if (this.tag !== null) this.visitor.open(this.tag, this.attributes, false);
    this.tag = null;
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    this.visitor.close(this.html.slice(start, end).toLowerCase());
  }

  ontext(start: number, end: number): void {
    this.visitor.text(this.html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.visitor.text(String.fromCodePoint(codePoint));
  }

  onend(): void {
    if (this.tag === null) return;
    this.keepAttribute();
    this.visitor.open(this.tag, this.attributes, true);
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}

  private keepAttribute(): void {
    if (this.attribute !== '' && !this.attributes.has(this.attribute)) {
      this.attributes.set(this.attribute, this.value.join(''));
    }
    this.attribute = '';
    this.value = [];
  }
}
