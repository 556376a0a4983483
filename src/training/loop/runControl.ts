/** Lets another thread hold a run between two steps, or end it. */
export class RunControl {
  #isStopped = false;
  #pause: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get isPaused(): boolean {
    return this.#pause !== undefined;
  }

  pause(): void {
    if (this.#pause === undefined && !this.#isStopped) {
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      this.#pause = { ended, end };
    }
  }

  resume(): void {
    this.#pause?.end();
    this.#pause = undefined;
  }

  stop(): void {
    this.#isStopped = true;
    this.resume();
  }

  /** Resolves at once, or when a paused run is resumed or stopped. */
  async whileResumed(): Promise<void> {
    await this.#pause?.ended;
  }
}
