import { createHmac, timingSafeEqual } from 'node:crypto';

/** A form is good for so long, in seconds: as long as somebody may leave a page open. */
const LIFETIME = 24 * 3600;

/** Marks forms as made here, so that nobody's page or script sends one that it did not fetch first. */
export interface FormTokens {
  /** @param now seconds. */
  issue(form: string, now: number): string;
  /** Whether it was issued for this form, and not too long ago. */
  holds(text: string, form: string, now: number): boolean;
}

/** @param secret at least 32 bytes, for this purpose only. */
export function formTokens(secret: Uint8Array): FormTokens {
  const seal = (form: string, time: string): Buffer =>
    createHmac('sha256', secret).update(`form\0${form}\0${time}`).digest().subarray(0, 16);
  return {
    issue(form, now) {
      const time = Math.floor(now).toString(36);
      return `${time}.${seal(form, time).toString('base64url')}`;
    },
    holds(text, form, now) {
      const [, time, mac] = /^([0-9a-z]{1,9})\.([A-Za-z0-9_-]{22})$/.exec(text) ?? [];
      if (time === undefined || mac === undefined) return false;
      const age = now - Number.parseInt(time, 36);
      return age >= -1 && age <= LIFETIME && timingSafeEqual(Buffer.from(mac, 'base64url'), seal(form, time));
    },
  };
}
