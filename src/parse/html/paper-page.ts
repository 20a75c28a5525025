import type { ParsedFile } from '../format.ts';
import { arxivIdOf, withAbstractLinks } from '../links.ts';
import { cleanLine, cleanParagraphs, limits } from '../sanitize.ts';
import { paperLinks } from '../site.ts';
import { absolute } from './cards.ts';
import type { Page } from './page.ts';

/**
 * The page of a single paper, by what it shows: the address it was saved from names the paper, a heading its title, and
 * the paragraphs after the heading `Abstract` the abstract. `null` when the page is none.
 */
export function readPaperPage(page: Page): ParsedFile | null {
  const arxivId = arxivIdOf(absolute(page.meta.url ?? ''));
  const title = cleanLine(page.headings[0] ?? '', limits.title);
  if (arxivId === null || title === '' || !page.headings.some((heading) => /^abstract$/i.test(heading))) return null;
  // A summary by a machine may stand before the abstract, in a paragraph of its own.
  const generated = /ai-generated summary/i.test(page.text) && page.abstract.length > 1;
  const abstract = cleanParagraphs(page.abstract.slice(generated ? 1 : 0).join('\n\n'), limits.abstract) || null;
  return {
    layouts: [],
    listing: 'unknown',
    header: null,
    listed: null,
    papers: [
      {
        title,
        abstract,
        aiSummary: null,
        arxivId,
        authors: [],
        authorCount: null,
        organization: null,
        printed: null,
        publishedText: null,
        comments: null,
        upvotes: null,
        links: withAbstractLinks(paperLinks(arxivId), abstract),
        line: 1,
      },
    ],
    diagnostics: [],
    confidence: 0.8,
    lines: null,
  };
}
