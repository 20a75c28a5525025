export { domainOf } from './address.ts';
export type { Channel, ChannelFactory, ChannelOptions, Envelope, Outcome, SmtpServer } from './channel.ts';
export { type ChannelName, channels } from './channels/index.ts';
export { type Delivering, deliverDigest, type InDoubtPolicy } from './deliver.ts';
export { buildEml } from './envelope.ts';
export {
  type Delivery,
  deliveryKey,
  formatRecord,
  intactLength,
  Ledger,
  type LedgerLog,
  type LedgerRecord,
  type PlannedRecord,
  plannedRecord,
  replay,
} from './ledger.ts';
