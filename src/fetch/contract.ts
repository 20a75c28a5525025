import type { Day, Diagnostic, Instant } from '../model/index.ts';
import type { Exit } from './agent.ts';
import type { FolderEffects, Kept } from './folder.ts';
import type { Form, Listing } from './listing.ts';

/** What an answer holds, by the parser. */
export interface Content {
  papers: number;
  /** Rows of a list of the API, readable or not; `null` for other formats. */
  rows: number | null;
  /** Whether it is what was asked for: a list in the form that was asked for, if perhaps an empty one. */
  usable: boolean;
  /** The day that it says it is of, its file name aside. */
  day: Day | null;
  diagnostics: Diagnostic[];
}

/** The world, handed in. */
export interface FetchEffects extends FolderEffects {
  exit: Exit;
  /** Reads an answer; the parser is in another room. */
  inspect(bytes: Uint8Array, form: Form): Content;
  /** Puts the pages of one list of the API together. */
  join(pages: readonly Uint8Array[]): Uint8Array;
  /** From 0 to 1. */
  random(): number;
  /** Milliseconds since 1970. */
  clock(): number;
}

export interface FetchRequest {
  base: URL;
  listings: readonly Listing[];
  form: Form;
  /** The folder of dumps. */
  folder: string;
  now: Instant;
  /** Days that are here and will not grow any more are not asked for. */
  missingOnly: boolean;
  userAgent: string;
  limits: FetchLimits;
}

export interface FetchLimits {
  /** For one list, with redirects, retries, waits and pages, in milliseconds. */
  timeoutMs: number;
  retries: number;
  backoffMs: number;
  /** Between two requests of a list, and between lists, in milliseconds. */
  pauseMs: number;
  maxBytes: number;
}

/** One list that is here now. */
export interface SavedDump {
  path: string;
  /** The day of the list; `null` for a week, a month or a search. */
  date: Day | null;
  papers: number;
  status: Kept['status'] | 'not-modified';
}

export interface FetchReport {
  saved: SavedDump[];
  diagnostics: Diagnostic[];
}
