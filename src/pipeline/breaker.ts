/**
 * Pauses a run when a server fails as a whole, and ends it when that goes on. Before anything got through there is
 * nothing to wait for: the server is down, and the next run tries. After that a fault may be one bad connection, so it
 * waits and goes on; each message that gets through begins the waits anew.
 */
export class Breaker {
  private through = false;
  private trips = 0;
  private refusals = 0;
  private pause: Promise<void> | null = null;
  private broken = false;
  private readonly waits: readonly number[];
  private readonly sleep: (milliseconds: number) => Promise<void>;

  /** @param waits milliseconds to wait after the first, second, ... fault in a row; after one more it is over. */
  constructor(waits: readonly number[], sleep: (milliseconds: number) => Promise<void>) {
    this.waits = waits;
    this.sleep = sleep;
  }

  /** Nothing more is to be begun. */
  get stopped(): boolean {
    return this.broken;
  }

  /**
   * So many recipients in a row were refused that it is not they who are wrong: a relay that refuses everybody does it
   * at RCPT too.
   */
  get wave(): boolean {
    return this.refusals >= 5 || (!this.through && this.refusals >= 2);
  }

  /** Nothing is to be begun for now. */
  get paused(): boolean {
    return this.pause !== null;
  }

  /** Waits while the run is paused. */
  async pass(): Promise<void> {
    while (this.pause !== null) await this.pause;
  }

  success(): void {
    this.through = true;
    this.trips = 0;
    this.refusals = 0;
  }

  /** A recipient was refused for good, whatever the reason: a relay that takes mail for nobody says so at RCPT. */
  refusal(): void {
    this.refusals++;
    if (this.refusals >= 5) this.broken = true;
  }

  /** The server failed as a whole. What was under way beside it fails for the same reason, and counts once. */
  fault(): void {
    if (this.pause !== null || this.broken) return;
    const wait = this.through ? this.waits[this.trips] : undefined;
    this.trips++;
    if (wait === undefined) {
      this.broken = true;
      return;
    }
    this.pause = this.sleep(wait).then(() => {
      this.pause = null;
    });
  }
}
