import { createHash } from 'node:crypto';
import { diagnostic } from '../diagnostic/index.ts';
import type { Content } from '../fetch/contract.ts';
import { decode } from '../fetch/decode.ts';
import type { Form } from '../fetch/listing.ts';
import type { Diagnostic, Instant } from '../model/index.ts';
import { isUsable, parseSources } from '../pipeline/parse.ts';

/** Reads answers of the site with the parser, of which the fetching room knows nothing. */
export function inspector(now: Instant): (bytes: Uint8Array, form: Form) => Content {
  return (bytes, form) => {
    // Without a name that holds a date, so that the parser says which day the content itself is of.
    const path = form === 'api' ? 'answer.json' : 'answer.html';
    const { text, diagnostics } = decode(bytes, path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const dump = parseSources([{ path, sha256, text, diagnostics }], { now, date: null })[0]!;
    const expected = form === 'api' ? dump.format === 'api-json' : dump.format.startsWith('html');
    const json = form === 'api' ? readJson(text) : undefined;
    const problems = [...dump.diagnostics];
    if (!expected) problems.push(unusable(`it is of the format "${dump.format}"`));
    // The parser makes the best of a damaged file.
    else if (json === null) problems.push(unusable('it is no whole JSON document; it may be cut'));
    return {
      papers: dump.papers.length,
      rows: Array.isArray(json) ? json.length : null,
      usable: isUsable(dump) && !problems.some(isWholesale),
      day: dump.dateBasis === 'content' ? dump.date : null,
      diagnostics: problems,
    };
  };
}

/**
 * A fault of more than one paper, or a cut. A run makes the best of a damaged file; what is fetched can be asked for
 * again, so it is taken whole or not at all.
 */
const isWholesale = ({ severity, code }: Diagnostic): boolean =>
  code === 'file-cut' || (severity === 'error' && !['row-invalid', 'title-missing'].includes(code));

const unusable = (message: string): Diagnostic => diagnostic('fetch-unusable', { message });

/** The value of a JSON text, `null` also when it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The pages of one list of the API as one; each has been read as JSON before. */
export const joinPages = (pages: readonly Uint8Array[]): Uint8Array =>
  Buffer.from(JSON.stringify(pages.flatMap((page) => JSON.parse(new TextDecoder().decode(page)))));
