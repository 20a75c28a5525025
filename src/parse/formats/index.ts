import type { DumpFormat } from '../format.ts';
import { apiJson } from './api-json.ts';
import { jsonLines } from './json-lines.ts';
import { text } from './text.ts';

/** Every dump format there is. The key is what `--json` prints as `format`. */
export const formats = { 'api-json': apiJson, 'json-lines': jsonLines, text } satisfies Record<string, DumpFormat>;

export type FormatName = keyof typeof formats;
