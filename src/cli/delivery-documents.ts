import type { Delivery } from '../deliver/ledger.ts';
import type { SuppressionRecord } from '../deliver/ledger-types.ts';
import type { DigestReport, DigestStatus, RunReport } from '../model/index.ts';

/** The documents of the commands about deliveries; see `documents.ts`. */
export interface SendDocument {
  schema: 'paperboy.send/1';
  dryRun: boolean;
  deliveries: {
    subscription: string;
    channel: string | null;
    digest: string | null;
    /** `preview` in a dry run: it would be sent. */
    status: DigestStatus;
    papers: number;
    detail: string | null;
  }[];
  diagnostics: RunReport['diagnostics'];
}

export function sendDocument({ digests, diagnostics }: RunReport, dryRun: boolean): SendDocument {
  return {
    schema: 'paperboy.send/1',
    dryRun,
    deliveries: digests.map(({ subscription, channel, digest, status, papers, detail }: DigestReport) => ({
      subscription,
      channel,
      digest: digest ?? null,
      status,
      papers,
      detail: detail ?? null,
    })),
    diagnostics,
  };
}

/** One delivery as the ledger has it. */
export interface DeliveryRow {
  /** The key: the left side of its Message-ID. */
  key: string;
  subscription: string;
  channel: string;
  digest: string;
  /** The day it was due. */
  day: string;
  state: Exclude<Delivery['state'], 'attempt'>;
  /** `true`: an attempt ended without an answer, so it may have arrived. */
  doubted: boolean;
  ended: boolean;
  attempts: number;
  papers: number;
  at: string | null;
  notBefore: string | null;
  detail: string | null;
}

export interface SuppressionRow {
  /** The id of a subscription, or the keyed hash of an address. */
  subject: string;
  keyId: string | null;
  reason: string;
  at: string;
}

export interface DeliveriesDocument {
  schema: 'paperboy.deliveries/1';
  deliveries: DeliveryRow[];
  suppressions: SuppressionRow[];
}

export interface RetryDocument {
  schema: 'paperboy.retry/1';
  /** Deliveries that are open again. */
  deliveries: DeliveryRow[];
  /** Those that were refused, and whose papers stand in another digest. */
  skipped: { subscription: string; digest: string; reason: string }[];
}

export interface ResendDocument {
  schema: 'paperboy.resend/1';
  dryRun: boolean;
  /** Digests that were planned. */
  deliveries: DeliveryRow[];
  /** Subscriptions whose digest cannot be made again, and why. */
  skipped: { subscription: string; digest: string; reason: string }[];
}

export interface SuppressDocument {
  schema: 'paperboy.suppress/1';
  changed: SuppressionRow[];
  suppressions: SuppressionRow[];
}

export function deliveryRow({ planned, ...delivery }: Delivery): DeliveryRow {
  const { key, subscription, channel, digest, day, items } = planned;
  const { state, doubted, ended, attempts, at, notBefore, detail } = delivery;
  return {
    ...{ key, subscription, channel, digest, day, state: state === 'attempt' ? 'in-doubt' : state },
    ...{ doubted, ended, attempts, papers: items.length, at, notBefore, detail },
  };
}

export const suppressionRow = ({ subject, keyId, reason, at }: SuppressionRecord): SuppressionRow => ({
  subject,
  keyId,
  reason,
  at,
});
