import { parseDocument } from '../api/document.ts';
import type { DumpFormat } from '../format.ts';

/**
 * The answers of `/api/daily_papers` of every era (a day, a week, a month), of `/api/papers/search` and
 * `/api/papers/ID`, the hydration object of the page, and objects that hold such a list. See `docs/dumps.md`.
 */
export const apiJson: DumpFormat = {
  label: 'answer of the Daily Papers API (JSON)',

  detect(head) {
    const start = head.trimStart();
    if (!/^[[{]/.test(start)) return 0;
    if (/"paper"\s*:\s*\{|"dailyPapers"\s*:\s*\[/.test(start)) return 0.95;
    // Also an empty list, an error object, a cut file or what Python prints: read as JSON and reported, not as prose.
    return /^\[\s*(?:\]|\{\s*["']|$)|^\{\s*(?:["']|\}|$)/.test(start) ? 0.8 : 0;
  },

  parse: parseDocument,
};
