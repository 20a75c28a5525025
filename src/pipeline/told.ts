import { type PlannedRecord, plannedIn } from '../deliver/ledger.ts';
import { analysePaper, tellingTerms } from '../match/index.ts';
import type { Archive, PaperRecord, Subscription } from '../model/index.ts';
import { thaw } from './digests.ts';
import type { Mailroom } from './mail.ts';
import { type Recent, type SightedPaper, sighted } from './sight.ts';

/** The archive and the log of deliveries, as a look at mails that went out needs them. */
export interface Told {
  archive: Archive;
  papers: ReadonlyMap<string, PaperRecord>;
  /** The text of the ledger. */
  ledger: string;
}

/** A digest as it was planned, or `null` when it is not kept any more, or was for somebody else. */
function plannedFor({ ledger }: Told, subscription: string, key: string): PlannedRecord | null {
  const planned = plannedIn(ledger, key);
  return planned?.subscription === subscription ? planned : null;
}

/** The HTML of a digest that was planned, as the templates of today show it; `null` when it is not kept any more. */
export async function mailTold(
  told: Told,
  subscription: Subscription,
  key: string,
  mailroom: Mailroom,
): Promise<string | null> {
  const planned = plannedFor(told, subscription.id, key);
  if (planned === null || planned.items.some(({ paper }) => !told.papers.has(paper))) return null;
  return (await mailroom.render(thaw(planned, told), subscription)).html;
}

/** Most words that are offered for one paper. */
const MOST_WORDS = 4;

/** The papers of a digest, each with the words that tell it from the papers of late. */
export function papersTold(
  told: Told,
  subscription: string,
  key: string,
  { library }: Recent,
): (SightedPaper & { id: string; topic: string; words: string[] })[] {
  const planned = plannedFor(told, subscription, key);
  return (planned?.items ?? []).flatMap(({ paper: id, topic, matches }) => {
    const paper = told.papers.get(id);
    if (paper === undefined) return [];
    const shown = sighted(paper, matches);
    const words = tellingTerms(analysePaper(paper), library.analyses, shown.terms, MOST_WORDS);
    return [{ ...shown, id, topic, words }];
  });
}
