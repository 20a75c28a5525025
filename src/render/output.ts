import type { Day, Match, PaperRecord } from '../model/index.ts';

/** One paper in a collection. */
export interface CollectionItem {
  paper: PaperRecord;
  /** Why it is in the collection, best match first; empty in a collection of everything. */
  matches: Match[];
}

/** A list of papers that is rendered as feeds and Markdown: everything, one topic, one subscriber, one edition. */
export interface Collection {
  kind: 'all' | 'topic' | 'subscriber' | 'edition';
  /** Its folder below the output root, with forward slashes: `all`, `topics/reward-models`, `subscribers/ada`. */
  path: string;
  /** Plain text, one line. */
  title: string;
  /** Plain text, one or two sentences. */
  description: string;
  /** Newest first: `paper.instant` descending, which is a total order. */
  items: CollectionItem[];
  /** Date of the newest edition in it; `null` when there is none yet. */
  date: Day | null;
}

/** What an output needs to know besides the papers. */
export interface RenderContext {
  /** Absolute http(s) address under which `out/public/` is published, without a trailing slash, or `null`. */
  siteUrl: string | null;
  /** BCP 47 tag of the installation's language. */
  locale: string;
}

/**
 * A way to render a collection to one file. To add one: a file in `render/outputs/`, a line in
 * `render/outputs/index.ts`, a folder in `test/golden/`. Outputs are pure: the same collection gives the same bytes,
 * whatever the clock says. Every title, abstract and name is hostile until the output has escaped it.
 */
export interface Output {
  /** For people, e.g. `RSS 2.0`. */
  label: string;
  /** The file's name in the collection's folder, e.g. `rss.xml`. */
  file: string;
  /** MIME type, for links between files. */
  mediaType: string;
  /** The kinds of collection it is made for. */
  kinds: readonly Collection['kind'][];
  render(collection: Collection, context: RenderContext): string;
}
