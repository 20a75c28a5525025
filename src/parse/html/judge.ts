import { type Code, diagnostic } from '../../diagnostic/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { cleanLine } from '../sanitize.ts';
import type { Page } from './page.ts';

const tooMany =
  /\b429\b|too many requests|rate[ -]?limit|captcha|just a moment|attention required|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|unusual traffic/i;
const login = /\b(?:log|sign)[ -]?in\b/i;
const failure =
  /\b(?:40[0-8]|41\d|50\d|52\d)\b|not found|internal (?:server )?error|bad gateway|gateway time-?out|unavailable|maintenance|something went wrong|access denied|forbidden|be (?:right )?back (?:soon|shortly)/i;

/** Names of the site in a page's title or headings. */
const siteName = /hugging ?face|daily papers/i;

/** A page that says that its list is empty. */
const emptyDay = /\bno (?:daily )?papers?\b/i;

/** Longest visible text of a page that is nothing but a message. */
const shortPage = 1_500;

/**
 * Tells what a page without papers is. The title and the headings decide; the text of a page counts only when there is
 * little of it, for a whole page may mention anything.
 */
export function judgePage(page: Page, source: string): Diagnostic {
  const head = cleanLine([page.title, ...page.headings].join(' | '), 400);
  const text = page.text.replace(/\s+/g, ' ').trim();
  const said = text.length <= shortPage ? `${head} | ${text}` : head;
  const found = (code: Code, message: string, hint: string) =>
    diagnostic(code, {
      message,
      file: source,
      ...{ line: 1, column: 1 },
      expected: 'the Daily Papers page with its list',
      actual: cleanLine(head === '' ? text : head, 120) || null,
      hint,
    });
  if (tooMany.test(said)) {
    return found(
      'rate-limit-page',
      'the file is a page about too many requests, not the list of papers',
      'wait before you save it again',
    );
  }
  if (page.password || login.test(head)) {
    return found(
      'login-page',
      'the file is a login page, not the list of papers',
      'save the page where it is shown without a login',
    );
  }
  // The site's own error pages carry its usual head, so for them only the headings count.
  if (failure.test(page.components.length === 0 ? said : head)) {
    return found(
      'error-page',
      'the file is an error page, not the list of papers',
      'save the page again later, or for another date',
    );
  }
  if (emptyDay.test(text)) return diagnostic('no-papers', { message: 'no paper was found in this dump', file: source });
  if (page.ours || siteName.test(head)) {
    return found(
      'layout-drift',
      'a page of the site without the data and the cards that Paperboy knows',
      'use the answer of the API meanwhile',
    );
  }
  return found('unknown-page', 'an HTML page, but not the list of papers', 'save the Daily Papers page itself');
}
