import type { Diagnostic, RunReport } from '../model/index.ts';

/** What the Action reads of the documents of the command line (docs/interface.md). */
export interface RunDocument {
  verdict: RunReport['verdict'];
  editions: RunReport['editions'];
  digests: RunReport['digests'];
  written: string[];
  diagnostics: Diagnostic[];
}

export interface SendDocument {
  deliveries: RunReport['digests'];
  diagnostics: Diagnostic[];
}

export interface FetchDocument {
  verdict: RunReport['verdict'];
  saved: { path: string; papers: number; status: string }[];
  diagnostics: Diagnostic[];
}

export interface InboxDocument {
  mails: { did: string; delivery: string | null }[];
  diagnostics: Diagnostic[];
}

export interface StatsDocument {
  lastDay: string | null;
}
