import type { Diagnostic, RunReport } from '../model/index.ts';

/** What the Action reads of the documents of the command line (docs/interface.md). */
export interface RunDocument {
  verdict: RunReport['verdict'];
  editions: RunReport['editions'];
  digests: { subscription: string; status: string; papers: number; channel: string | null }[];
  written: string[];
  diagnostics: Diagnostic[];
}

export interface SendDocument {
  deliveries: { subscription: string; status: string; papers: number; channel: string | null }[];
  diagnostics: Diagnostic[];
}

export interface FetchDocument {
  verdict: RunReport['verdict'];
  saved: { path: string; papers: number; status: string }[];
  diagnostics: Diagnostic[];
}

export interface StatsDocument {
  lastDay: string | null;
}
