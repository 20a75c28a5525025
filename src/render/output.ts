import type { Day, Match, PaperRecord } from '../model/index.ts';
import type { RoundUp } from './round-up.ts';

/** One paper in a collection. */
export interface CollectionItem {
  paper: PaperRecord;
  /** Why it is in the collection, best match first; empty in a collection of everything. */
  matches: readonly Match[];
}

/**
 * A list that is rendered as feeds and Markdown: of papers (everything, a topic, a saved query, a subscriber, an edition),
 * or of round-ups (`weeks`, `months`). `week` and `month` are one round-up by itself.
 */
export interface Collection {
  kind: 'all' | 'topic' | 'query' | 'subscriber' | 'edition' | 'weeks' | 'months' | 'week' | 'month';
  /** Its folder below the output root, with forward slashes: `all`, `topics/reward-models`, `subscribers/ada`. */
  path: string;
  /** Plain text, one line. */
  title: string;
  /** Plain text, one or two sentences. */
  description: string;
  /** Newest first: `paper.instant` descending, which is a total order. Empty where it holds round-ups. */
  items: readonly CollectionItem[];
  /** Date of the newest edition in it; `null` when there is none yet. */
  date: Day | null;
  /** Newest first; absent where it holds papers. Of a `week` or `month` the one. */
  roundUps?: readonly DatedRoundUp[];
  /** What a feed says of its other parts; absent: it has none. */
  part?: Part;
}

/** A round-up with what decides its dates. */
export interface DatedRoundUp extends RoundUp {
  /** There is an edition of a later period: only a dump that comes late can change it. */
  finished: boolean;
}

/**
 * The place of a feed document among those that a collection's feed consists of (RFC 5005, section 4): the live one with
 * the newest items, and an archive page for each period that is not wholly in it.
 */
export interface Part {
  /** The period of an archive page, `null` for the live feed. */
  archive: string | null;
  /** The archive page of the next older period, and of the next newer one; `null` when there is none. */
  older: string | null;
  newer: string | null;
}

/** What an output needs to know besides the papers. */
export interface RenderContext {
  /** Absolute http(s) address under which `out/public/` is published, without a trailing slash, or `null`. */
  siteUrl: string | null;
  /** BCP 47 tag of the installation's language. */
  locale: string;
  /** The page of a server where readers sign up for mails; absent: there is none. */
  signUpUrl?: string;
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
  /** `true`: a feed. It is rendered for each {@link Part} of a collection; another output once, for the whole of it. */
  feed: boolean;
  render(collection: Collection, context: RenderContext): string;
}
