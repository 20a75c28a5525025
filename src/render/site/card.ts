import type { Change, PaperRecord } from '../../model/index.ts';
import type { Badge } from '../email/strings.ts';
import { badgeOf, type CardView, cardView, VARIANTS } from '../email/view.ts';
import { paragraphs } from '../text.ts';
import { oneLine, unbroken } from '../words.ts';
import { paperFile, relative } from './address.ts';
import type { Site } from './site.ts';
import type { Html } from './templates.ts';

/** Most words of one topic on a card. */
const MOST_TERMS = 4;

interface TopicView {
  name: string;
  /** `null` when the topic has no page. */
  href: string | null;
  terms: string | null;
}

interface Card extends CardView {
  href: string;
  abstract: string[];
  topics: TopicView[];
  words: { abstract: string; noAbstract: string; topics: string };
}

/**
 * A paper in a list: its gist first, the abstract folded away.
 * @param change what an edition says of it, where the list is an edition's.
 */
export function card(site: Site, file: string, paper: PaperRecord, change: Change | null = null): Html {
  return site.templates.render('card', cardOf(site, file, paper, change));
}

/** The same on one line or two, for long lists. */
export function row(site: Site, file: string, paper: PaperRecord): Html {
  return site.templates.render('row', cardOf(site, file, paper, null));
}

export function cardOf(site: Site, file: string, paper: PaperRecord, change: Change | null): Card {
  const { words } = site.strings;
  return {
    ...cardView(paper, badge(paper, change), VARIANTS[0], site.strings, () => site.gist(paper)),
    href: relative(file, paperFile(paper)),
    abstract: paragraphs(paper.abstract).map(oneLine),
    topics: topicViews(site, file, paper),
    words: { abstract: words.abstract, noAbstract: words.noAbstract, topics: words.topicsLabel },
  };
}

function badge(paper: PaperRecord, change: Change | null): Badge | null {
  return change === null || change.kind === 'seen' ? null : badgeOf({ ...change, kind: change.kind, paper });
}

/** The topics of a paper with the words that matched, each once. */
function topicViews(site: Site, file: string, paper: PaperRecord): TopicView[] {
  return site.chronicle.topicsOf(paper).map(([topic, matches]) => {
    const terms = [...new Set(matches.flatMap(({ spans }) => spans.map(({ term }) => oneLine(term))))];
    const shelf = site.chronicle.topic(topic);
    return {
      name: oneLine(topic),
      href: shelf === undefined ? null : relative(file, `topics/${shelf.slug}/index.html`),
      terms: terms.length === 0 ? null : terms.slice(0, MOST_TERMS).map(unbroken).join(', '),
    };
  });
}
