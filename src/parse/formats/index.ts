import type { DumpFormat } from '../format.ts';
import { apiJson } from './api-json.ts';
import { text } from './text.ts';

/** Every dump format there is. The key is what `--json` prints as `format`. */
export const formats = { 'api-json': apiJson, text } satisfies Record<string, DumpFormat>;

export type FormatName = keyof typeof formats;
