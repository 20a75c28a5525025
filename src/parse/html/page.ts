import type { UndatedPaper } from '../format.ts';
import { CardReader } from './cards.ts';
import { type Attributes, readTags, type TagVisitor } from './tags.ts';

/** What a saved page holds, before anything is made of it. */
export interface Page {
  /** The properties of the components that the page builds itself from, in order: JSON texts. */
  components: { target: string; props: string; cut: boolean }[];
  cards: UndatedPaper[];
  title: string;
  /** The first texts of `h1` and `h2`. */
  headings: string[];
  /** `og:title`, `og:url` and the canonical address, where stated. */
  meta: { title: string | null; url: string | null };
  /** The `datetime` of the first `time` element, the date in the page's head. */
  time: string | null;
  /** The paragraphs after a heading `Abstract`. */
  abstract: string[];
  /** The beginning of the visible text. */
  text: string;
  /** There is a form that asks for a password. */
  password: boolean;
  /** There is something that only pages of the site have. */
  ours: boolean;
  /** The file ends before the page does. */
  cut: boolean;
}

/** How much visible text is kept for telling what kind of page it is, in UTF-16 units. */
const maxText = 4_000;

const maxHeadings = 20;

export function readPage(html: string): Page {
  const reader = new PageReader(/^\s*<!doctype html/i.test(html));
  readTags(html, reader);
  return reader.page();
}

class PageReader implements TagVisitor {
  private readonly cards = new CardReader();
  private readonly found: Omit<Page, 'cards' | 'cut' | 'title' | 'text'> = {
    components: [],
    headings: [],
    meta: { title: null, url: null },
    time: null,
    abstract: [],
    password: false,
    ours: false,
  };
  private title = '';
  private visible = '';
  /** The element whose text is being collected: `title`, a heading, a paragraph. */
  private collecting: string | null = null;
  private collected = '';
  /** `script` and `style`: their text is not visible. */
  private hidden: string | null = null;
  private afterAbstract = false;
  private begun: boolean;
  private ended = false;
  private cutTag = false;

  /** @param begun the text begins as a whole page does. */
  constructor(begun: boolean) {
    this.begun = begun;
  }

  open(name: string, attributes: Attributes, cut: boolean): void {
    if (cut) this.cutTag = true;
    this.part();
    if (name === 'script' || name === 'style') this.hidden = name;
    if (name === 'html') this.begun = true;
    if (/^(?:title|h[1-3]|p)$/.test(name)) this.collect(name);
    if (name === 'time') this.found.time ??= attributes.get('datetime') ?? null;
    if (name === 'input' && attributes.get('type')?.toLowerCase() === 'password') this.found.password = true;
    if (name === 'meta' || name === 'link') this.readMeta(attributes);
    const props = attributes.get('data-props');
    if (props !== undefined) {
      this.found.components.push({ target: attributes.get('data-target') ?? '', props, cut });
      if (attributes.get('class')?.includes('SVELTE_HYDRATER')) this.found.ours = true;
    }
    this.cards.open(name, attributes);
  }

  close(name: string): void {
    this.part();
    if (name === this.hidden) this.hidden = null;
    if (name === 'html') this.ended = true;
    if (name === this.collecting) this.collect(null);
    this.cards.close(name);
  }

  text(text: string): void {
    if (this.hidden !== null) return;
    if (this.collecting !== null) this.collected += text;
    if (this.collecting === 'title') return;
    if (this.visible.length < maxText) this.visible += text.slice(0, maxText);
    this.cards.text(text);
  }

  page(): Page {
    this.collect(null);
    const cut = this.cutTag || (this.begun && !this.ended);
    return { ...this.found, cards: this.cards.papers(), title: this.title, text: this.visible, cut };
  }

  /** Texts of different elements are different words. */
  private part(): void {
    if (this.visible.length < maxText && !this.visible.endsWith(' ')) this.visible += ' ';
  }

  /** Ends what is being collected and begins with the next. */
  private collect(next: string | null): void {
    const text = this.collected.trim();
    const element = this.collecting;
    this.collecting = next;
    this.collected = '';
    if (element === null) return;
    if (element === 'title') this.title ||= text;
    else if (element === 'p') {
      if (this.afterAbstract && text !== '') this.found.abstract.push(text);
    } else {
      if (element !== 'h3' && this.found.headings.length < maxHeadings) this.found.headings.push(text);
      this.afterAbstract = /^abstract$/i.test(text);
    }
  }

  private readMeta(attributes: Attributes): void {
    const property = attributes.get('property') ?? attributes.get('rel');
    if (property === 'og:title') this.found.meta.title ??= attributes.get('content') ?? null;
    if (property === 'og:url') this.found.meta.url ??= attributes.get('content') ?? null;
    if (property === 'canonical') this.found.meta.url ??= attributes.get('href') ?? null;
  }
}
