import type { DumpFormat } from '../format.ts';
import { apiJson } from './api-json.ts';
import { arxivAtom } from './arxiv-atom.ts';
import { html } from './html.ts';
import { jsonLines } from './json-lines.ts';
import { text } from './text.ts';

/** Every dump format there is. The key is what `--json` prints as `format`. */
export const formats = {
  'api-json': apiJson,
  'json-lines': jsonLines,
  html,
  'arxiv-atom': arxivAtom,
  text,
} satisfies Record<string, DumpFormat>;

export type FormatName = keyof typeof formats;
