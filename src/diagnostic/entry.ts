import type { Severity } from '../model/index.ts';

/** What the catalogue says of one code: the text of its section in `docs/diagnostics.md`. */
export interface CatalogueEntry {
  severity: Severity;
  /** One line: what it means. */
  title: string;
  /** Why it happens and what Paperboy did about it. */
  explanation: string;
  /** What to do. */
  remedy: string;
  /** How it looks. */
  example: string;
}
