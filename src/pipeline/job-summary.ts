import type { Archive, Edition } from '../model/index.ts';
import { collectEdition } from '../render/collections.ts';
import { jobSummary } from '../render/job-summary.ts';
import type { Reader } from '../render/library.ts';
import { makeLibrary } from '../render/shelves.ts';

/**
 * What the editions of a run brought, as Markdown for the summary of a job; empty without any. Summaries of a public
 * repository are public: of reasons only those of public subscriptions are told.
 */
export function summaryOf(archive: Archive, readers: readonly Reader[], editions: readonly Edition[]): string {
  if (editions.length === 0) return '';
  const library = makeLibrary(
    archive,
    readers.filter(({ subscription }) => subscription.public),
  );
  return jobSummary(editions.map((edition) => collectEdition(edition, library)));
}
