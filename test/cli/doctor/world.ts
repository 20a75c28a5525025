import type { World } from '../../../src/cli/doctor/world.ts';
import type { SmtpProbe } from '../../../src/deliver/smtp/probe.ts';

/** What DNS says in a test; a name that is not there has no record, an `Error` is thrown. */
export interface Zone {
  txt?: Record<string, string[] | Error>;
  mx?: Record<string, string[] | Error>;
}

export const goodProbe: SmtpProbe = {
  reached: 'done',
  fault: null,
  loggedIn: true,
  tls: { version: 'TLSv1.3', validTo: new Date('2027-03-01T00:00:00Z') },
};

/** The parts of a world that a test is about; all else is well. */
export interface WorldParts {
  env?: Record<string, string>;
  nodeVersion?: string;
  offline?: boolean;
  asks?: readonly string[];
  zone?: Zone;
  probe?: Partial<SmtpProbe>;
  head?: (url: string) => Promise<number>;
  git?: World['git'];
  space?: number | null;
}

const answer = (found: string[] | Error | undefined): string[] => {
  if (found instanceof Error) throw found;
  return found ?? [];
};

export function worldOf(parts: WorldParts = {}): World {
  const { txt = {}, mx = {} } = parts.zone ?? {};
  return {
    env: parts.env ?? {},
    nodeVersion: parts.nodeVersion ?? '20.20.2',
    now: new Date('2026-11-28T12:00:00Z'),
    network:
      parts.offline === true
        ? null
        : {
            dns: { txt: async (name) => answer(txt[name]), mx: async (name) => answer(mx[name]) },
            smtp: async () => ({ ...goodProbe, ...parts.probe }),
            head: parts.head ?? (async () => 200),
          },
    asks: new Set(parts.asks ?? []),
    git:
      parts.git ??
      (async () => {
        throw new Error('not a repository');
      }),
    space: async () => (parts.space === undefined ? 82e9 : parts.space),
  };
}
