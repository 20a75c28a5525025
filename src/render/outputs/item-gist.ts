import type { PaperRecord } from '../../model/index.ts';
import { type Gist, gistOf } from '../gist/index.ts';
import { paragraphs, wellFormed } from '../text.ts';

/** Length of the gist of an item, in UTF-16 units. */
const length = 300;

/** A paper stands in several formats of several collections. */
const gists = new WeakMap<PaperRecord, { gist: Gist | null }>();

/** The gist of what is well formed in a paper, so that it can be held against the abstract as it is shown; chosen once. */
export function itemGist(paper: PaperRecord): Gist | null {
  let known = gists.get(paper);
  if (known === undefined) {
    const { title, abstract, aiSummary } = paper;
    const text = paragraphs(abstract).join(' ');
    known = { gist: gistOf({ title, abstract: text, aiSummary: aiSummary && wellFormed(aiSummary) }, length) };
    gists.set(paper, known);
  }
  return known.gist;
}
