export { Secret } from './secret.ts';
export {
  type Environment,
  resolveAddress,
  resolveSettings,
  type SettingFlags,
  type Settings,
  type SmtpSettings,
} from './settings.ts';
export { loadSubscriptions, parseSubscription } from './subscriptions.ts';
