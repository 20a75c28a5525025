/** A rendered digest, ready for a channel. Contains no recipient: the channel adds it at the last moment. */
export interface Message {
  /** One line. */
  subject: string;
  /** The HTML part, complete document. */
  html: string;
  /** The plain text twin. */
  text: string;
  /** The local part of the stable Message-ID, ASCII; derived from subscription, channel and digest id. */
  messageKey: string;
  /** The value of the `Date:` header, derived from the newest edition, never from the clock. */
  date: string;
}
